import assert from "node:assert/strict";
import { pip } from "../../../../../shared/clients/pip/authenticate/client";
import { makeJob, notesOf, planWith, problemOf, type JobChange } from "../../planning";
import { collection, onServer } from "./job-inputs";

const ours = "/agent/1/s/ci/pip.conf";
const users = "/home/user/pip.conf";
const chosen = (file: string, more: JobChange = {}): JobChange => ({
  feeds: "fiber",
  ...more,
  environment: { PIP_CONFIG_FILE: file, AGENT_BUILDDIRECTORY: "/agent/1", ...more.environment },
});

describe("pip: a configuration file that came with the sources", () => {
  for (const [code, text, message] of [
    [
      "certificate-unchecked",
      "trusted-host = a.example fabrikam.pkgs.visualstudio.com",
      /ci\/pip\.conf:2: with trusted-host fabrikam/,
    ],
    [
      "proxy-and-authority",
      "proxy = http://bob:hunter2@a.example:3128\ncert = ca.pem",
      /pip\.conf:2 says proxy, and .*pip\.conf:3 cert/,
    ],
  ] as const) {
    it(`is refused where others could read the token: ${code}`, () => {
      const problem = problemOf(pip, makeJob(chosen(ours)), { [ours]: `[global]\n${text}\n` });
      assert.equal(problem.code, code);
      assert.match(problem.message, message);
      assert.doesNotMatch(problem.message, /hunter2/);
    });
  }

  it("is refused where its proxy gets what is not encrypted", () => {
    const texts = { [ours]: "[install]\nproxy = http://a.example:3128\n" };
    const problem = problemOf(pip, onServer(chosen(ours), collection.replace("https:", "http:")), texts);
    assert.equal(problem.code, "proxy-unencrypted");
  });

  for (const line of ["proxy = http://bob:hunter2@a.example:3128", "cert = ca.pem"])
    it(`is warned of: ${line.split(" ")[0] ?? ""}`, () => {
      const notes = notesOf(planWith(pip, makeJob(chosen(ours)), { [ours]: `[global]\n${line}\n` }));
      const warnings = notes.filter((note) => note.startsWith("warning: "));
      assert.equal(warnings.length, 1);
      assert.match(warnings[0] ?? "", /pip\.conf:2 says .* that the repository names/);
      assert.doesNotMatch(notes.join("\n"), /hunter2/);
    });

  it("is as it is where the user or the pipeline chose it", () => {
    const text = "[global]\nproxy = http://a.example:3128\ncert = ca.pem\n";
    assert.equal(planWith(pip, makeJob(chosen(users)), { [users]: text }).authenticated, 1);
    const stronger = chosen(ours, { environment: { PIP_PROXY: "http://b.example:3128", PIP_CERT: "b.pem" } });
    const plan = planWith(pip, makeJob(stronger), { [ours]: text });
    assert.deepEqual(
      notesOf(plan).filter((note) => note.startsWith("warning: ")),
      [],
    );
  });
});
