import assert from "node:assert/strict";
import { runYaml, stepOf, token } from "./agent-bench";
import type { BenchOptions } from "./agent-bench";

const library = require.resolve("azure-pipelines-task-lib/task");

function withLibrary(body: string): string {
  return `const tl = require(${JSON.stringify(library)});\n${body}`;
}

async function run(main: string, post = "", options: BenchOptions = {}) {
  const node = (target: string) => ({ Node20_1: { target }, Node24: { target } });
  const inputs = [
    { name: "feeds", type: "string", label: "f" },
    { name: "connection", type: "connectedService:x", label: "c" },
    { name: "folder", type: "filePath", label: "p" },
  ];
  const manifest = { inputs, execution: node("main.js"), postjobexecution: node("post.js") };
  const files = { "main.js": withLibrary(main), "post.js": withLibrary(post) };
  const yaml =
    "steps:\n- checkout: none\n- task: T@1\n  inputs: { feeds: 'a;b]c', connection: Partner }\n- script: 'true'\n";
  return runYaml(yaml, { tasks: [{ name: "T", manifest, files }], ...options });
}

describe("agent: understood by azure-pipelines-task-lib", () => {
  it("inputs, variables, secrets and the job token", async () => {
    const main = `const out = {
  feeds: tl.getInput("feeds"), given: tl.filePathSupplied("folder"), secret: tl.getVariable("pat"),
  token: tl.getEndpointAuthorizationParameter("SYSTEMVSSCONNECTION", "AccessToken", false),
  scheme: tl.getEndpointAuthorizationScheme("SYSTEMVSSCONNECTION", false),
  names: tl.getVariables().filter((v) => v.secret).map((v) => v.name).sort(),
  partner: tl.getEndpointAuthorizationParameter(tl.getInput("connection"), "password", false),
  data: tl.getEndpointDataParameter(tl.getInput("connection"), "kind", false),
};
console.log("OUT " + JSON.stringify(out));`;
    const connection = {
      ...{
        id: "77777777-7777-4777-8777-777777777777",
        name: "Partner",
        type: "x",
        url: "https://p.example/",
      },
      ...{ scheme: "UsernamePassword", parameters: { username: "u", password: "pw" }, data: { kind: "k" } },
    };
    const record = await run(main, "", {
      variables: { pat: { value: "s3cret", isSecret: true } },
      serviceConnections: [connection],
    });
    const line = stepOf(record, "T").raw.find((text) => text.startsWith("OUT ")) ?? assert.fail(record.log);
    assert.deepEqual(JSON.parse(line.slice(4)), {
      ...{ feeds: "a;b]c", given: false, secret: "s3cret", token, scheme: "OAuth" },
      ...{ names: ["pat", "system.accessToken"], partner: "pw", data: "k" },
    });
    assert.ok(!record.log.includes("s3cret") && !record.log.includes(token));
  });

  const connection = {
    ...{ id: "77777777-7777-4777-8777-777777777777", name: "Partner", type: "x" },
    url: "https://p/",
    scheme: "None",
    parameters: {},
  };

  it("variables, task variables and results that it sets", async () => {
    const main = `tl.setVariable("plain", "a;b]c%\\n2"); tl.setVariable("hidden", "tok-123", true);
tl.setVariable("out", "o", false, true); tl.setTaskVariable("state", "kept", true);
tl.setResult(tl.TaskResult.SucceededWithIssues, "done so far");`;
    const post = `tl.setVariable("seen", tl.getTaskVariable("state") + "|" + tl.getVariable("hidden"));`;
    const record = await run(main, post, { serviceConnections: [connection] });
    const variables = record.jobs[0]?.variables;
    assert.equal(variables?.get("plain")?.value, "a;b]c%\n2");
    assert.deepEqual(variables.get("hidden"), { value: "tok-123", isSecret: true });
    assert.equal(variables.get("T.out")?.value, "o");
    assert.equal(variables.get("seen")?.value, "kept|tok-123");
    assert.equal(stepOf(record, "T").result, "SucceededWithIssues");
    assert.ok(!record.log.includes("tok-123"));
  });

  it("fails on an exception that nobody caught, though node exits with 0 (section 3.1)", async () => {
    const record = await run(`setTimeout(() => { throw new Error("unforeseen"); });`, "", {
      serviceConnections: [connection],
    });
    const step = stepOf(record, "T");
    assert.equal(step.result, "Failed");
    assert.match(step.issues.map(({ message }) => message).join(), /unforeseen/);
    assert.equal(stepOf(record, "Post-job: T").result, "Succeeded");
  });

  it("fails on TaskResult.Cancelled, which the agent cannot read (section 3.1)", async () => {
    const record = await run(`tl.setResult(tl.TaskResult.Cancelled, "no");`, "", {
      serviceConnections: [connection],
    });
    assert.equal(stepOf(record, "T").result, "Failed");
  });
});
