import assert from "node:assert/strict";
import { uv } from "../../../../../shared/clients/uv/authenticate/client";
import type { Job } from "../../../../../shared/core/job";
import {
  filesOf,
  makeJob,
  notesOf,
  planWith,
  problemOf,
  readToml,
  root,
  showEffects,
  token,
  variablesOf,
} from "../../planning";

const index = `${root}/_packaging/fiber/pypi/simple/`;
const other = "https://pkgs.dev.azure.com/contoso/_packaging/f/pypi/simple/";
const texts = {
  "/agent/1/s/pyproject.toml": `[[tool.uv.index]]\nname = "fiber"\nurl = "${index}"\n\n[[tool.uv.index]]\nname = "theirs"\nurl = "${other.replace("//", "//VssSessionToken@")}"\n`,
};

function jobWith(useKeyring: string, change: Parameters<typeof makeJob>[0] = {}): Job {
  const job = makeJob(change);
  return { ...job, inputs: { ...job.inputs, own: new Map([["useKeyring", useKeyring]]) } };
}

describe("uv: with the input useKeyring", () => {
  const plan = planWith(uv, jobWith("true"), texts);
  const bin = "/agent/_temp/feedpass/step-1/bin";

  it("sets the token for the keyring's program alone, and puts that before PATH", () => {
    const variables = variablesOf(plan);
    const withToken = Object.keys(variables).filter((name) => variables[name]?.includes(token) === true);
    assert.deepEqual(withToken, ["FEEDPASS_KEYRING_TOKEN_0123456789ABCDEF"]);
    assert.equal(variables["UV_KEYRING_PROVIDER"], "subprocess");
    assert.deepEqual(
      showEffects(plan).filter((effect) => String(effect).includes("/bin")),
      [
        ["copy-file", `${bin}/keyring`],
        ["prepend-path", bin],
      ],
    );
    assert.deepEqual(
      Object.keys(variables).filter((name) => name.startsWith("UV_INDEX_")),
      [],
    );
  });

  it("has uv ask for the organization, and not for another one on the host, with a user name or without", () => {
    const file = filesOf(plan)["/agent/_temp/feedpass/step-1/xdg/uv/uv.toml"] ?? "";
    const { index: entries } = readToml(file) as {
      index: readonly { readonly url: string; readonly authenticate?: string }[];
    };
    const policies = (place: string): readonly (string | undefined)[] => [
      ...new Set(entries.filter(({ url }) => url.startsWith(place)).map(({ authenticate }) => authenticate)),
    ];
    assert.deepEqual(policies(`${root}/`), ["always"]);
    assert.deepEqual(policies("https://pkgs.dev.azure.com/contoso/"), ["never"]);
    assert.deepEqual(policies("https://pkgs.dev.azure.com/feedpass-"), [], "decoys keep uv from asking");
  });

  it("says what uv does with an answer", () => {
    assert.match(notesOf(plan).join("\n"), /keeps an answer for the whole host/);
  });

  it("does not begin at once where there can be no file of the job", () => {
    for (const change of [{ windows: true }, { environment: { UV_NO_SYSTEM_CONFIG: "1" } }]) {
      const { code, message } = problemOf(uv, jobWith("True", change), texts);
      assert.equal(code, "keyring-without-file");
      assert.match(message, /^Input useKeyring is set, and there is no machine-wide uv\.toml for the job/);
    }
  });

  it("changes nothing where it is false or not there, and for a restore that the step runs itself", () => {
    const without = showEffects(planWith(uv, makeJob(), texts));
    assert.deepEqual(showEffects(planWith(uv, jobWith("false"), texts)), without);
    assert.deepEqual(showEffects(planWith(uv, jobWith(""), texts)), without);
    const restore = jobWith("true", { purpose: "restore", feeds: "fiber" });
    assert.ok(!("UV_KEYRING_PROVIDER" in variablesOf(planWith(uv, restore, texts))));
  });
});
