import assert from "node:assert/strict";
import { printLines, runYaml, stepOf, token } from "./agent-bench";

const base64 = Buffer.from(token).toString("base64");

function run(lines: readonly string[], options: Parameters<typeof runYaml>[1] = {}) {
  const tasks = [{ name: "Say", files: { "main.js": printLines(...lines) } }];
  return runYaml("steps:\n- checkout: none\n- task: Say@1\n", { tasks, ...options });
}

describe("agent: masking of a job", () => {
  it("hides the job token and its base64, and keeps the raw lines for tests", async () => {
    const record = await run([`token ${token}`, `basic ${base64}`, `json {"t":"${token}"}`]);
    const step = stepOf(record, "Say");
    assert.ok(!record.log.includes(token) && !record.log.includes(base64));
    assert.deepEqual(step.log.slice(-4, -1), ["token ***", "basic ***", 'json {"t":"***"}']);
    assert.deepEqual(step.raw, [`token ${token}`, `basic ${base64}`, `json {"t":"${token}"}`]);
  });

  it("hides authorization parameters except the public ones (MaskingUtil.cs:14-41)", async () => {
    const connection = {
      ...{ id: "66666666-6666-4666-8666-666666666666", name: "c", type: "t", url: "https://c.example" },
      ...{
        scheme: "UsernamePassword",
        parameters: { username: "alice", password: "pw-1", tenantId: "tenant-7" },
      },
    };
    const record = await run(["alice pw-1 tenant-7"], { serviceConnections: [connection] });
    assert.ok(stepOf(record, "Say").log.includes("*** *** tenant-7"));
  });

  it("hides a secret in the messages of issues, too", async () => {
    const record = await run([`##vso[task.logissue type=error]bad ${token}%0Anext`]);
    assert.deepEqual(stepOf(record, "Say").issues, [{ type: "error", message: "bad ***\nnext" }]);
    assert.ok(!record.log.includes(token));
  });

  it("does not find a multi-line secret line by line, as the real one (section 6)", async () => {
    const variables = { key: { value: "line-one\nline-two", isSecret: true } };
    const record = await run(["line-one", "line-two"], { variables });
    assert.ok(stepOf(record, "Say").log.includes("line-one"));
  });

  it("is not retroactive", async () => {
    const record = await run(["early", "##vso[task.setsecret]early", "early"]);
    const lines = stepOf(record, "Say").log.filter((line) => line === "early" || line === "***");
    assert.deepEqual(lines, ["early", "***"]);
  });

  it("obeys AZP_IGNORE_SECRETS_SHORTER_THAN (ExecutionContext.cs:603-611)", async () => {
    const variables = { short: { value: "abc", isSecret: true } };
    const environment = { PATH: process.env["PATH"] ?? "", AZP_IGNORE_SECRETS_SHORTER_THAN: "5" };
    const record = await run(["abc"], { variables, environment });
    assert.ok(stepOf(record, "Say").log.includes("abc"));
  });
});
