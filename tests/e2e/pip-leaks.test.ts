import assert from "node:assert/strict";
import { requireClient, type Program } from "../clients/found-clients";
import { RecordingHost } from "./recording-host";
import { Sandbox, type Job, type Outcome } from "./sandbox";
import { assertNoToken, tokenForms } from "./token-scan";

const contoso = "https://pkgs.dev.azure.com/contoso";
const open = `${contoso}/Open/_packaging/open/pypi/simple/`;
const feeds = "- task: AuthenticatePip@1\n  inputs:\n    feeds: Fabrikam Fiber/fiber\n";

/** Makes a wheel with nothing in it: its name, and what it needs. */
const wheelScript = `import sys, zipfile
name, need = sys.argv[1:3]
info = name + "-1.0.0.dist-info/"
with zipfile.ZipFile(name + "-1.0.0-py3-none-any.whl", "w") as wheel:
    needs = "Requires-Dist: " + need + "\\n" if need else ""
    wheel.writestr(info + "METADATA", "Metadata-Version: 2.1\\nName: " + name + "\\nVersion: 1.0.0\\n" + needs)
    wheel.writestr(info + "WHEEL", "Wheel-Version: 1.0\\nGenerator: x\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")
    wheel.writestr(info + "RECORD", "".join(info + part + ",,\\n" for part in ["METADATA", "WHEEL", "RECORD"]))
`;

/** Notes every argument list that there is on the machine while it runs, but its own. */
const watchScript = `import glob, os, time
own, seen = os.getpid(), set()
end = time.monotonic() + 60
while time.monotonic() < end and not os.path.exists("stop"):
    for path in glob.glob("/proc/[0-9]*/cmdline"):
        try:
            with open(path, "rb") as file: seen.add(file.read())
        except OSError: pass
with open("seen", "wb") as file: file.write(b"\\n".join(words.replace(b"\\0", b" ") for words in seen))
`;

/** A source tree whose build needs a package of the feed. */
const tree = {
  "src/pyproject.toml": `[project]\nname = "sourced"\nversion = "1.0.0"\n[build-system]\nrequires = ["fabrikam-greeting"]\nbuild-backend = "backend"\nbackend-path = ["."]\n`,
  "src/wheel.py": wheelScript,
  "src/backend.py": `import fabrikam_greeting, os, subprocess, sys
def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    script = os.path.abspath("wheel.py")
    subprocess.check_call([sys.executable, script, "sourced", ""], cwd=wheel_directory)
    return "sourced-1.0.0-py3-none-any.whl"
`,
};

