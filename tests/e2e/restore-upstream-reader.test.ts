import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { Readable } from "node:stream";
import type { MavenUpstream } from "../../sandbox/feed/protocols/maven/upstream/maven-upstream";
import { requireClient, type Clients } from "../clients/found-clients";
import {
  cargoProject,
  identity,
  Machine,
  publicUvProject,
  type RestoreOutcome,
} from "./restore-upstream-machine";
import { assertNoToken } from "./token-scan";

/** A repository that has every file that Maven can ask for. */
const everything: MavenUpstream = {
  kind: "maven",
  location: "https://maven.example/",
  open: () => Promise.resolve(Readable.from([Buffer.from("<project/>")])),
};

const jarHash = createHash("sha256").update("<project/>").digest("hex");

const projects: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  uv: publicUvProject([1]),
  cargo: cargoProject([1]),
  maven: {
    "pom.xml":
      "<project><modelVersion>4.0.0</modelVersion><groupId>com.fabrikam</groupId><artifactId>app</artifactId><version>1</version><packaging>pom</packaging></project>",
    "gradle/verification-metadata.xml": `<verification-metadata><components><component group="org.up" name="lib" version="1.0"><artifact name="lib-1.0.jar"><sha256 value="${jarHash}"/></artifact></component></components></verification-metadata>`,
  },
};

describe("restore-upstream, for a Reader", () => {
  let machine: Machine | undefined;
  let clients: Pick<Clients, "node20" | "node24">;
  const programs: Record<string, readonly string[]> = {};
  let java = "";

  before(function () {
    clients = { node20: requireClient(this, "node20"), node24: requireClient(this, "node24") };
    java = requireClient(this, "java").home;
    programs["uv"] = [requireClient(this, "uv").path];
    programs["cargo"] = [requireClient(this, "cargo").path];
    programs["maven"] = [requireClient(this, "maven39").path, join(java, "bin", "java")];
  });

  afterEach(async () => {
    await machine?.close();
    machine = undefined;
  });

  const run = async (
    client: string,
    mode: string,
    unsavedStatus: 401 | 403 | 404,
    isListed: boolean,
  ): Promise<{ readonly outcome: RestoreOutcome; readonly here: Machine }> => {
    const here = await Machine.open(clients, { role: "reader", maven: everything, unsavedStatus });
    machine = here;
    if (!isListed) here.feed.setFaults([{ path: "/permissions", status: 501 }]);
    const outcome = await here.run(
      `steps:\n- task: RestoreUpstream@1\n  inputs:\n    feed: Fiber/fiber\n    mode: ${mode}\n    onUnsaved: ${isListed || unsavedStatus !== 404 ? "ignore" : "warn"}\n`,
      projects[client] ?? {},
      programs[client] ?? [],
      { environment: { JAVA_HOME: java, UV_HTTP_RETRIES: "0" } },
    );
    return { outcome, here };
  };

  for (const client of Object.keys(projects))
    for (const mode of ["restore", "save"])
      for (const status of [401, 403, 404] as const)
        for (const isListed of [true, false])
          it(`names role, identity and page: ${client}, mode ${mode}, ${status}, role ${isListed ? "listed" : "not listed"}`, async () => {
            const { outcome, here } = await run(client, mode, status, isListed);
            const errors = outcome.log.slice(outcome.log.indexOf("##[error]"));
            // A 404 alone does not tell a missing role from a missing package.
            const isTold = isListed || status !== 404;
            if (isTold || mode === "restore") assert.equal(outcome.result, "Failed", outcome.log);
            const told = isTold ? errors : outcome.log;
            assert.ok(told.includes(identity), told);
            assert.match(told, /Feed and Upstream Reader \(Collaborator\)/);
            if (isTold) {
              assert.match(errors, /DefaultCollection\/Fiber\/_artifacts\/feed\/fiber/);
              assert.match(errors, /does not let .* save packages from its upstream sources/);
              assert.doesNotMatch(
                errors,
                /did not take the token|There is no feed|is not the one that the lock/,
              );
            }
            assert.deepEqual(here.saved(), []);
            assertNoToken(outcome, here.token);
          });
});
