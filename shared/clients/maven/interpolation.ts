import type { Pom } from "./pom";

type Properties = ReadonlyMap<string, string>;

/**
 * Puts the values of `${name}` into a text of a pom.xml: `env.NAME` from the environment, else the properties, the
 * nearest pom.xml first. An expression without a value, in a cycle, too deep or with an endless value stays as it is.
 * Source: maven.apache.org/pom.html, "Properties".
 */
export function interpolate(
  text: string,
  properties: readonly Properties[],
  environment: Properties,
): string {
  return interpolator(properties, environment)(text);
}

/** The same for several texts, whose properties are looked up once. */
export function interpolator(
  properties: readonly Properties[],
  environment: Properties,
): (text: string) => string {
  const expanded = new Map<string, string>();
  const expand = (part: string, depth: number): string =>
    part.replace(/\$\{([^${}]+)\}/g, (expression, name: string) => {
      const known = expanded.get(name);
      if (known !== undefined) return known;
      // Until its value is known, and in a cycle it never is, a name stands for itself.
      expanded.set(name, expression);
      const value = name.startsWith("env.")
        ? environment.get(name.slice("env.".length))
        : properties.find((level) => level.has(name))?.get(name);
      const whole = value === undefined || depth === deepest ? expression : expand(value, depth + 1);
      expanded.set(name, whole.length > longest ? expression : whole);
      return expanded.get(name) ?? expression;
    });
  return (text) => expand(text, 0);
}

/** The names that a text refers to, and those that their values refer to in any of the maps. */
export function referredNames(text: string, properties: readonly Properties[]): ReadonlySet<string> {
  const names = new Set(namesIn(text));
  for (const name of names)
    for (const level of properties) for (const next of namesIn(level.get(name) ?? "")) names.add(next);
  return names;
}

function namesIn(text: string): readonly string[] {
  return [...text.matchAll(/\$\{([^${}]+)\}/g)].map((match) => match[1] ?? "");
}

/** A property of a property of a property: no project goes so far. */
const deepest = 100;

/** No address or id is longer; properties that name each other twice and more would double without end. */
const longest = 4096;

/**
 * The properties that count in the first pom.xml of a line of parents, nearest first: once without profiles and once
 * with each profile of the line that says something of `names`, since nothing tells which are active. A profile belongs
 * to the pom.xml that has it, before what that one says itself and behind its heirs
 * (maven.apache.org/guides/introduction/introduction-to-profiles).
 */
export function propertyLevels(
  line: readonly Pom[],
  names: ReadonlySet<string>,
): readonly (readonly Properties[])[] {
  const plain = line.map(({ properties }) => properties);
  const withProfile = line.flatMap(({ profiles }, generation) =>
    profiles
      .filter((profile) => [...names].some((name) => profile.has(name)))
      .map((profile) => [...plain.slice(0, generation), profile, ...plain.slice(generation)]),
  );
  return [plain, ...withProfile];
}
