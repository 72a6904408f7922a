import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { requireClient, type Program } from "../../../../clients/found-clients";
import { makeJob, secondToken, token, withSecond } from "../../../clients/planning";
import { foreignAddresses, ownAddresses } from "./addresses";
import { ask, makeKeyring, type Answer } from "./keyring-folder";

const [own = ""] = ownAddresses;

/** A backend of somebody's own: it says which questions reached it. */
const theirs = `from keyring import backend, credentials
class Theirs(backend.KeyringBackend):
    priority = 5
    def get_password(self, service, username):
        return "theirs for " + service if service.startswith("https://registry.example/") else None
    def set_password(self, service, username, password):
        open(service, "w").write(password)
`;

describe("the job's keyring: the backend, with the real library", function () {
  this.timeout(120_000);
  let temp = "";
  let python: Program;

  before(function () {
    python = requireClient(this, "keyring");
    temp = mkdtempSync(join(tmpdir(), "keyring-backend-"));
  });
  after(() => {
    if (temp !== "") rmSync(temp, { recursive: true, force: true });
  });

  const made = (
    name: string,
    environment: Readonly<Record<string, string>> = {},
    jobOf = withSecond,
  ): Readonly<Record<string, string>> => {
    const job = jobOf({
      jobFolder: join(temp, "feedpass", name),
      nonce: name.replace(/\W/g, ""),
      environment,
    });
    const { PATH: bin = "", ...variables } = makeKeyring(job);
    assert.ok(existsSync(bin));
    return { HOME: temp, PATH: process.env["PATH"] ?? "", ...environment, ...variables };
  };
  const keyring = (environment: Readonly<Record<string, string>>, ...words: readonly string[]): Answer =>
    ask([python.path, "-m", "keyring"], words, environment);
  /** What `python -c` prints, one line for each address. */
  const inPython = (environment: Readonly<Record<string, string>>, code: string): readonly string[] => {
    const { stdout, stderr } = spawnSync(python.path, ["-c", code], { env: environment, encoding: "utf8" });
    assert.equal(stderr, "");
    return stdout.trimEnd().split("\n");
  };

  it("answers the program of the library, for each identity", () => {
    const environment = made("first");
    assert.deepEqual(keyring(environment, "get", own, "x"), { code: 0, said: `${token}\n`, errors: "" });
    assert.deepEqual(JSON.parse(keyring(environment, "--mode=creds", "--output=json", "get", own).said), {
      username: "VssSessionToken",
      password: token,
    });
    const contoso = own.replace("fabrikam", "contoso");
    assert.equal(keyring(environment, "--mode=creds", "get", contoso).said, `build\n${secondToken}\n`);
  });

  it("decides on addresses as the program does", () => {
    const environment = made("same", {}, makeJob);
    const code = `import json, keyring\nfor address in json.load(open(${JSON.stringify(join(temp, "list.json"))})):\n    found = keyring.get_credential(address, None)\n    print(found.password if found else "none", keyring.get_password(address, "x"))`;
    writeFileSync(join(temp, "list.json"), JSON.stringify([...ownAddresses, ...foreignAddresses]));
    // The backend that Azure Artifacts has there would ask a host of its own.
    const alone = { ...environment, PYTHON_KEYRING_BACKEND: `feedpass_keyring_same.FeedpassKeyring` };
    assert.deepEqual(inPython(alone, code), [
      ...ownAddresses.map(() => `${token} ${token}`),
      ...foreignAddresses.map(() => "none None"),
    ]);
  });

  it("is asked before the backend of Azure Artifacts, which is asked for what ours leaves", () => {
    const environment = made("beside");
    const lines = inPython(
      environment,
      `
import artifacts_keyring, keyring
from keyring.backends.chainer import ChainerBackend
asked = []
artifacts_keyring.ArtifactsKeyringBackend.get_credential = lambda self, service, username: asked.append(service)
artifacts_keyring.ArtifactsKeyringBackend.get_password = lambda self, service, username: asked.append(service)
print([type(each).__name__ for each in ChainerBackend.backends])
for address in [${JSON.stringify(own)}, "https://pkgs.dev.azure.com/tailspin/_packaging/f/pypi/simple/"]:
    found = keyring.get_credential(address, None)
    print(found and found.password)
print(asked)
`,
    );
    assert.deepEqual(lines, [
      "['FeedpassKeyring', 'ArtifactsKeyringBackend']",
      token,
      "None",
      "['https://pkgs.dev.azure.com/tailspin/_packaging/f/pypi/simple/']",
    ]);
  });

  it("leaves to somebody's own backend what is not ours, and whatever is to be stored", () => {
    const folder = mkdtempSync(join(temp, "theirs-"));
    writeFileSync(join(folder, "theirs.py"), theirs);
    const environment = made("passing", { PYTHONPATH: folder });
    assert.ok(environment["PYTHONPATH"]?.startsWith(`${folder}:`), "what was there stays first");
    const code = `import theirs, keyring\nkeyring.core.init_backend()\nprint(keyring.get_password("https://registry.example/x", "a"))\nprint(keyring.get_password(${JSON.stringify(own)}, "a"))\nkeyring.set_password(${JSON.stringify(join(folder, "stored"))}, "a", "b")`;
    assert.deepEqual(inPython(environment, code), ["theirs for https://registry.example/x", token]);
    assert.equal(readFileSync(join(folder, "stored"), "utf8"), "b");
  });

  it("is behind the program, where somebody has the real one on PATH", () => {
    const job = makeJob({ jobFolder: join(temp, "feedpass/front"), nonce: "front" });
    const { PATH: bin = "", PYTHONPATH, ...tokens } = makeKeyring(job);
    assert.ok(PYTHONPATH !== undefined);
    const theirs = mkdtempSync(join(temp, "real-"));
    writeFileSync(join(theirs, "keyring"), `#!/bin/sh\nexec "${python.path}" -m keyring "$@"\n`, {
      mode: 0o755,
    });
    const environment = { ...tokens, HOME: temp, PATH: `${bin}:${theirs}:/usr/bin:/bin` };
    const front = (...words: readonly string[]): Answer => ask([join(bin, "keyring")], words, environment);
    assert.equal(front("get", own, "x").said, `${token}\n`);
    assert.match(front("--list-backends").said, /^artifacts_keyring\.ArtifactsKeyringBackend/m);
    assert.equal(front("get", "pkgs.dev.azure.com", "x").said, "");
  });

  it("says nothing without the variable", () => {
    const environment: Record<string, string> = { ...made("none") };
    for (const name of Object.keys(environment)) if (name.startsWith("FEEDPASS_")) environment[name] = "";
    environment["PYTHON_KEYRING_BACKEND"] = "feedpass_keyring_none.FeedpassKeyring";
    assert.deepEqual(keyring(environment, "get", own, "x"), { code: 1, said: "", errors: "" });
  });

  it("of two steps both answer", () => {
    const first = makeKeyring(withSecond({ jobFolder: join(temp, "feedpass/one"), nonce: "one" }));
    const { PYTHONPATH = "" } = first;
    const second = makeKeyring(
      makeJob({ jobFolder: join(temp, "feedpass/two"), nonce: "two", environment: { PYTHONPATH } }),
    );
    const [name = ""] = Object.keys(first).filter((each) => first[each] === token);
    const environment = { HOME: temp, PATH: process.env["PATH"] ?? "", ...first, ...second, [name]: "" };
    assert.equal(keyring(environment, "get", own, "x").said, `${token}\n`, "the second step's");
    const contoso = own.replace("fabrikam", "contoso");
    assert.equal(keyring(environment, "get", contoso, "x").said, `${secondToken}\n`, "the first step's");
  });

  it("is in no list of packages that pip makes, and none of its warnings", () => {
    const environment = made("listed");
    for (const words of [["freeze", "--all"], ["list"], ["check"]]) {
      const { said, errors } = ask(
        [python.path, "-m", "pip", "--disable-pip-version-check"],
        words,
        environment,
      );
      assert.doesNotMatch(`${said}${errors}`, /feedpass|^python\b|WARNING/im, words.join(" "));
    }
  });

  it("is in the language of Python 3.7", () => {
    const file = join(temp, "feedpass/first/python/feedpass_keyring_first.py");
    const code = `import ast; print(type(ast.parse(open(${JSON.stringify(file)}).read(), feature_version=(3, 7))).__name__)`;
    assert.deepEqual(inPython({ PATH: process.env["PATH"] ?? "" }, code), ["Module"]);
  });
});
