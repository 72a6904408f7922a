import { createHash } from "node:crypto";
import { pythonWheel } from "../../sandbox/feed/protocols/pypi/python-wheel";
import { rustCrate } from "../../sandbox/feed/protocols/cargo/rust-crate";
import type { Workplace } from "./workplace";

type Files = Readonly<Record<string, string>>;

/** What only the upstream sources of the fixture's feed have (fixture-world.ts). */
const wheel = pythonWheel({
  name: "upstream-basics",
  version: "2.1.0",
  modules: { upstream_basics: "ONE = 1\n" },
});
const crate = rustCrate({ name: "upstream-basics", version: "2.1.0", source: "pub const ONE: u8 = 1;\n" });

/** A project whose configuration names the feed `feed` for `uv sync`, without a lock file. */
export function uvProject(at: Workplace, feed = "fiber"): Files {
  return {
    "pyproject.toml": `[project]\nname = "app"\nversion = "1.0.0"\nrequires-python = ">=3.9"\ndependencies = ["fabrikam-greeting==1.0.0"]\n\n[tool.uv]\npackage = false\n\n[[tool.uv.index]]\nname = "fiber"\nurl = "${at.address("pypi/simple/", feed)}"\ndefault = true\n`,
  };
}

/** The same for `cargo fetch`. */
export function cargoProject(at: Workplace, feed = "fiber"): Files {
  return {
    ".cargo/config.toml": `[registries.fiber]\nindex = "sparse+${at.address("Cargo/index/", feed)}"\n`,
    "Cargo.toml":
      '[package]\nname = "app"\nversion = "1.0.0"\nedition = "2021"\n\n[dependencies]\nfabrikam-greeting = { version = "1", registry = "fiber" }\n',
    "src/lib.rs": "",
  };
}

/** The same for `mvn validate`, which fetches the parent and needs no plugin. */
export function mavenProject(at: Workplace, feed = "fiber"): Files {
  const url = at.address("maven/v1", feed);
  return {
    "pom.xml": `<project><modelVersion>4.0.0</modelVersion><parent><groupId>com.fabrikam</groupId><artifactId>parent</artifactId><version>1.0.0</version><relativePath/></parent><artifactId>app</artifactId><packaging>pom</packaging><repositories><repository><id>fiber</id><url>${url}</url></repository></repositories></project>\n`,
  };
}

/** The same for `pip download -r requirements.txt`. */
export function pipProject(at: Workplace, feed = "fiber"): Files {
  const url = at.address("pypi/simple/", feed).replace("://", "://VssSessionToken@");
  return { "requirements.txt": `--index-url ${url}\nfabrikam-greeting==1.0.0\n` };
}

/** The same for `poetry lock`. */
export function poetryProject(at: Workplace, feed = "fiber"): Files {
  return {
    "pyproject.toml": `[tool.poetry]\nname = "app"\nversion = "1.0.0"\ndescription = ""\nauthors = ["Ada <ada@fabrikam.example>"]\n\n[tool.poetry.dependencies]\npython = ">=3.9"\nfabrikam-greeting = "1.0.0"\n\n[[tool.poetry.source]]\nname = "fiber"\nurl = "${at.address("pypi/simple/", feed)}"\n`,
  };
}

/** Those of uv, Cargo and Maven in one folder. */
export function everyProject(at: Workplace, feed = "fiber"): Files {
  return { ...uvProject(at, feed), ...cargoProject(at, feed), ...mavenProject(at, feed) };
}

/** A project with lock files of uv and Cargo, which pin what the public registries' addresses have. */
export function lockedProject(): Files {
  const sha256 = createHash("sha256").update(wheel.content).digest("hex");
  const { cksum } = crate.indexEntry as { readonly cksum: string };
  return {
    "pyproject.toml":
      '[project]\nname = "app"\nversion = "1.0.0"\nrequires-python = ">=3.9"\ndependencies = ["upstream-basics==2.1.0"]\n\n[tool.uv]\npackage = false\n',
    "uv.lock": `version = 1\nrevision = 3\nrequires-python = ">=3.9"\n\n[[package]]\nname = "app"\nversion = "1.0.0"\nsource = { virtual = "." }\ndependencies = [\n    { name = "upstream-basics" },\n]\n\n[package.metadata]\nrequires-dist = [\n    { name = "upstream-basics", specifier = "==2.1.0" },\n]\n\n[[package]]\nname = "upstream-basics"\nversion = "2.1.0"\nsource = { registry = "https://python.example/simple" }\nwheels = [\n    { url = "https://files.python.example/packages/${wheel.file}", hash = "sha256:${sha256}", size = ${wheel.content.length} },\n]\n`,
    "rust/Cargo.toml":
      '[package]\nname = "app"\nversion = "1.0.0"\nedition = "2021"\n\n[dependencies]\nupstream-basics = "=2.1.0"\n',
    "rust/Cargo.lock": `version = 4\n\n[[package]]\nname = "app"\nversion = "1.0.0"\ndependencies = [\n "upstream-basics",\n]\n\n[[package]]\nname = "upstream-basics"\nversion = "2.1.0"\nsource = "registry+https://github.com/rust-lang/crates.io-index"\nchecksum = "${cksum}"\n`,
    "rust/src/lib.rs": "",
  };
}

/** A step of a task with its inputs. */
export function taskStep(task: string, inputs: Files = {}): string {
  const lines = Object.entries(inputs).map(([name, value]) => `    ${name}: ${JSON.stringify(value)}\n`);
  return `- task: ${task}\n${lines.length === 0 ? "" : `  inputs:\n${lines.join("")}`}`;
}
