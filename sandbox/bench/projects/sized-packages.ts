import { randomBytes } from "node:crypto";
import { Readable } from "node:stream";
import { pythonWheel } from "../../feed/protocols/pypi/python-wheel";
import { rustCrate } from "../../feed/protocols/cargo/rust-crate";
import type { CargoUpstream } from "../../feed/protocols/cargo/upstream/cargo-upstream";
import type { PypiUpstream } from "../../feed/protocols/pypi/upstream/pypi-upstream";
import type { ProjectFiles } from "./project-files";

const version = "1.0.0";

/** Registries with packages of a size as they are downloaded, and projects that need all of them. */
export interface SizedPackages {
  readonly pypi: PypiUpstream;
  readonly cargo: CargoUpstream;
  /** @param index Address of the feed's simple index, without credentials. */
  uvProject(index: string): ProjectFiles;
  readonly cargoProject: ProjectFiles;
}

/** Makes `count` wheels and as many crates of about `kilobytes` KB each, of text that does not compress further. */
export function packagesOfSize(count: number, kilobytes: number): SizedPackages {
  const names = Array.from({ length: count }, (_, n) => `part-${n}`);
  // Six of eight bits of base64 are random, so the archive has the size of the bytes.
  const text = (): string => `# ${randomBytes(kilobytes * 1000).toString("base64")}\n`;
  const wheels = new Map(
    names.map((name) => {
      const modules = { [name.replaceAll("-", "_")]: text() };
      return [name, pythonWheel({ name, version, modules })] as const;
    }),
  );
  const crates = new Map(
    names.map((name) => [name, rustCrate({ name, version, source: `//${text()}` })] as const),
  );
  return {
    pypi: wheelRegistry(wheels),
    cargo: crateRegistry(crates),
    uvProject: (index) => ({ "pyproject.toml": pyproject(names, index) }),
    cargoProject: { "Cargo.toml": manifest(names), "src/lib.rs": "" },
  };
}

function wheelRegistry(wheels: ReadonlyMap<string, ReturnType<typeof pythonWheel>>): PypiUpstream {
  return {
    kind: "pypi",
    location: "memory",
    files: (name) => {
      const wheel = wheels.get(name);
      return Promise.resolve(wheel && [{ filename: wheel.file, version }]);
    },
    open: (name) => Promise.resolve(Readable.from([wheels.get(name)?.content ?? ""])),
  };
}

function crateRegistry(crates: ReadonlyMap<string, ReturnType<typeof rustCrate>>): CargoUpstream {
  return {
    kind: "cargo",
    location: "memory",
    index: (name) => {
      const crate = crates.get(name);
      return Promise.resolve(crate && [JSON.stringify(crate.indexEntry)]);
    },
    open: (name) => Promise.resolve(Readable.from([crates.get(name)?.content ?? ""])),
  };
}

function pyproject(names: readonly string[], index: string): string {
  const needs = names.map((name) => `  "${name}==${version}",\n`).join("");
  return `[project]
name = "app"
version = "1.0.0"
requires-python = ">=3.9"
dependencies = [
${needs}]

[tool.uv]
package = false

[[tool.uv.index]]
name = "feed"
url = "${index}"
default = true
`;
}

function manifest(names: readonly string[]): string {
  const needs = names.map((name) => `${name} = "=${version}"\n`).join("");
  return `[package]\nname = "app"\nversion = "1.0.0"\nedition = "2021"\n\n[dependencies]\n${needs}`;
}
