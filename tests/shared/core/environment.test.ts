import assert from "node:assert/strict";
import { makeEnvironment, withoutVariables } from "../../../shared/core/environment";

const variables = [
  ["Path", "C:\\Windows"],
  ["UV_INDEX_URL", "x"],
] as const;

describe("environment", () => {
  it("has names without case on Windows, in the spelling that was first", () => {
    const environment = makeEnvironment([...variables, ["PATH", "C:\\uv"]], true);
    assert.deepEqual(
      [environment.get("path"), environment.get("PATH"), environment.has("pAtH"), environment.size],
      ["C:\\uv", "C:\\uv", true, 2],
    );
    assert.deepEqual(Object.fromEntries(environment), { Path: "C:\\uv", UV_INDEX_URL: "x" });
  });

  it("has names as they are elsewhere", () => {
    const environment = makeEnvironment([...variables, ["PATH", "/bin"]], false);
    assert.deepEqual(
      [environment.get("Path"), environment.get("path"), environment.size],
      ["C:\\Windows", undefined, 3],
    );
  });

  it("goes without names as the platform compares them", () => {
    const names = ["path", "uv_index_url"];
    assert.equal(withoutVariables(makeEnvironment(variables, true), names, true).size, 0);
    assert.equal(withoutVariables(makeEnvironment(variables, false), names, false).size, 2);
    assert.deepEqual(
      [...withoutVariables(makeEnvironment(variables, true), ["PATH"], true).keys()],
      ["UV_INDEX_URL"],
    );
  });
});
