import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { javaArtifact } from "../../sandbox/feed/protocols/maven/java-artifact";
import { artifactSeed } from "../../sandbox/feed/protocols/maven/seed";
import { pythonWheel } from "../../sandbox/feed/protocols/pypi/python-wheel";
import { pypiSeed } from "../../sandbox/feed/protocols/pypi/seed";
import { pypiFolder } from "../../sandbox/feed/protocols/pypi/upstream/pypi-folder";
import { rustCrate } from "../../sandbox/feed/protocols/cargo/rust-crate";
import { crateSeed } from "../../sandbox/feed/protocols/cargo/seed";
import { cargoFolder } from "../../sandbox/feed/protocols/cargo/upstream/cargo-folder";
import type {
  FeedDefinition,
  OrganizationDefinition,
  SeedPackage,
} from "../../sandbox/feed/world/definition";
import type { UpstreamRegistry } from "../../sandbox/feed/upstream/upstream-registry";

/** The tokens of the world's identities; each belongs to one organization only. */
export interface Tokens {
  /** The job's own: publishes to the feeds of `fabrikam` and `DefaultCollection`. */
  readonly job: string;
  /** Of another organization, for the index that is not the job's. */
  readonly contoso: string;
}

export const project = "Fabrikam Fiber";

/**
 * Two organizations of the Services face and two collections of the Server face. Only the feeds have `…-greeting`,
 * only their upstream sources have `…-basics`.
 */
export function fixtureWorld(
  folder: string,
  tokens: Tokens,
  maven?: UpstreamRegistry,
): readonly OrganizationDefinition[] {
  const upstreams = [
    ...fixtureUpstreams(folder),
    ...(maven === undefined ? [] : [{ name: "Maven upstream", registry: maven }]),
  ];
  const job = { name: "build", displayName: "Fabrikam Fiber Build Service (fabrikam)", token: tokens.job };
  const contoso = { name: "contoso-build", displayName: "Contoso Build Service", token: tokens.contoso };
  const fiber: FeedDefinition = {
    name: "fiber",
    project,
    roles: { build: "contributor" },
    upstreams,
    packages: [...greetings("fabrikam"), ...trap()],
  };
  const shared: FeedDefinition = {
    name: "shared",
    roles: { build: "contributor" },
    packages: greetings("shared"),
  };
  const parts: FeedDefinition = {
    name: "parts",
    roles: { "contoso-build": "reader" },
    packages: greetings("contoso"),
  };
  /** For anybody, without credentials. */
  const open: FeedDefinition = {
    name: "open",
    project: "Open",
    roles: {},
    visibility: "public",
    packages: greetings("open"),
  };
  const projects = [{ name: project }];
  const others = [{ name: "Open", visibility: "public" as const }];
  return [
    { name: "fabrikam", kind: "services", projects, identities: [job], feeds: [fiber, shared] },
    { name: "contoso", kind: "services", projects: others, identities: [contoso], feeds: [parts, open] },
    { name: "DefaultCollection", kind: "server", projects, identities: [job], feeds: [fiber, shared] },
    {
      name: "OtherCollection",
      kind: "server",
      projects: others,
      identities: [contoso],
      feeds: [parts, open],
    },
  ];
}

/** One small package of each protocol, with the prefix in its name. */
function greetings(prefix: string): readonly SeedPackage[] {
  const python = pythonWheel({
    name: `${prefix}-greeting`,
    version: "1.0.0",
    modules: { [`${prefix}_greeting`]: "TEXT = 'hello'\n" },
  });
  const rust = rustCrate({
    name: `${prefix}-greeting`,
    version: "1.0.0",
    source: 'pub fn text() -> &\'static str { "hello" }\n',
  });
  const java = javaArtifact({
    group: `com.${prefix}`,
    artifact: "greeting",
    version: "1.0.0",
    resources: { "greeting.txt": "hello\n" },
  });
  const parent = javaArtifact({
    group: `com.${prefix}`,
    artifact: "parent",
    version: "1.0.0",
    packaging: "pom",
  });
  return [
    pypiSeed({ name: `${prefix}-greeting`, version: "1.0.0", ...python }),
    crateSeed({ name: `${prefix}-greeting`, version: "1.0.0", ...rust }),
    ...[...java, ...parent].map(artifactSeed),
  ];
}

/** A Java package whose pom.xml names another organization's feed, under ids that the job has credentials for. */
function trap(): readonly SeedPackage[] {
  const url = "https://pkgs.dev.azure.com/contoso/_packaging/parts/maven/v1";
  const repositories = ["fiber", "feedpass-fiber", "feedpass-guard-feedpass-fiber", "parts"].map(
    (id) => `<repository><id>${id}</id><url>${url}</url></repository>`,
  );
  const files = javaArtifact({
    group: "com.fabrikam",
    artifact: "trap",
    version: "1.0.0",
    resources: { "trap.txt": "" },
  });
  return files.map(({ path, content }) => {
    if (!path.endsWith(".pom")) return artifactSeed({ path, content });
    const wanted =
      "<dependencies><dependency><groupId>com.contoso</groupId><artifactId>greeting</artifactId><version>1.0.0</version></dependency></dependencies>";
    const added = `<repositories>${repositories.join("")}</repositories>${wanted}</project>`;
    return artifactSeed({ path, content: Buffer.from(content.toString().replace("</project>", added)) });
  });
}

function fixtureUpstreams(folder: string): NonNullable<FeedDefinition["upstreams"]> {
  const python = pythonWheel({
    name: "upstream-basics",
    version: "2.1.0",
    modules: { upstream_basics: "ONE = 1\n" },
  });
  write(join(folder, "pypi", "upstream-basics", python.file), python.content);
  const rust = rustCrate({ name: "upstream-basics", version: "2.1.0", source: "pub const ONE: u8 = 1;\n" });
  write(join(folder, "cargo", rust.file), rust.content);
  write(
    join(folder, "cargo", "index", "up", "st", "upstream-basics"),
    `${JSON.stringify(rust.indexEntry)}\n`,
  );
  return [
    { name: "Python upstream", registry: pypiFolder(join(folder, "pypi")) },
    { name: "Rust upstream", registry: cargoFolder(join(folder, "cargo")) },
  ];
}

function write(path: string, content: Buffer | string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}
