import type { Pom } from "./pom";

type Properties = ReadonlyMap<string, string>;

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
