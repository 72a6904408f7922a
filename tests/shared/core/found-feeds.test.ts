import assert from "node:assert/strict";
import {
  nothingFound,
  ownIdentity,
  refuseSharedVariables,
  sortNamed,
  type Named,
} from "../../../shared/core/found-feeds";
import { Problem } from "../../../shared/core/problem";
import { makeJob, root } from "../clients/planning";

interface Entry extends Named {
  readonly name: string;
  readonly address: string;
}

const entry = (name: string, address: string, where = `x:${name}`): Entry => ({ name, address, where });
const own = `${root}/_packaging/fiber/x`;
const rules = {
  address: ({ address }: Entry): string => address,
  key: ({ name, address }: Entry): string => `${name} ${address}`,
};

describe("what configuration names", () => {
  it("is sorted by who covers it, in its order, each key once", () => {
    const named = [
      entry("b", "https://registry.example/"),
      entry("a", own),
      entry("b", "https://registry.example/", "second"),
      entry("a", own, "second"),
      entry("c", own),
    ];
    const sorted = sortNamed(named, makeJob(), rules);
    assert.deepEqual(
      sorted.own.map(({ name, where, feed }) => [name, where, feed?.name]),
      [
        ["a", "x:a", "fiber"],
        ["c", "x:c", "fiber"],
      ],
    );
    assert.deepEqual(
      sorted.foreign.map(({ name, where, reason }) => [name, where, reason]),
      [["b", "x:b", "not a feed of fabrikam"]],
    );
  });

  it("is foreign where the client cannot authenticate it, and only covered addresses are asked about", () => {
    const asked: string[] = [];
    const refusal = ({ name }: Entry): string | undefined => {
      asked.push(name);
      return name === "a" ? "strange" : undefined;
    };
    const named = [entry("a", own), entry("b", own), entry("c", "https://registry.example/")];
    const sorted = sortNamed(named, makeJob(), { ...rules, refusal });
    assert.deepEqual(
      sorted.foreign.map(({ name, reason }) => [name, reason]),
      [
        ["a", "strange"],
        ["c", "not a feed of fabrikam"],
      ],
    );
    assert.deepEqual(asked, ["a", "b"]);
  });

  it("is told in short where there is much of it", () => {
    const job = { ...makeJob(), otherFolders: Array.from({ length: 12 }, (_, at) => `/agent/1/s/${at}`) };
    const foreign = Array.from({ length: 12 }, (_, at) => ({
      where: `f:${at}`,
      reason: "foreign",
      shown: `r${at}`,
    }));
    const problem = nothingFound(job, {
      what: "No thing at a feed of",
      lookedFor: (folders) => `things in ${folders}`,
      read: Array.from({ length: 11 }, (_, at) => `file${at}`),
      foreign,
      hint: "Add one.",
    });
    assert.match(
      problem.message,
      /^No thing at a feed of fabrikam was found\. Looked for things in \/agent\/1\/s, /,
    );
    assert.match(
      problem.message,
      /\/agent\/1\/s\/8 and 3 more; read file0, .*, file9 and 1 more; r0 \(f:0\) is foreign; /,
    );
    assert.ok(problem.message.endsWith("r9 (f:9) is foreign and 2 more."), problem.message);
  });

  it("is refused where a variable is for two, and the first of them is own", () => {
    const clash = {
      code: "clash",
      what: "Two things claim one name:",
      hint: "Rename one.",
      name: ({ name }: Entry): string => name,
      address: ({ address }: Entry): string => address,
      variable: (name: string): string => name.toUpperCase(),
    };
    const check = (...named: readonly Entry[]): void => {
      refuseSharedVariables(sortNamed(named, makeJob(), rules), clash);
    };
    assert.throws(
      () => {
        check(entry("A", "https://ada:hunter2@registry.example/"), entry("a", own));
      },
      (error) =>
        error instanceof Problem &&
        error.message ===
          "Two things claim one name: a (x:a) and A (x:A) both read A, and https://registry.example/ must not have the job's token.",
    );
    check(entry("a", own), entry("A", `${root}/_packaging/other/x`), entry("b", "https://registry.example/"));
    check(entry("b", "https://registry.example/1"), entry("B", "https://registry.example/2"));
  });

  it("an address that the job makes itself has the job's identity, and no other address has", () => {
    const job = makeJob();
    assert.equal(ownIdentity(job, own), job.identities[0]);
    assert.throws(() => ownIdentity(job, "https://ada:hunter2@registry.example/"), {
      message: "https://registry.example/ is not a feed of fabrikam",
    });
  });
});
