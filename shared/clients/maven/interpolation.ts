/**
 * Puts the values of `${name}` into a text of a pom.xml: `env.NAME` from the environment, else the properties, the
 * nearest pom.xml first. An expression without a value, in a cycle or with an endless value stays as it is.
 * Source: maven.apache.org/pom.html, "Properties".
 */
export function interpolate(
  text: string,
  properties: readonly ReadonlyMap<string, string>[],
  environment: ReadonlyMap<string, string>,
): string {
  const expanded = new Map<string, string>();
  const expand = (part: string): string =>
    part.replace(/\$\{([^${}]+)\}/g, (expression, name: string) => {
      const known = expanded.get(name);
      if (known !== undefined) return known;
      // Until its value is known, and in a cycle it never is, a name stands for itself.
      expanded.set(name, expression);
      const value = name.startsWith("env.")
        ? environment.get(name.slice("env.".length))
        : properties.find((level) => level.has(name))?.get(name);
      const whole = value === undefined ? expression : expand(value);
      expanded.set(name, whole.length > longest ? expression : whole);
      return expanded.get(name) ?? expression;
    });
  return expand(text);
}

/** No address or id is longer; properties that name each other twice and more would double without end. */
const longest = 4096;
