import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { buffer } from "node:stream/consumers";
import { fromBufferPromise } from "yauzl";
import { listFiles, repository } from "../sources";
import { figures } from "./figures";

/** What differs between the machines of two people, and must not show in what they make. */
interface Origin {
  /** Below the temporary folder: paths of another depth are other relative paths. */
  readonly folder: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly modified: Date;
  readonly mode: number;
  /** The order in which the files come to be. */
  readonly reversed: boolean;
}

const origins: readonly Origin[] = [
  {
    folder: "one",
    variables: { TZ: "Asia/Tokyo", LANG: "C", LC_ALL: "C" },
    modified: new Date("2001-02-03T04:05:06Z"),
    mode: 0o600,
    reversed: false,
  },
  {
    folder: "a longer path/of another depth/two",
    variables: { TZ: "America/St_Johns", LANG: "de_DE.UTF-8", LC_ALL: "de_DE.UTF-8" },
    modified: new Date("2031-12-30T23:59:58Z"),
    mode: 0o755,
    reversed: true,
  },
];

/** Stands in one file of a copy, in the place of something else. */
interface Planted {
  readonly path: string;
  readonly from: string;
  readonly to: string;
}

const planted: readonly Planted[] = [
  { path: "build/bundle.mjs", from: "minify: true,", to: "minify: true, banner: { js: `// ${root}` }," },
  {
    path: "build/package.mjs",
    from: "await withoutOrigin(readFileSync(path))",
    to: "withoutOrigin && readFileSync(path)",
  },
];

/** A copy of all that is ours, as a fresh clone has it, beside the packages that are installed here. */
function copyTree(root: string, { modified, mode, reversed }: Origin): void {
  const files = [...listFiles(repository, "")].filter((path) => path !== ".git");
  for (const path of reversed ? files.reverse() : files) {
    const target = join(root, path);
    mkdirSync(dirname(target), { recursive: true });
    copyFileSync(join(repository, path), target);
    chmodSync(target, mode);
    utimesSync(target, modified, modified);
  }
  symlinkSync(join(repository, "node_modules"), join(root, "node_modules"), "junction");
}

function runBuild(root: string, variables: Readonly<Record<string, string>>): Promise<void> {
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, ["build/package.mjs"], {
      cwd: root,
      env: { ...process.env, ...variables },
    });
    let output = "";
    child.stdout.on("data", (chunk) => (output += String(chunk)));
    child.stderr.on("data", (chunk) => (output += String(chunk)));
    child.on("error", fail);
    child.on("close", (code) => {
      if (code === 0) done();
      else fail(new Error(`build/package.mjs ended with ${String(code)}: ${output}`));
    });
  });
}

/** The bytes of the package that a copy makes. */
async function packageIn(base: string, origin: Origin, changes: readonly Planted[] = []): Promise<Buffer> {
  const root = join(base, origin.folder);
  copyTree(root, origin);
  for (const { path, from, to } of changes) {
    const text = readFileSync(join(root, path), "utf8");
    assert.ok(text.includes(from), `${path} has no ${from}`);
    writeFileSync(join(root, path), text.replace(from, to));
  }
  await runBuild(root, origin.variables);
  return readFileSync(join(root, "out/feedpass.vsix"));
}

/** What an archive says of each of its entries, in their order. */
async function describeEntries(archive: Buffer): Promise<readonly string[]> {
  const opened = await fromBufferPromise(archive, { autoClose: false });
  const entries: string[] = [];
  for await (const entry of opened.eachEntry()) {
    const isFolder = entry.fileName.endsWith("/");
    const content = isFolder ? "" : (await buffer(await opened.openReadStreamPromise(entry))).toString("hex");
    entries.push(
      [entry.fileName, entry.lastModFileDate, entry.lastModFileTime, entry.versionMadeBy, content].join(" "),
    );
  }
  opened.close();
  return entries;
}

/** Names of the entries that are not the same in both, by their dates or contents or because one lacks them. */
async function differences(one: Buffer, other: Buffer): Promise<readonly string[]> {
  const [ofOne, ofOther] = [await describeEntries(one), await describeEntries(other)];
  const known = new Set(ofOne);
  return ofOther.filter((entry) => !known.has(entry)).map((entry) => entry.slice(0, entry.indexOf(" ")));
}

describe("the package, made twice", () => {
  let base = "";
  let packages: readonly Buffer[] = [];

  before(async () => {
    base = mkdtempSync(join(tmpdir(), "reproducible-"));
    packages = await Promise.all(origins.map((origin) => packageIn(base, origin)));
  });
  after(() => {
    rmSync(base, { recursive: true, force: true });
  });

  const first = (): Buffer => packages[0] ?? Buffer.alloc(0);

  it("is the same bytes, wherever, whenever and by whom it is made", async () => {
    const [one = Buffer.alloc(0), other = Buffer.alloc(1)] = packages;
    await figures.packages.try(async () => {
      assert.deepEqual(await differences(one, other), []);
      assert.ok(one.equals(other), "the archives differ beside their entries");
    });
  });

  it("begins with the list of types, and has every name once, sorted", async () => {
    const names = (await describeEntries(first())).map((entry) => entry.split(" ")[0] ?? "");
    assert.equal(names[0], "[Content_Types].xml");
    assert.deepEqual(names.slice(1), [...new Set(names.slice(1))].sort());
  });

  it("differs when a bundle says where it was made, and when the archive says when", async () => {
    const [origin] = origins;
    assert.ok(origin !== undefined);
    const faulty = await packageIn(base, { ...origin, folder: "planted" }, planted);
    const found = await differences(first(), faulty);
    // Every entry has its time, and the bundles, which are the same length otherwise, their path.
    assert.equal(found.length, (await describeEntries(first())).length);
    const texts = await describeEntries(faulty);
    const path = Buffer.from(join(base, "planted")).toString("hex");
    assert.ok(texts.some((entry) => entry.startsWith("tasks/") && entry.includes(path)));
    figures.planted.count(planted.length);
  });
});
