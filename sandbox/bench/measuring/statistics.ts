/** The middle of the values; NaN when there are none. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** The value below which a part of the values lies, interpolated. NaN when there are none. */
export function quantile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const position = (sorted.length - 1) * part;
  const below = sorted[Math.floor(position)];
  const above = sorted[Math.ceil(position)];
  if (below === undefined || above === undefined) return NaN;
  return below + (above - below) * (position - Math.floor(position));
}

/** The width of the middle half of the values as a part of their median: 0.1 is a quiet machine, 0.3 a busy one. */
export function spread(values: readonly number[]): number {
  return (quantile(values, 0.75) - quantile(values, 0.25)) / median(values);
}

/**
 * How far the median may be off, as a part of it: 1.25 standard errors of the mean, the deviation taken from the
 * middle half, which outliers do not reach (Kendall and Stuart, The Advanced Theory of Statistics, 10.11).
 */
export function medianError(values: readonly number[]): number {
  return (1.25 * (spread(values) / 1.35)) / Math.sqrt(values.length);
}
