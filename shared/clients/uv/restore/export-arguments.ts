/** Options that `uv export` has from `uv sync`; true: a value follows. Source: docs.astral.sh/uv/reference/cli. */
const shared: ReadonlyMap<string, boolean> = new Map([
  ["--extra", true],
  ["--all-extras", false],
  ["--no-extra", true],
  ["--group", true],
  ["--no-group", true],
  ["--all-groups", false],
  ["--no-default-groups", false],
  ["--only-group", true],
  ["--dev", false],
  ["--no-dev", false],
  ["--only-dev", false],
  ["--package", true],
  ["--all-packages", false],
  ["--python", true],
  ["-p", true],
]);

/** Those of the arguments for `uv sync` that choose packages. */
export function exportArguments(words: readonly string[]): readonly string[] {
  const chosen: string[] = [];
  words.forEach((word, index) => {
    const takesValue = shared.get(word.split("=")[0] ?? "");
    if (takesValue === undefined) return;
    chosen.push(word);
    const value = words[index + 1];
    if (takesValue && !word.includes("=") && value !== undefined) chosen.push(value);
  });
  return chosen;
}
