import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { rustCrate } from "../feed/protocols/cargo/rust-crate";
import type { CargoUpstream } from "../feed/protocols/cargo/upstream/cargo-upstream";
import { javaArtifact } from "../feed/protocols/maven/java-artifact";
import type { MavenUpstream } from "../feed/protocols/maven/upstream/maven-upstream";
import { pythonWheel } from "../feed/protocols/pypi/python-wheel";
import type { PypiUpstream } from "../feed/protocols/pypi/upstream/pypi-upstream";
import type { FeedDefinition, OrganizationDefinition, Role } from "../feed/world/definition";

export const project = "Fabrikam Fiber";
export const collection = "DefaultCollection";

/** What differs from a feed as docs/verify-on-azure-devops.md asks for it. */
export interface ProbeWorldOptions extends Partial<Omit<FeedDefinition, "name" | "project" | "roles">> {
  readonly role?: Role;
  /** Another name than the pipeline asks for: then there is no feed for it. */
  readonly feed?: string;
}

/** A collection with the empty feed that the probe wants, and upstream sources that have the packages it asks for. */
export function probeWorld(
  token: string,
  options: ProbeWorldOptions = {},
): readonly OrganizationDefinition[] {
  const { role = "collaborator", feed = "feedpass-probe", ...more } = options;
  const upstreams = [
    { name: "Python upstream", registry: python },
    { name: "Rust upstream", registry: rust },
    { name: "Maven upstream", registry: maven },
  ];
  return [
    {
      name: collection,
      kind: "server",
      projects: [{ name: project }],
      identities: [{ name: "build", displayName: `${project} Build Service (${collection})`, token }],
      feeds: [{ name: feed, project, roles: { build: role }, upstreams, ...more }],
    },
  ];
}

const wheels = ["1.1.1", "2.0.0"].map((version) => ({
  version,
  ...pythonWheel({ name: "iniconfig", version, modules: { iniconfig: "" } }),
}));

const python: PypiUpstream = {
  kind: "pypi",
  location: "https://python.example/simple/",
  files: (name) =>
    Promise.resolve(
      name !== "iniconfig"
        ? undefined
        : wheels.map(({ version, file, content }) => ({
            ...{ version, filename: file },
            sha256: createHash("sha256").update(content).digest("hex"),
          })),
    ),
  open: (_name, filename) => {
    const wheel = wheels.find(({ file }) => file === filename);
    return Promise.resolve(Readable.from([wheel?.content ?? Buffer.alloc(0)]));
  },
};

const crates = new Map(
  [
    { name: "fnv", version: "1.0.7" },
    { name: "lazy_static", version: "1.4.0" },
  ].map((crate) => [crate.name, rustCrate({ ...crate, source: "" })]),
);

const rust: CargoUpstream = {
  kind: "cargo",
  location: "sparse+https://crates.example/",
  index: (name) => {
    const crate = crates.get(name);
    return Promise.resolve(crate && [JSON.stringify(crate.indexEntry)]);
  },
  open: (name) => Promise.resolve(Readable.from([crates.get(name)?.content ?? Buffer.alloc(0)])),
};

const artifacts = new Map(
  [
    { group: "javax.inject", artifact: "javax.inject", version: "1" },
    { group: "org.antlr", artifact: "ST4", version: "4.3.4" },
  ].flatMap((each) => javaArtifact(each).map(({ path, content }) => [path, content] as const)),
);

/** A public repository has a checksum beside each file. */
const maven: MavenUpstream = {
  kind: "maven",
  location: "https://maven.example/",
  open: (path) => {
    const [, file = path, algorithm] = /^(.*)\.(sha1|md5|sha256)$/.exec(path) ?? [];
    const content = artifacts.get(file);
    if (content === undefined) return Promise.resolve(undefined);
    const bytes =
      algorithm === undefined ? content : Buffer.from(createHash(algorithm).update(content).digest("hex"));
    return Promise.resolve(Readable.from([bytes]));
  },
};
