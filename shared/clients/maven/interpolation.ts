import type { Pom } from "./pom";

type Properties = ReadonlyMap<string, string>;

/**
 * Puts the values of `${name}` into a text of a pom.xml: `env.NAME` from the environment, else the properties, the
 * nearest pom.xml first. An expression without a value, in a cycle or with an endless value stays as it is.
 * Source: maven.apache.org/pom.html, "Properties".
 */
export function interpolate(
  text: string,
  properties: readonly Properties[],
  environment: Properties,
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

/**
 * The properties that count in the first pom.xml of a line of parents, nearest first: once without profiles and once
 * with each profile of the line, since nothing tells which are active. A profile belongs to the pom.xml that has it,
 * before what that one says itself and behind its heirs (maven.apache.org/guides/introduction/introduction-to-profiles).
 */
export function propertyLevels(line: readonly Pom[]): readonly (readonly Properties[])[] {
  const plain = line.map(({ properties }) => properties);
  const withProfile = line.flatMap(({ profiles }, generation) =>
    profiles.map((profile) => [...plain.slice(0, generation), profile, ...plain.slice(generation)]),
  );
  return [plain, ...withProfile];
}
