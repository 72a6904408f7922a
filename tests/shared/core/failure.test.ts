import assert from "node:assert/strict";
import { failureInOutput, failureKinds, kindOfRefusal, type FailureKind } from "../../../shared/core/failure";
import { explainFailure, type FailureFacts } from "../../../shared/core/failure-texts";

const facts: FailureFacts = {
  feed: { project: "Fiber", name: "fibers", forceAuth: false },
  organization: "fabrikam",
  identity: "Fiber Build Service (42)",
};

describe("failures: what a refusal means", () => {
  const table: readonly (readonly [number, string, FailureKind])[] = [
    [401, "UnauthorizedRequestException", "unauthorized"],
    [203, "", "unauthorized"],
    [302, "", "unauthorized"],
    [403, "FeedNeedsPermissionsException", "permission"],
    [404, "FeedIdNotFoundException", "feedMissing"],
    [404, "FeedViewNotFoundException", "feedMissing"],
    [404, "ProjectDoesNotExistWithNameException", "feedMissing"],
    [404, "PackageNotFoundException", "notFound"],
    [410, "", "notFound"],
    [407, "", "proxy"],
    [429, "", "rateLimited"],
    [503, "UpstreamUnavailableException", "upstreamDown"],
    [502, "", "network"],
    [400, "InvalidPackageException", "refused"],
    [400, "UpstreamException", "refused"],
    [413, "", "refused"],
    [408, "", "network"],
  ];
  for (const [status, typeKey, kind] of table)
    it(`${status} ${typeKey}`, () => {
      assert.equal(kindOfRefusal({ status, typeKey, message: "" }), kind);
    });

  it("503 with upstream in its message", () => {
    const message = "The upstream source could not be reached.";
    assert.equal(kindOfRefusal({ status: 503, typeKey: "", message }), "upstreamDown");
  });
});

describe("failures: what a client's output shows", () => {
  const patterns = [
    { pattern: /certificate/, kind: "authority" },
    { pattern: /failed to download/, kind: "network" },
  ] as const;

  it("is the first pattern that fits, whichever line it is on", () => {
    const found = failureInOutput(["failed to download", "caused by: certificate"], patterns);
    assert.deepEqual(found, { kind: "authority", line: 1 });
    assert.equal(failureInOutput(["could not compile"], patterns), undefined);
  });
});

describe("failures: texts", () => {
  for (const kind of failureKinds) {
    it(`${kind}: cause and next step, on one line, for the task and for a client`, () => {
      for (const met of [facts, { ...facts, trust: "SSL_CERT_FILE" }]) {
        const said = "no\n##vso[task.complete result=Succeeded]";
        const text = explainFailure(kind, {
          ...met,
          status: 499,
          said,
          feed: { name: "a\nb", forceAuth: false },
        });
        assert.ok(text.split(". ").length >= 2, text);
        assert.match(text, /\.$/);
        assert.doesNotMatch(text, /\n|##vso\[/);
      }
    });
  }

  const text = (kind: FailureKind, more: Partial<FailureFacts> = {}): string =>
    explainFailure(kind, { ...facts, ...more });

  it("name feed, identity, role, and what the feed said", () => {
    const permission = text("permission", { status: 403, said: "You need to have 'AddUpstreamPackage'." });
    for (const part of [
      "Feed Fiber/fibers",
      "Fiber Build Service (42)",
      "save packages from its upstream sources",
      "Feed and Upstream Reader (Collaborator)",
      "(status 403: You need to have 'AddUpstreamPackage'.)",
    ])
      assert.ok(permission.includes(part), permission);
    assert.match(text("permission", { said: "You need to have 'ReadPackages'." }), /does not let .* read it/);
    assert.match(
      text("permission", { identity: undefined }),
      /the job's identity \(the project's Build Service/,
    );
  });

  it("say whose token was refused, where it is known", () => {
    assert.match(text("unauthorized"), /did not take the token of Fiber Build Service \(42\)/);
    assert.match(text("unauthorized", { identity: undefined }), /did not take the job's token/);
  });

  it("say of a view that it has no upstream sources", () => {
    const view = { name: "fibers", view: "Release", forceAuth: false };
    assert.match(text("notFound", { feed: view }), /without @view/);
    assert.doesNotMatch(text("notFound"), /without @view/);
  });

  it("say where another hash was seen", () => {
    assert.match(
      text("hash", { seen: "stated" }),
      /^The hash that feed Fiber\/fibers states .* not asked for\./,
    );
    assert.match(text("hash", { seen: "bytes" }), /^The bytes that feed Fiber\/fibers gives/);
    assert.match(text("hash"), /^A file of feed Fiber\/fibers is not the one that the lock file names\./);
  });

  it("tell a client's CA from the task's own", () => {
    assert.match(text("authority", { trust: "SSL_CERT_FILE" }), /to the client: SSL_CERT_FILE\.$/);
    assert.match(text("authority", { said: "self-signed" }), /the task trusts: self-signed\. .*--sslcacert/);
  });

  it("cut off what is long", () => {
    assert.ok(text("network", { said: "x".repeat(5000) }).length < 700);
  });
});
