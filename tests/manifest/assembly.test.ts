import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import Ajv2020 from "ajv/dist/2020";
import { minimatch } from "minimatch";
import { taskJson } from "../../build/assembly/task-json";
import { taskPage } from "../../build/assembly/task-page";
import type { ClientManifest, TaskManifest as Manifest } from "../../shared/core/client-manifest";
import { manifest as authenticateFeeds } from "../../tasks/authenticate-feeds/v1/manifest";
import { manifest as restoreUpstream } from "../../tasks/restore-upstream/v1/manifest";
import { readJson, root, type TaskManifest } from "./task-folders";

const rooms = readdirSync(join(root, "shared", "clients")).filter((name) =>
  existsSync(join(root, "shared", "clients", name, "manifest.ts")),
);
const clients = rooms.map((room) => readClientManifest(room));
const feeds = authenticateFeeds(clients);
const manifests = [...clients.map(({ task }) => task), feeds, restoreUpstream(clients)];

/** The compiled manifest of a client's room. */
function readClientManifest(room: string): ClientManifest {
  const module: unknown = createRequire(__filename)(`../../shared/clients/${room}/manifest`);
  return (module as { readonly manifest: ClientManifest }).manifest;
}

function assembled(manifest: Manifest): TaskManifest {
  return JSON.parse(JSON.stringify(taskJson(manifest))) as TaskManifest;
}

/** The code that has the messages; what manifests say of them does not count. */
function readSources(folder: string): string {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .map((entry) => {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory()) return readSources(path);
      return /(?<!manifest)\.ts$|\.java$/.test(entry.name) ? readFileSync(join(root, path), "utf8") : "";
    })
    .join("\n");
}

describe("the clients' manifests", () => {
  it("are named as their rooms", () => {
    assert.deepEqual(
      clients.map(({ client }) => client),
      rooms,
    );
  });

  for (const { name, settableVariables, page } of manifests) {
    describe(name, () => {
      it("explains every variable that it may set, and no other", () => {
        const names = page.sets.map((variable) =>
          variable.name.replace(/^<step>\./, "").replace("<NAME>", "X"),
        );
        const isAllowed = (variable: string): boolean =>
          settableVariables.some((glob) => minimatch(variable, glob));
        assert.deepEqual(
          names.filter((variable) => !isAllowed(variable)),
          [],
        );
        assert.deepEqual(
          settableVariables.filter((glob) => !names.some((variable) => minimatch(variable, glob))),
          [],
        );
      });

      it("explains messages that there are", () => {
        const text = readSources("shared");
        // What is said of any client, as it is said of this one.
        const sources = [text, ...rooms.map((client) => text.replaceAll("${name}", client))].join("\n");
        const parts = page.failures.flatMap(({ says }) => says.split("…").map((part) => part.trim()));
        assert.deepEqual(
          parts.filter((part) => !sources.includes(part)),
          [],
        );
      });
    });
  }
});

describe("AuthenticateFeeds, assembled from the clients that there are", () => {
  const json = assembled(feeds);

  it("follows the schema of task.json", () => {
    const validate = new Ajv2020({ allErrors: true, allowUnionTypes: true }).compile(
      readJson("build/task.schema.json") as object,
    );
    validate(json);
    assert.deepEqual(validate.errors ?? [], []);
  });

  it("has the inputs that all authenticate tasks share", () => {
    assert.deepEqual(
      json.inputs.map(({ name }) => name),
      ["feeds", "workingDirectory", "replacePublicRegistry"],
    );
  });

  it("may set what any client's own task may set, each named once, and uses restricted commands", () => {
    const allowed = json.restrictions.settableVariables.allowed;
    for (const { task } of clients) {
      for (const glob of task.settableVariables) assert.ok(allowed.includes(glob), glob);
    }
    assert.equal(new Set(allowed).size, allowed.length);
    assert.equal(allowed.length, new Set(clients.flatMap(({ task }) => task.settableVariables)).size);
    assert.equal(json.restrictions.commands.mode, "restricted");
  });

  it("names every client in its description and on its page", () => {
    const page = taskPage(feeds, "its manifest");
    for (const { title } of clients) {
      assert.ok(feeds.description.includes(title), title);
      assert.ok(page.includes(title), title);
    }
  });
});
