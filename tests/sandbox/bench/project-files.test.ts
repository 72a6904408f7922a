import assert from "node:assert/strict";
import { parse } from "smol-toml";
import type { BenchClient, Growth } from "../../../sandbox/bench/bench-client";
import { allClients } from "../../../sandbox/start/clients/all-clients";
import { benchClients } from "../../../sandbox/bench/clients/all-clients";
import { cargo } from "../../../sandbox/bench/clients/cargo";
import { maven } from "../../../sandbox/bench/clients/maven";
import { uv } from "../../../sandbox/bench/clients/uv";
import { feedsBelow } from "../../../sandbox/bench/projects/project-files";
import { checksumOfCrates, lockedCrates } from "../../../sandbox/bench/clients/cargo/many-crates";

const address = feedsBelow("https://pkgs.dev.azure.com/fabrikam/");

function growth({ growths }: BenchClient, what: RegExp): Growth {
  const found = growths.find((each) => what.test(each.what));
  assert.ok(found);
  return found;
}

describe("the bench", () => {
  it("measures every client of the sandbox", () => {
    assert.deepEqual(
      benchClients.map(({ client }) => client.name),
      allClients.map(({ name }) => name),
    );
  });
});

describe("the projects that the bench grows", () => {
  it("has as many indexes and registries as it says", () => {
    const python = parse(uv.project(7, address)["pyproject.toml"] ?? "") as {
      tool: { uv: { index: unknown[] } };
    };
    assert.equal(python.tool.uv.index.length, 7);
    const rust = parse(cargo.project(7, address)[".cargo/config.toml"] ?? "") as { registries: object };
    assert.equal(Object.keys(rust.registries).length, 7);
  });

  it("has a pom.xml for each module and one above", () => {
    const files = growth(maven, /reactor/).project(4, address);
    assert.equal(Object.keys(files).length, 4);
    const modules = [...(files["pom.xml"] ?? "").matchAll(/<module>(.*)<\/module>/g)].map(
      (match) => match[1],
    );
    assert.deepEqual(
      modules.map((name) => `${name ?? ""}/pom.xml`),
      Object.keys(files).slice(1),
    );
  });

  it("has as many servers as it says", () => {
    const settings = growth(maven, /servers/).home?.(5)[".m2/settings.xml"] ?? "";
    assert.equal([...settings.matchAll(/<server>/g)].length, 5);
  });

  it("locks crates of names of their own and of the checksum that the feed states", () => {
    const lock = parse(lockedCrates(3)["Cargo.lock"] ?? "") as {
      package: { name: string; checksum: string }[];
    };
    assert.equal(new Set(lock.package.map(({ name }) => name)).size, 3);
    assert.match(checksumOfCrates(), /^[0-9a-f]{64}$/);
    for (const { checksum } of lock.package) assert.equal(checksum, checksumOfCrates());
  });
});
