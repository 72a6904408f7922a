import assert from "node:assert/strict";
import { isOfEarlierStep, projectFolders, stepName } from "../../../shared/core/job";
import { makeJob } from "../clients/planning";

describe("job", () => {
  const job = makeJob();

  it("is run in its working directory, and in other folders where there are any, each once", () => {
    assert.deepEqual(projectFolders(job), ["/agent/1/s"]);
    const others = ["/agent/1/s/a", "/agent/1/s", "/agent/1/s/b"];
    assert.deepEqual(projectFolders({ ...job, otherFolders: others }), [
      "/agent/1/s",
      "/agent/1/s/a",
      "/agent/1/s/b",
    ]);
  });

  it("has a name for its step that no other step has, also where the step has a folder for each client", () => {
    assert.equal(stepName(job), "step-1");
    assert.equal(stepName({ ...job, jobFolder: `${job.stepsFolder}/feeds-7/maven` }), "feeds-7-maven");
    const windows = { stepsFolder: "C:\\_temp\\feedpass", jobFolder: "C:\\_temp\\feedpass\\feeds-7\\maven" };
    assert.equal(stepName({ ...job, ...windows }), "feeds-7-maven");
  });

  const paths: readonly (readonly [string, boolean])[] = [
    ["/agent/_temp/feedpass/uv-1/xdg/uv/uv.toml", true],
    ["/agent/_temp/feedpass\\uv-1", true],
    ["/agent/_temp/feedpass2/uv-1", false],
    ["/agent/_temp/feedpass", false],
    ["/home/ada/.cargo", false],
  ];
  for (const [path, expected] of paths) {
    it(`${path} is ${expected ? "" : "not "}of an earlier step`, () => {
      assert.equal(isOfEarlierStep(job, path), expected);
    });
  }
});
