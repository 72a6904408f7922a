import assert from "node:assert/strict";
import { parse } from "smol-toml";
import {
  cargoProject,
  feedsBelow,
  mavenReactor,
  mavenSettings,
  uvProject,
} from "../../../sandbox/bench/projects/project-files";
import { checksumOfCrates, lockedCrates } from "../../../sandbox/bench/clients/cargo/many-crates";

const address = feedsBelow("https://pkgs.dev.azure.com/fabrikam/");

describe("the projects that the bench grows", () => {
  it("has as many indexes and registries as it says", () => {
    const uv = parse(uvProject(7, address)["pyproject.toml"] ?? "") as { tool: { uv: { index: unknown[] } } };
    assert.equal(uv.tool.uv.index.length, 7);
    const cargo = parse(cargoProject(7, address)[".cargo/config.toml"] ?? "") as { registries: object };
    assert.equal(Object.keys(cargo.registries).length, 7);
  });

  it("has a pom.xml for each module and one above", () => {
    const files = mavenReactor(4, address);
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
    assert.equal([...mavenSettings(5).matchAll(/<server>/g)].length, 5);
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
