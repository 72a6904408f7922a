import assert from "node:assert/strict";
import { basename, dirname } from "node:path";
import Ajv2020 from "ajv/dist/2020";
import { readJson, readPngHeader, readTaskFolders } from "./task-folders";

const folders = readTaskFolders();

for (const { path, manifest } of folders) {
  describe(`${path}/task.json`, () => {
    it("follows the schema of task.json", () => {
      const validate = new Ajv2020({ allErrors: true, allowUnionTypes: true }).compile(
        readJson("build/task.schema.json") as object,
      );
      validate(manifest);
      assert.deepEqual(validate.errors ?? [], []);
    });

    it("is named after its folders", () => {
      // A client is one word, however it writes its own name.
      assert.equal(basename(dirname(path)).replaceAll("-", ""), manifest.name.toLowerCase());
      assert.equal(basename(path), `v${manifest.version.Major}`);
    });

    it("runs its one bundle on Node 24 and 20, and its undoing after the job", () => {
      assert.equal(manifest.prejobexecution, undefined);
      const both = (target: string) => ({ Node24: { target }, Node20_1: { target } });
      assert.deepEqual(manifest.execution, both("dist/index.js"));
      assert.deepEqual(manifest.postjobexecution, both("dist/undo.js"));
    });

    it("asks for an agent that has the Node20_1 handler", () => {
      assert.equal(manifest.minimumAgentVersion, "3.232.1");
    });

    it("has labels in sentence case and help with an example and a link", () => {
      for (const input of manifest.inputs) {
        assert.match(input.label, /^[A-Z][a-z]*( [a-z]+)*$/, input.name);
        assert.match(
          input.helpMarkDown,
          /^(?:Enter|Select) .+\bExample: `.+\[[^\]]+\]\(https:\/\/[^)]+\)\.$/s,
          input.name,
        );
      }
    });

    const authenticates = manifest.name.startsWith("Authenticate");

    it("has the inputs that all tasks share, none of them required", () => {
      const shared = [
        ["feeds", "multiLine", ""],
        ["workingDirectory", "filePath", ""],
        ["replacePublicRegistry", "boolean", "true"],
      ];
      const inputs = manifest.inputs.map(({ name, type, defaultValue }) => [name, type, defaultValue]);
      if (authenticates) assert.deepEqual(inputs.slice(0, shared.length), shared);
      else assert.ok(inputs.some((input) => input.join() === "workingDirectory,filePath,"));
      assert.deepEqual(
        manifest.inputs.filter((input) => input.required === true),
        [],
      );
    });

    it("groups the inputs only in groups that there are, closed ones", () => {
      const groups = manifest.groups.map((group) => group.name);
      for (const { groupName } of manifest.inputs) {
        assert.ok(groupName === undefined || groups.includes(groupName), groupName);
      }
      assert.ok(manifest.groups.every((group) => !group.isExpanded));
    });

    it("puts into its step name only inputs that there are", () => {
      const named = [...manifest.instanceNameFormat.matchAll(/\$\(([^)]+)\)/g)].map((match) => match[1]);
      const inputs = manifest.inputs.map((input) => input.name);
      assert.deepEqual(
        named.filter((name) => !inputs.includes(name ?? "")),
        [],
      );
    });

    // A name in outputVariables turns every setvariable of that name into <step>.<name> (ExecutionContext.cs:395-415).
    it("declares as output variables its counts, and nothing that later steps look for by its own name", () => {
      if (authenticates) assert.equal(manifest.outputVariables, undefined);
      else {
        const names = manifest.outputVariables?.map(({ name }) => name) ?? [];
        const others = manifest.restrictions.settableVariables.allowed.filter(
          (name) => !names.includes(name),
        );
        assert.ok(names.length > 0 && names.every((name) => /^[a-z][A-Za-z]+Count$/.test(name)));
        assert.ok(others.includes("PATH") && others.every((name) => /^[A-Z_]+\*?$/.test(name)));
      }
    });

    // task.uploadsummary is not among the commands of the restricted mode (TaskRestrictionsExtension.cs:21-42).
    it("may use restricted commands, but for a summary, and set only variables of its own kind", () => {
      assert.equal(manifest.restrictions.commands.mode, authenticates ? "restricted" : "any");
      const allowed = manifest.restrictions.settableVariables.allowed;
      assert.ok(allowed.length > 0);
      for (const glob of allowed) assert.match(glob, /^(?:[A-Z]{2,}[A-Z_]*\*?|[a-z][A-Za-z]+Count)$/);
    });

    it("has a 32×32 RGBA icon", () => {
      assert.deepEqual(readPngHeader(`${path}/icon.png`), { width: 32, height: 32, colourType: 6 });
    });
  });
}

describe("all task.json", () => {
  it("let AuthenticateFeeds set what the tasks of single clients set, and no more", () => {
    const allowedOf = (isMeant: (name: string) => boolean): readonly string[] =>
      folders
        .filter(({ manifest }) => isMeant(manifest.name))
        .flatMap(({ manifest }) => manifest.restrictions.settableVariables.allowed)
        .filter((name, index, all) => all.indexOf(name) === index)
        .sort();
    assert.deepEqual(
      allowedOf((name) => name === "AuthenticateFeeds"),
      allowedOf((name) => /^Authenticate(?!Feeds$)/.test(name)),
    );
  });

  it("have GUIDs and names of their own", () => {
    assert.equal(new Set(folders.map(({ manifest }) => manifest.id)).size, folders.length);
    assert.equal(new Set(folders.map(({ manifest }) => manifest.name)).size, folders.length);
  });

  // A pipeline finds a task by these for ever. A task joins the list with the release that first has it.
  it("keep the identities that were given out", () => {
    const ids = new Map(folders.map(({ manifest }) => [manifest.name, manifest.id]));
    for (const [name, id] of [
      ["AuthenticateUv", "152f5a96-8d4c-47db-b0b9-9d9814e3e577"],
      ["AuthenticateCargo", "1efaff81-3780-4cd3-8d8f-4eb80500d509"],
      ["AuthenticateMaven", "36ce5756-a552-4b6b-9aed-4636aa2dc991"],
      ["RestoreUpstream", "2cff67e6-00c3-4b32-a74e-64694fb05b48"],
    ] as const) {
      assert.equal(ids.get(name), id, name);
    }
  });
});
