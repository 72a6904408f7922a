import assert from "node:assert/strict";
import type { Project, RestoringClient } from "../../../../shared/core/client";
import { oneClientEach } from "../../../../shared/shell/restore/shared-projects";
import { acme } from "../../acme/client";

const [common] = acme.lockReaders;
assert.ok(common !== undefined);

/** A client that locks with `<name>.lock`, may read acme.lock, and is named by manifests that have its name in them. */
function client(name: string, readsCommon = true): RestoringClient {
  const own = {
    ...common,
    example: `${name}.lock`,
    recognizes: (path: string) => path.endsWith(`${name}.lock`),
  };
  assert.ok(common !== undefined);
  return {
    ...acme,
    ...{ name, isNamedBy: (text: string) => text.includes(name) },
    lockReaders: [{ ...common, ...own }, ...(readsCommon ? [common] : [])],
  };
}

const anvil = client("anvil");
const rocket = client("rocket");
const magnet = client("magnet", false);
const known = [anvil, rocket, magnet];

type Found = Project & { readonly client: RestoringClient };

function found(of: RestoringClient, lock?: string): Found {
  return { client: of, folder: "", manifest: "x.proj", ...(lock === undefined ? {} : { lock }) };
}

function choose(
  projects: readonly Found[],
  {
    there = known,
    manifest = "",
  }: { readonly there?: readonly RestoringClient[]; readonly manifest?: string } = {},
): {
  readonly kept: readonly string[];
  readonly unread: readonly string[];
  readonly notes: readonly string[];
} {
  const {
    projects: kept,
    unread,
    notes,
  } = oneClientEach(projects, known, {
    isThere: (each) => there.includes(each),
    read: (path) => (path === "x.proj" ? manifest : undefined),
  });
  const names = kept.map(({ client: { name }, lock = "-" }) => `${name} ${lock}`);
  return { kept: names, unread: [...unread], notes };
}

describe("projects that several clients can restore", () => {
  const list = [found(anvil, "acme.lock"), found(rocket, "acme.lock")];

  it("are the first client's whose program is there, by a lock file that several read", () => {
    assert.deepEqual(choose(list), { kept: ["anvil acme.lock"], unread: [], notes: [] });
    assert.deepEqual(choose(list, { there: [rocket] }), {
      kept: ["rocket acme.lock"],
      unread: [],
      notes: ["acme.lock: of anvil and rocket, rocket restores it, whose program is there"],
    });
    assert.deepEqual(choose(list, { there: [] }).kept, ["anvil acme.lock"]);
  });

  it("are the client's that the manifest names, and the lock files of others are not read", () => {
    const locked = [found(anvil, "anvil.lock"), found(magnet, "magnet.lock")];
    assert.deepEqual(choose(locked, { manifest: "magnet" }), {
      kept: ["magnet magnet.lock"],
      unread: ["anvil.lock"],
      notes: ["x.proj: of anvil and magnet, magnet restores it, which it names; not read: anvil.lock"],
    });
    assert.deepEqual(choose(locked, { manifest: "magnet", there: [anvil] }).notes, [
      "x.proj: of anvil and magnet, anvil restores it, whose program is there; not read: magnet.lock",
    ]);
    assert.deepEqual(choose(locked, { there: [] }).notes, [
      "x.proj: of anvil and magnet, anvil restores it, the first; not read: magnet.lock",
    ]);
    assert.deepEqual(choose(locked, { manifest: "magnet", there: [] }).kept, ["magnet magnet.lock"]);
    assert.deepEqual(choose(locked, { manifest: "anvil magnet" }).kept, ["anvil anvil.lock"]);
  });

  it("do not meet where one reads a list of the folder and another has a lock file of its own", () => {
    const both = [found(anvil, "acme.lock"), found(rocket, "acme.lock"), found(magnet, "magnet.lock")];
    assert.deepEqual(choose(both).kept, ["anvil acme.lock", "magnet magnet.lock"]);
  });

  it("leave a client all its own projects", () => {
    const own = [found(anvil), found(anvil, "acme.lock"), found(anvil, "anvil.lock")];
    assert.deepEqual(choose(own), {
      kept: ["anvil -", "anvil acme.lock", "anvil anvil.lock"],
      unread: [],
      notes: [],
    });
  });

  it("are asked about only where there are several", () => {
    oneClientEach([found(anvil), found(rocket, "acme.lock")], known, {
      isThere: () => assert.fail("asked for a program"),
      read: () => assert.fail("read a file"),
    });
  });
});
