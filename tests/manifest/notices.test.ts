import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readJson, readTaskFolders, root } from "./task-folders";
import { readVsixEntries } from "./vsix-entries";

/** The part of esbuild's metafile that is read: what each output file took from which source file. */
interface BundleMeta {
  readonly outputs: Readonly<
    Record<string, { readonly inputs: Readonly<Record<string, { readonly bytesInOutput: number }>> }>
  >;
}

/** An npm package that a bundle has code of, and the licence and notice texts that go with it. */
interface Bundled {
  readonly title: string;
  readonly texts: readonly string[];
}

/** The packages of one file of a task, by what esbuild says of that file. */
function packagesIn(meta: BundleMeta, file: string): readonly Bundled[] {
  const output = meta.outputs[file];
  assert.ok(output !== undefined, `${file} is in no metafile, so nothing tells what is inside`);
  const folders = Object.entries(output.inputs)
    .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
    .flatMap(([path]) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? []);
  return [...new Set(folders)].map((folder) => {
    const { name, version } = readJson(`${folder}/package.json`) as { name: string; version: string };
    return { title: `${name} ${version}`, texts: licencesOf(folder, `${name}-${version}`) };
  });
}

function licencesOf(folder: string, title: string): readonly string[] {
  const published = readdirSync(join(root, folder)).filter((name) => /^(?:licen[cs]e|notice)/i.test(name));
  const paths = published.map((name) => `${folder}/${name}`);
  const own = `build/licences/${title}.txt`;
  return (paths.length === 0 && existsSync(join(root, own)) ? [own] : paths).map((path) =>
    readFileSync(join(root, path), "utf8"),
  );
}

/** What the notices lack of a package: the line that names it, or a word of one of its texts. */
function missingNotices(notices: string, packages: readonly Bundled[]): readonly string[] {
  const sections = notices.split(`\n${"-".repeat(80)}\n`).map((section) => section.trim());
  return packages.flatMap(({ title, texts }) => {
    const section = sections.find((text) => text.startsWith(`${title} (`));
    if (section === undefined) return [`${title} is not named`];
    if (texts.length === 0) return [`${title} has no licence text`];
    return texts
      .filter((text) => !wordsOf(section).includes(wordsOf(text)))
      .map(() => `${title}: its licence is not whole`);
  });
}

function wordsOf(text: string): string {
  return text.split(/\s+/).join(" ").trim();
}

describe("licence notices", () => {
  let entries = new Map<string, Buffer>();
  before(async () => {
    entries = await readVsixEntries();
  });

  /** Every file of a task that holds code, with what is inside. */
  const bundlesOf = (folder: string): readonly Bundled[] => {
    const meta = readJson(`out/bundles/${folder.replaceAll("/", "-")}.json`) as BundleMeta;
    const files = [...entries.keys()].filter((name) => name.startsWith(`${folder}/`) && name.endsWith(".js"));
    assert.ok(files.length >= 2, files.join(", "));
    return files.flatMap((file) => packagesIn(meta, file));
  };
  const noticesOf = (folder: string): string =>
    entries.get(`${folder}/THIRD-PARTY-NOTICES.txt`)?.toString("utf8") ?? "";

  for (const { path } of readTaskFolders()) {
    it(`${path}: each package in each of its files is there, with its whole text`, () => {
      const packages = bundlesOf(path);
      assert.ok(packages.length > 0);
      assert.deepEqual(missingNotices(noticesOf(path), packages), []);
    });
  }

  it("of the file that is loaded later are there too", () => {
    const folder = "tasks/restore-upstream/v1";
    const titles = bundlesOf(folder).map(({ title }) => title.replace(/ .*$/, ""));
    assert.ok(titles.includes("azure-pipelines-tool-lib"), titles.join(", "));
  });

  it("that are missing or cut off are found", () => {
    const folder = "tasks/restore-upstream/v1";
    const packages = bundlesOf(folder);
    const notices = noticesOf(folder);
    for (const { title, texts } of packages) {
      const named = notices.replace(`\n${title} (`, "\nanother (");
      assert.ok(missingNotices(named, packages).includes(`${title} is not named`));
      const lastLine = texts[0]?.trimEnd().split("\n").at(-1)?.trim() ?? "";
      const start = notices.indexOf(`\n${title} (`);
      const cut = notices.slice(0, start) + notices.slice(start).replace(lastLine, "");
      assert.ok(missingNotices(cut, packages).includes(`${title}: its licence is not whole`), title);
    }
  });
});
