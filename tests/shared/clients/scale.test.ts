import assert from "node:assert/strict";
import { cargo } from "../../../shared/clients/cargo/authenticate/client";
import { maven } from "../../../shared/clients/maven/authenticate/client";
import { uv } from "../../../shared/clients/uv/authenticate/client";
import { bindingsOf, settingsOf } from "./maven/authenticate/settings-view";
import { modules, parent, pom, properties, repository } from "./maven/authenticate/poms";
import { linksOf, makeJob, planWith, root, variablesOf } from "./planning";

const numbers = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index);
const feeds = (count: number): string =>
  numbers(count)
    .map((index) => `added${index}`)
    .join("\n");

describe("adapters: large projects", () => {
  it("Cargo: 5 000 registries and 1 000 feeds", () => {
    const text = numbers(5000)
      .map((index) => `[registries.r${index}]\nindex = "sparse+${root}/_packaging/f${index}/Cargo/index/"\n`)
      .join("");
    const plan = planWith(cargo, makeJob({ feeds: feeds(1000) }), { "/agent/1/s/.cargo/config.toml": text });
    assert.equal(plan.authenticated, 6000);
    assert.equal(Object.keys(variablesOf(plan)).filter((name) => name.endsWith("_TOKEN")).length, 6000);
    assert.equal(plan.notes.length, 6001);
    assert.equal(Object.keys(linksOf(plan)).length, 11);
  });

  it("uv: 1 000 own indexes, 1 000 of other organizations and 1 000 feeds", () => {
    const index = (name: string, organization: string): string =>
      `[[index]]\nname = "${name}"\nurl = "https://pkgs.dev.azure.com/${organization}/_packaging/${name}/pypi/simple/"\n`;
    const text = numbers(1000)
      .map((at) => index(`own${at}`, "fabrikam") + index(`other${at}`, `contoso${at}`))
      .join("");
    const plan = planWith(uv, makeJob({ feeds: feeds(1000) }), { "/agent/1/s/uv.toml": text });
    assert.equal(plan.authenticated, 2000);
    const passwords = Object.keys(variablesOf(plan)).filter((name) => name.endsWith("_PASSWORD"));
    // Those of the organization's two hosts, and the worthless ones.
    assert.equal(passwords.length, 3);
    assert.equal(plan.notes.length, 3001);
  });

  it("Maven: 1 000 modules that inherit a repository, each with an id of its own", () => {
    const names = numbers(1000).map((index) => `m${index}`);
    const top = pom(modules(...names), repository("${id}", `${root}/_packaging/\${feed}/maven/v1`));
    const texts = Object.fromEntries(
      names.map((name) => [
        `/agent/1/s/${name}/pom.xml`,
        pom(parent(), properties({ id: name, feed: name })),
      ]),
    );
    const plan = planWith(maven, makeJob(), { ...texts, "/agent/1/s/pom.xml": top });
    assert.equal(plan.authenticated, 1000);
    assert.equal(bindingsOf(plan).length, 1000);
  });

  it("Maven: 1 000 modules, each below the one before, and parents as deep", () => {
    const path = (depth: number): string => `/agent/1/s${"/m".repeat(depth)}/pom.xml`;
    const texts = Object.fromEntries(
      numbers(1000).map((depth) => [
        path(depth),
        pom(parent(), modules("m"), repository(`r${depth}`, `${root}/_packaging/f${depth}/maven/v1`)),
      ]),
    );
    assert.equal(planWith(maven, makeJob(), texts).authenticated, 1000);
  });

  it("Maven: 20 000 servers in the installation's settings", () => {
    const servers = numbers(20_000)
      .map((index) => `<server><id>s${index}</id><password>p</password></server>`)
      .join("\n");
    const plan = planWith(maven, makeJob({ feeds: "fiber", environment: { MAVEN_HOME: "/opt/m" } }), {
      "/opt/m/conf/settings.xml": `<settings><servers>${servers}</servers></settings>`,
    });
    assert.equal(settingsOf(plan).servers.length, 20_000);
  });
});
