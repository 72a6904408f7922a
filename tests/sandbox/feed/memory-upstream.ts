import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import type { CargoUpstream } from "../../../sandbox/feed/protocols/cargo/upstream/cargo-upstream";
import type { MavenUpstream } from "../../../sandbox/feed/protocols/maven/upstream/maven-upstream";
import type { PypiFile, PypiUpstream } from "../../../sandbox/feed/protocols/pypi/upstream/pypi-upstream";
import { UpstreamDown } from "../../../sandbox/feed/upstream/upstream-registry";

/** What a registry of the tests has been through, and whether it is down now. */
export interface UpstreamState {
  down: boolean;
  /** Files whose transfer was started. */
  readonly opened: string[];
}

export function upstreamState(): UpstreamState {
  return { down: false, opened: [] };
}

function refuseWhenDown(state: UpstreamState): void {
  if (state.down) throw new UpstreamDown("down");
}

export function sha256(content: string): string {
  return createHash("sha256").update(content).digest("hex");
}

/** A package index whose files hold the given text. */
export function pypiUpstream(
  projects: Readonly<Record<string, readonly (PypiFile & { readonly content: string })[]>>,
  state: UpstreamState = upstreamState(),
): PypiUpstream {
  return {
    kind: "pypi",
    location: "https://pypi.example/simple/",
    files: (name) => {
      refuseWhenDown(state);
      return Promise.resolve(projects[name]);
    },
    open: (name, filename) => {
      refuseWhenDown(state);
      state.opened.push(filename);
      const file = projects[name]?.find((each) => each.filename === filename);
      return Promise.resolve(Readable.from([Buffer.from(file?.content ?? "")]));
    },
  };
}

/** A registry whose crates hold their own name and version; `versions` by crate. */
export function cargoUpstream(
  crates: Readonly<Record<string, readonly string[]>>,
  state: UpstreamState = upstreamState(),
): CargoUpstream {
  return {
    kind: "cargo",
    location: "sparse+https://crates.example/",
    index: (crate) => {
      refuseWhenDown(state);
      return Promise.resolve(
        crates[crate]?.map((vers) =>
          JSON.stringify({ name: crate, vers, deps: [], cksum: sha256(`${crate} ${vers}`), features: {} }),
        ),
      );
    },
    open: (crate, version) => {
      refuseWhenDown(state);
      state.opened.push(`${crate} ${version}`);
      return Promise.resolve(Readable.from([Buffer.from(`${crate} ${version}`)]));
    },
  };
}

/** A repository of text files by path. */
export function mavenUpstream(
  files: Readonly<Record<string, string>>,
  state: UpstreamState = upstreamState(),
): MavenUpstream {
  return {
    kind: "maven",
    location: "https://maven.example/",
    open: (path) => {
      refuseWhenDown(state);
      const content = files[path];
      if (content === undefined) return Promise.resolve(undefined);
      state.opened.push(path);
      return Promise.resolve(Readable.from([Buffer.from(content)]));
    },
  };
}
