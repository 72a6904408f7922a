/**
 * Puts the values of `${name}` into a text of a pom.xml: `env.NAME` from the environment, else the properties, the
 * nearest pom.xml first. An expression without a value stays as it is. Source: maven.apache.org/pom.html, "Properties".
 */
export function interpolate(
  text: string,
  properties: readonly ReadonlyMap<string, string>[],
  environment: ReadonlyMap<string, string>,
): string {
  return expand(text, properties, environment, 0);
}

/** Deeper nesting than this is a cycle; Maven refuses one too. */
const deepest = 20;

function expand(
  text: string,
  properties: readonly ReadonlyMap<string, string>[],
  environment: ReadonlyMap<string, string>,
  depth: number,
): string {
  if (depth > deepest || !text.includes("${")) return text;
  return text.replace(/\$\{([^}]+)\}/g, (expression, name: string) => {
    const value = name.startsWith("env.")
      ? environment.get(name.slice("env.".length))
      : properties.find((level) => level.has(name))?.get(name);
    return value === undefined ? expression : expand(value, properties, environment, depth + 1);
  });
}
