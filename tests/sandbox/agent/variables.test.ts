import assert from "node:assert/strict";
import { SecretMasker } from "../../../sandbox/agent/masking/secret-masker";
import { neutralizeCommands } from "../../../sandbox/agent/variables/command-neutralizer";
import { expandMacros } from "../../../sandbox/agent/variables/macro";
import { formatEnvironmentName } from "../../../sandbox/agent/variables/variable-names";
import { Variables } from "../../../sandbox/agent/variables/variables";

function makeVariables(values: Record<string, string>, secrets: readonly string[] = []) {
  const masker = new SecretMasker();
  const variables = new Variables(masker);
  for (const [name, value] of Object.entries(values)) {
    variables.set(name, value, { secret: secrets.includes(name) });
  }
  const warnings = variables.recalculateExpanded();
  return { masker, variables, warnings };
}

describe("agent: variables", () => {
  const known = new Map([
    ["a", "1"],
    ["b", "2"],
    ["r", "$(a)"],
    ["e", ""],
  ]);
  const macros: [string, string][] = [
    ["$(a)", "1"],
    ["x$(a)y$(b)z", "x1y2z"],
    ["$(c)", "$(c)"],
    ["$(c)$(a)", "$(c)1"],
    ["$(r)", "$(a)"],
    ["$(a$(b))", "$(a2)"],
    ["$($(a))", "$(1)"],
    ["$(a", "$(a"],
    ["$()", "$()"],
    ["[$(e)]", "[]"],
    ["$$(a)", "$1"],
  ];
  for (const [text, expected] of macros) {
    it(`expands ${text} to ${expected} (VSA/Util/VarUtil.cs:158-204)`, () => {
      assert.equal(
        expandMacros(text, (name) => known.get(name)),
        expected,
      );
    });
  }

  const expansions: [string, Record<string, string>, string, string][] = [
    ["nested", { x: "$(y)!", y: "$(z)", z: "end" }, "x", "end!"],
    ["ignoring case", { x: "$(YY)", yY: "1" }, "X", "1"],
    ["several", { x: "$(a)$(b)", a: "$(b)", b: "2" }, "x", "22"],
    ["not what is unknown", { x: "$(nope) $(a)", a: "1" }, "x", "$(nope) 1"],
    ["not a cycle", { x: "$(y)", y: "$(x)" }, "x", "$(y)"],
    ["not itself", { x: "a$(x)" }, "x", "a$(x)"],
  ];
  for (const [title, values, name, expected] of expansions) {
    it(`expands recursively: ${title} (AW/Variables.cs:481-633)`, () => {
      assert.equal(makeVariables(values).variables.get(name), expected);
    });
  }

  const chain = (length: number): Record<string, string> =>
    Object.fromEntries(
      Array.from({ length }, (_, index) => [`v${index}`, index + 1 === length ? "end" : `$(v${index + 1})`]),
    );
  it("expands 50 levels and leaves a deeper variable with a warning", () => {
    assert.equal(makeVariables(chain(50)).variables.get("v0"), "end");
    const deeper = makeVariables(chain(51));
    assert.equal(deeper.variables.get("v0"), "$(v1)");
    assert.match(deeper.warnings.join(), /'v0'.*nesting depth of 50/);
  });

  it("warns of a cycle", () => {
    assert.match(makeVariables({ x: "$(y)", y: "$(x)" }).warnings.join(), /cyclical/);
  });

  it("makes a variable that mentions a secret secret, and masks its value", () => {
    const { variables, masker } = makeVariables({ auth: "user:$(pat)", pat: "s3cret" }, ["pat"]);
    assert.equal(variables.all().find(({ name }) => name === "auth")?.secret, true);
    assert.equal(masker.mask("user:s3cret"), "***");
  });

  it("keeps a secret secret when it is set again in public (AW/Variables.cs:424-434)", () => {
    const { variables, masker } = makeVariables({ pat: "old" }, ["pat"]);
    variables.set("PAT", "newer");
    assert.equal(variables.all().find(({ name }) => name === "PAT")?.secret, true);
    assert.equal(masker.mask("newer"), "***");
  });

  it("registers a run-time secret raw and command-escaped (AW/Variables.cs:436-440)", () => {
    const { masker } = makeVariables({ pat: "a;b%c" }, ["pat"]);
    assert.equal(masker.mask("a;b%c | a%3Bb%AZP25c"), "*** | ***");
  });

  it("expands a value that was set on recalculation only", () => {
    const { variables } = makeVariables({ y: "1" });
    variables.set("x", "$(y)");
    assert.equal(variables.get("x"), "$(y)");
    variables.recalculateExpanded();
    assert.equal(variables.get("x"), "1");
  });

  it("knows the agent's own variables as read-only, once they exist (VSA/Constants.cs:571-708)", () => {
    const { variables } = makeVariables({ "Agent.TempDirectory": "/t", mine: "1" });
    assert.equal(variables.isReadOnly("agent.tempdirectory"), true);
    assert.equal(variables.isReadOnly("system.debug"), false);
    assert.equal(variables.isReadOnly("mine"), false);
  });

  const nine =
    "agent.usebasicauthforproxy FIX_POSSIBLE_GIT_OUT_OF_MEMORY_PROBLEM USE_GIT_LONG_PATHS USE_GIT_SINGLE_THREAD pipeline.repository.name build.sourceversionauthor system.isazurevm system.isdockercontainer task.publishTelemetry";
  for (const name of nine.split(" ")) {
    it(`knows ${name} as read-only (VSA/Constants.cs:571-708)`, () => {
      assert.equal(makeVariables({ [name]: "1" }).variables.isReadOnly(name.toUpperCase()), true);
    });
  }

  it("keeps a variable read-only when the agent itself sets it again (AW/Variables.cs:442-444)", () => {
    const { variables } = makeVariables({});
    variables.set("build.buildNumber", "1", { readOnly: true });
    variables.set("Build.BuildNumber", "2");
    assert.equal(variables.isReadOnly("build.buildnumber"), true);
    assert.equal(variables.get("build.buildnumber"), "2");
  });

  const names: [string, boolean, string][] = [
    ["system.debug", false, "SYSTEM_DEBUG"],
    ["my var", false, "MY_VAR"],
    ["a-b[c]", false, "A-B[C]"],
    ["Mixed.Case", true, "Mixed_Case"],
  ];
  for (const [name, preserveCase, expected] of names) {
    it(`formats ${name} as ${expected} (VSA/Util/VarUtil.cs:77-81)`, () => {
      assert.equal(formatEnvironmentName(name, preserveCase), expected);
    });
  }

  it("takes commands out of variables that a user influences (AS/Util/StringUtil.cs:287-295)", () => {
    const message = "##VSO[task.complete]";
    assert.equal(neutralizeCommands("Build.SourceVersionMessage", message), "**vso[task.complete]");
    assert.equal(neutralizeCommands("Build.SourceBranch", message), message);
  });
});