describe("authenticate-pip: what the real pip gives to others", () => {
  let sandbox: Sandbox;
  let pips: readonly Program[];
  let twine: Program;

  before(async function () {
    pips = [requireClient(this, "pip23"), requireClient(this, "pip")];
    twine = requireClient(this, "keyring");
    sandbox = await Sandbox.open({
      node20: requireClient(this, "node20"),
      node24: requireClient(this, "node24"),
    });
  });

  after(() => sandbox.close());

  const run = (steps: string, sources: Job["sources"], more: Partial<Job> = {}): Promise<Outcome> => {
    const authority = sandbox.feed.caFile ?? "";
    const environment = { PIP_CERT: authority, REQUESTS_CA_BUNDLE: authority, ...more.environment };
    const steady = { handler: "Node24", programs: [] } as const;
    return sandbox.run({ ...steady, steps: `steps:\n${steps}`, sources, ...more, environment });
  };

  /** Steps that may fail: what was asked is what counts. */
  const install = (words: string): string =>
    pips
      .map(({ path }) => `- bash: ${path} -m pip install --target out ${words}\n  continueOnError: true\n`)
      .join("");

  const assertNothingGiven = (outcome: Outcome): void => {
    const asked = outcome.requests.filter(({ path }) => path.startsWith("/contoso/"));
    assert.ok(asked.length >= pips.length, outcome.log);
    assert.deepEqual(
      asked.filter(({ auth }) => auth !== "none").map(({ path }) => path),
      [],
    );
    const own = outcome.requests.filter(({ identity }) => identity === "build");
    assert.ok(own.length >= pips.length, outcome.log);
    assertNoToken(outcome, sandbox.tokens.job);
  };

  it("twine publishes, and gives another organization and another host nothing", async () => {
    const other = await RecordingHost.open();
    const upload = (address: string): string =>
      `- bash: ${twine.path} -m twine upload --non-interactive --repository-url ${address} *.whl\n  continueOnError: true\n`;
    const outcome = await run(
      `${feeds}- bash: python3 wheel.py trap "bad @ ${contoso}/_packaging/parts/pypi/download/bad/1/bad-1-py3-none-any.whl"\n- bash: ${twine.path} -m twine upload *.whl\n${upload(`${contoso}/_packaging/parts/pypi/upload/`)}${upload(`${other.address}/pypi/upload/`)}`,
      { "wheel.py": wheelScript },
    );
    const arrivals = other.take();
    await other.close();
    assert.ok(
      sandbox.feed.saved("fabrikam", "fiber").some(({ name }) => name === "trap"),
      outcome.log,
    );
    const texts = arrivals.map(({ text }) => text).join("\n");
    assert.ok(tokenForms(sandbox.tokens.job).every((form) => !texts.includes(form)));
    // The backend of Azure Artifacts, which is passed on to, asks by itself.
    const toContoso = outcome.requests.filter(({ path }) => path.startsWith("/contoso/"));
    assert.deepEqual(
      toContoso.filter(({ userAgent }) => !userAgent.startsWith("CredentialProvider")),
      [],
    );
    assert.equal(outcome.log.match(/Bash exited with code/g)?.length, 2, outcome.log);
  });

  it("an address in the metadata of a package, on the host that the organizations share, gets nothing", async () => {
    assertNothingGiven(await run(feeds + install("trap"), {}));
  });

  it("a public feed of another organization goes on working, without the token", async () => {
    const outcome = await run(
      feeds + install("fabrikam-greeting open-greeting"),
      {},
      {
        environment: { PIP_EXTRA_INDEX_URL: open },
      },
    );
    assert.equal(outcome.result, "Succeeded", outcome.log);
    assertNothingGiven(outcome);
  });

  it("so it does for a requirements file that names the feed at the organization's own host", async () => {
    const own =
      "https://VssSessionToken@fabrikam.pkgs.visualstudio.com/Fabrikam%20Fiber/_packaging/fiber/pypi/simple/";
    const outcome = await run(`- task: AuthenticatePip@1\n${install("-r requirements.txt")}`, {
      "requirements.txt": `--index-url ${own}\n--extra-index-url ${open}\nfabrikam-greeting\nopen-greeting\n`,
    });
    assert.equal(outcome.result, "Succeeded", outcome.log);
    assertNothingGiven(outcome);
  });

  it("is refused where the file names both on the shared host", async () => {
    const own = sandbox.address("services", "Fabrikam%20Fiber/_packaging/fiber/pypi/simple/");
    const outcome = await run("- task: AuthenticatePip@1\n", {
      "requirements.txt": `--index-url ${own}\n--extra-index-url ${open}\nopen-greeting\n`,
    });
    assert.equal(outcome.result, "Failed");
    assert.match(outcome.log, /requirements\.txt:2\) is another organization/);
    assert.match(outcome.log, /Write the host of .* as fabrikam\.pkgs\.visualstudio\.com/);
  });

  it("no argument list has the token, not of the pip that fetches what a build needs either", async () => {
    const outcome = await run(
      `${feeds}- bash: |
    python3 watch.py &
${pips.map(({ path }) => `    ${path} -m pip install --no-cache-dir --target out ./src && rm -r out || exit 1\n`).join("")}    touch stop; wait
    grep -qa "pip-build-env" seen || { echo "the inner pip was not seen"; exit 1; }
    if grep -qaF -e "$TOKEN" seen; then echo "an argument has the token"; exit 1; fi
    echo "no argument has the token"
  env:
    TOKEN: $(System.AccessToken)
`,
      { ...tree, "watch.py": watchScript },
    );
    assert.equal(outcome.result, "Succeeded", outcome.log);
    assert.match(outcome.log, /no argument has the token/);
    assertNoToken(outcome, sandbox.tokens.job);
  });

  it("leaves the files of the user's home as they are", async () => {
    const home = {
      ".config/pip/pip.conf": "[global]\ntimeout = 60\n",
      ".netrc": "machine a.example login b password c\n",
    };
    const check = `- bash: cd && sha256sum .config/pip/pip.conf .netrc && find . -type f | grep -v "^./.cache/pip/" | sort\n`;
    const outcome = await run(`${check}${feeds}${install("fabrikam-greeting")}${check}`, {}, { home });
    const lists = outcome.log.match(/[0-9a-f]{64} {2}\.config[^]*?\.\/\.netrc/g);
    assert.equal(lists?.length, 2, outcome.log);
    assert.equal(lists[0], lists[1]);
  });

  it("says of a pip that asks no keyring what it cannot do", async function () {
    const { path } = requireClient(this, "pip20");
    const outcome = await run(`${feeds}- bash: ${path} -m pip install --target out fabrikam-greeting\n`, {});
    assert.equal(outcome.result, "Failed");
    assert.match(outcome.log, /pip 23\.1 and later ask the job's keyring/);
    assert.match(outcome.log, /No matching distribution/);
    assert.ok(!outcome.requests.some(({ identity }) => identity === "build"));
  });
});
