/** Variables without those of the worthless credentials and of the organization's other host, which every plan has. */
export function withoutDecoys(set: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(set).filter(([name]) => !/^UV_INDEX_FEEDPASS_[0-9A-F]+_(?:0|HOST)_\d+_/.test(name)),
  );
}

/** The indexes of the job's uv.toml, each as its lines, without those that only repeat one. */
export function entriesOf(text: string | undefined): readonly (readonly string[])[] {
  return (text ?? "")
    .split(/^\[\[index\]\]\n/m)
    .slice(1)
    .filter((table) => !/^url = ".*\?/m.test(table))
    .map((table) => table.trim().split("\n"));
}

/** The hosts of own organizations that no address names, as `url authenticate`. */
export function otherHostsOf(text: string | undefined): readonly string[] {
  return entriesOf(text)
    .map((lines) => lines.join(" "))
    .flatMap((entry) => {
      const [, url = "", policy = ""] =
        /^name = "feedpass-[0-9a-f]+-host-\d+" url = "([^"]*)" explicit = true authenticate = "(\w+)"$/.exec(
          entry,
        ) ?? [];
      return url === "" ? [] : [`${url} ${policy}`];
    });
}

/** The same as `name url authenticate`, without those that nobody asks for anything, or that no address names. */
export function realmsOf(text: string | undefined): readonly string[] {
  return entriesOf(text)
    .map((lines) =>
      lines.flatMap((line) => /^(?:name|url|authenticate) = "(.*)"$/.exec(line)?.[1] ?? []).join(" "),
    )
    .filter((line) => !/^feedpass-[0-9a-f]+-(?:0|host)-\d+ /.test(line));
}
