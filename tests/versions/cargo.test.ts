import { requireClient } from "../clients/found-clients";
import type { Addresses, HostileRepository, RepositoryFiles } from "../hardening/hostile-repository";
import { Laboratory } from "../hardening/laboratory";
import { versionsOf } from "./clients";
import { tryVersion, type Trial } from "./trials";
import { VersionTable } from "./version-table";

/** The first version whose registries may ask for credentials. */
const first = "1.74.0";

const registry = (name: string, index: string): string =>
  `[registries.${name}]\nindex = "sparse+${index}"\n\n`;

/** A package with dependencies, and the registries of its configuration beside the feed. */
function crate(
  name: string,
  dependencies: string,
  registries: (at: Addresses) => string = () => "",
): (at: Addresses) => RepositoryFiles {
  return (at) => ({
    "Cargo.toml": `[package]\nname = "${name}"\nversion = "1.0.0"\nedition = "2021"\ndescription = "d"\nlicense = "MIT"\n\n[dependencies]\n${dependencies}\n`,
    "src/lib.rs": "",
    ".cargo/config.toml": registry("fiber", at.feed("Cargo/index/")) + registries(at),
  });
}

const own = 'fabrikam-greeting = { version = "1", registry = "fiber" }\n';
const from = (name: string): string => `${name}-greeting = { version = "1", registry = "${name}" }\n`;

const repositories: readonly (HostileRepository & { readonly column: string })[] = [
  {
    column: "`cargo build`",
    id: "cargo-build",
    title: "a build",
    files: crate("app", own),
    run: "cargo fetch && cargo build --offline",
    expect: "works",
  },
  {
    column: "By `feeds`",
    id: "cargo-feeds",
    title: "crates.io replaced",
    tasks: [{ task: "AuthenticateCargo@1", inputs: { feeds: "Fabrikam Fiber/fiber" } }],
    files: (at) => ({ ...crate("app", 'upstream-basics = "2"')(at), ".cargo/config.toml": "" }),
    run: "cargo fetch",
    expect: "works",
  },
  {
    column: "`cargo vendor`",
    id: "cargo-vendor",
    title: "vendoring",
    files: crate("app", own),
    run: "cargo vendor > vendored.toml && test -f vendor/fabrikam-greeting/Cargo.toml",
    expect: "works",
  },
  {
    column: "`cargo publish`",
    id: "cargo-publish",
    title: "publishing",
    files: (at) => crate(`published-${at.proxyPort}`, "")(at),
    run: "cargo publish --registry fiber --no-verify --allow-dirty",
    expect: "works",
  },
  {
    column: "Public second registry",
    id: "cargo-open",
    title: "a public feed of another organization",
    files: crate("app", own + from("open"), (at) => registry("open", at.open("Cargo/index/"))),
    run: "cargo fetch",
    expect: "works",
    elsewhereAnonymous: true,
  },
  {
    column: "Another organization's registry gets",
    id: "cargo-other",
    title: "a feed of another organization",
    files: crate("app", own + from("contoso"), (at) => registry("contoso", at.other("Cargo/index/"))),
    run: "cargo fetch",
    expect: "asked",
    elsewhereAnonymous: true,
  },
  {
    column: "The feed's name elsewhere gets",
    id: "cargo-name",
    title: "the feed's name at another index",
    files: crate("app", own),
    run: (at) => `cargo fetch --config 'registries.fiber.index="sparse+${at.evil("index/")}"'`,
    expect: "asked",
    elsewhereAnonymous: true,
  },
];

const trials: readonly Trial[] = repositories.map(({ column, ...repository }) => ({
  column,
  repository,
  from: first,
}));

describe("Cargo, version by version", () => {
  const table = new VersionTable(
    "cargo",
    trials.map(({ column }) => column),
  );
  let laboratory: Laboratory;

  before(async function () {
    laboratory = await Laboratory.open({
      node20: requireClient(this, "node20"),
      node24: requireClient(this, "node24"),
    });
  });

  after(async () => {
    await laboratory.close();
    table.write();
  });

  for (const client of versionsOf("cargo")) {
    it(`Cargo ${client.version}`, async () => {
      const setting = { task: "AuthenticateCargo@1", programs: [client.path ?? ""] };
      await tryVersion(table, client, trials, laboratory, setting);
    });
  }
});
