import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import fc from "fast-check";
import { credentialsOf } from "../../../../../shared/core/credentials";
import { jobIdentity } from "../../../../../shared/core/identity";
import type { Job } from "../../../../../shared/core/job";
import { server, services } from "../../../core/organizations";
import { makeJob, secondToken, thirdToken, token, withSecond, withThird } from "../../../clients/planning";
import { foreignAddresses, ownAddresses } from "./addresses";
import { ask, makeKeyring, writeOtherKeyring, type Answer } from "./keyring-folder";

const [own = ""] = ownAddresses;

type Runner = readonly [title: string, commandOf: (bin: string) => readonly string[]];

/** By its whole path: what is asked has a PATH of its own. Undefined where the machine has no such program. */
function runner(title: string, program: string, ...words: readonly string[]): Runner | undefined {
  const asked =
    title === "Python" ? `${program} -c 'import sys; print(sys.executable)'` : `command -v ${program}`;
  const path = spawnSync("sh", ["-c", asked], { encoding: "utf8" }).stdout.trim();
  const file = title === "Python" ? "feedpass_keyring.py" : "keyring";
  return path === "" ? undefined : [title, (bin) => [path, ...words, join(bin, file)]];
}

const silent: Pick<Answer, "said" | "errors"> = { said: "", errors: "" };

describe("the job's keyring: the program", () => {
  let temp = "";
  let count = 0;

  beforeEach(() => {
    temp = mkdtempSync(join(tmpdir(), "keyring-"));
  });
  afterEach(() => {
    rmSync(temp, { recursive: true, force: true });
  });

  const inTemp = (change: Parameters<typeof makeJob>[0] = {}): Parameters<typeof makeJob>[0] => {
    count += 1;
    return { jobFolder: join(temp, "feedpass", `step ${count}`), ...change };
  };

  /** What runs the program: each shell that is here, and Python, which does it on Windows. */
  const runners = [
    runner("sh", "sh"),
    runner("dash", "dash"),
    runner("bash as sh", "bash", "--posix"),
    runner("busybox", "busybox", "sh"),
    runner("Python", "python3", "-I", "-S"),
  ].filter((each) => each !== undefined);

  for (const [title, commandOf] of runners) {
    const make = (job: Job, addresses?: readonly string[]) => {
      const windows = title === "Python";
      const variables = makeKeyring({ ...job, windows }, addresses);
      const command = commandOf(variables["PATH"] ?? "");
      const { PATH = "", ...tokens } = variables;
      const path = [PATH, process.env["PATH"] ?? ""].join(delimiter);
      return {
        variables: { ...tokens, PATH: path, PATHEXT: "" },
        asks: (...words: readonly string[]) => ask(command, words, { ...tokens, PATH: path, PATHEXT: "" }),
        with: (environment: Readonly<Record<string, string>>, ...words: readonly string[]) =>
          ask(command, words, { ...tokens, PATH: path, PATHEXT: "", ...environment }),
      };
    };

    describe(`by ${title}`, function () {
      this.timeout(60_000);

      it("answers for every form of an own address", () => {
        const { asks } = make(makeJob(inTemp()));
        for (const address of ownAddresses)
          assert.deepEqual(
            asks("get", address, "VssSessionToken"),
            { code: 0, said: `${token}\n`, errors: "" },
            address,
          );
      });

      it("says nothing for any other place", () => {
        const { with: asks } = make(makeJob(inTemp()));
        for (const address of foreignAddresses)
          assert.deepEqual(
            asks({ PATH: "/nowhere" }, "--mode", "creds", "get", address),
            { code: 1, ...silent },
            address,
          );
        assert.ok(!existsSync("pwned"));
      });

      it("speaks as pip, pdm and uv ask", () => {
        const { asks } = make(makeJob(inTemp()));
        const json = `{"username": "VssSessionToken", "password": "${token}"}\n`;
        const calls: readonly (readonly [readonly string[], string])[] = [
          [["get", own, "ada"], `${token}\n`],
          [["get", own, ""], `${token}\n`],
          [["--mode=creds", "--output=json", "get", own], json],
          [["--mode=creds", "--output=json", "get", own, "VssSessionToken"], json],
          [["--mode", "creds", "--output", "json", "get", own, ""], json],
          [["--mode=creds", "get", own, ""], `VssSessionToken\n${token}\n`],
          [["get", own, "--mode", "creds"], `VssSessionToken\n${token}\n`],
          [["--mode=creds", "get", own, "ada"], `ada\n${token}\n`],
          [["--mode=password", "get", own, "ada"], `${token}\n`],
          [["--mode=password", "--output=json", "get", own, "ada"], `{"password": "${token}"}\n`],
          [
            ["--mode=creds", "--output=json", "get", own, 'a"\\b'],
            json.replace("VssSessionToken", 'a\\"\\\\b'),
          ],
        ];
        for (const [words, said] of calls)
          assert.deepEqual(asks(...words), { code: 0, said, errors: "" }, words.join(" "));
      });

      it("runs no other program for an answer, so none has the token in its arguments", () => {
        const { with: asks } = make(makeJob(inTemp()));
        const folder = join(temp, "programs");
        mkdirSync(folder);
        for (const name of ["printf", "cat", "tr", "sed", "echo", "env", "["]) {
          writeFileSync(join(folder, name), `#!/bin/sh\n: >"${join(temp, "was-run")}"\n`);
          chmodSync(join(folder, name), 0o755);
        }
        for (const mode of ["--mode=password", "--mode=creds"])
          for (const output of ["--output=plain", "--output=json"]) {
            const { said } = asks({ PATH: folder }, mode, output, "get", own, "x");
            assert.ok(said.includes(token), `${mode} ${output}`);
          }
        assert.ok(!existsSync(join(temp, "was-run")));
      });

      it("passes on what is not a question for an address of ours", () => {
        const theirs = join(temp, "their bin");
        writeOtherKeyring(theirs);
        const { with: asks } = make(makeJob(inTemp()));
        const calls: readonly (readonly string[])[] = [
          [],
          ["--help"],
          ["get"],
          ["get", own],
          ["get", own, "a", "b"],
          ["get", own, "a\nb"],
          ["get", "pdm-pypi-fiber", "VssSessionToken"],
          ["get", "pkgs.dev.azure.com", "VssSessionToken"],
          ["set", own, "ada"],
          ["del", own, "ada"],
          ["--mode=other", "get", own, "ada"],
          ["--mode=creds", "--output=xml", "get", own],
          ["-b", "x", "get", own, "ada"],
          ["--mode"],
          ["get", "https://registry.example/$HOME `id` 'x' \"y\" *", "a b"],
        ];
        const path = ["", ".", "bin", "/no where", theirs, "/bin"].join(delimiter);
        for (const words of calls)
          assert.deepEqual(
            asks({ PATH: path }, ...words),
            { code: 7, said: ["theirs", ...words].map((word) => `${word}|`).join(""), errors: "" },
            words.join(" "),
          );
      });

      it("keeps to the folders of PATH that do not depend on where it is run", () => {
        const { with: asks } = make(makeJob(inTemp()));
        const work = join(temp, "sources");
        writeOtherKeyring(work);
        writeOtherKeyring(join(work, "bin"));
        const before = process.cwd();
        process.chdir(work);
        try {
          const answer = asks({ PATH: ["", ".", "bin", ""].join(delimiter) }, "get", "other", "x");
          assert.deepEqual(answer, { code: 1, ...silent });
        } finally {
          process.chdir(before);
        }
      });

      it("without the variable, or with an empty one, has no answer", () => {
        const { variables, with: asks } = make(makeJob(inTemp()));
        const names = Object.keys(variables).filter((name) => name.startsWith("FEEDPASS_"));
        const none = Object.fromEntries(names.map((name) => [name, ""]));
        assert.equal(names.length, 1);
        assert.deepEqual(asks({ ...none, PATH: "/nowhere" }, "get", own, "ada"), { code: 1, ...silent });
      });

      it("gives a token as it is, whatever is in it", () => {
        const odd = "$HOME`id`$(id)'\"\\n%s%n*?[a]~!#&;|<>";
        const job = makeJob(inTemp());
        const credentials = credentialsOf("a d%a", odd);
        const { asks } = make({ ...job, identities: [jobIdentity(services(), credentials)] });
        assert.deepEqual(asks("get", own, "x"), { code: 0, said: `${odd}\n`, errors: "" });
        const { said } = asks("--mode=creds", "--output=json", "get", own);
        assert.deepEqual(JSON.parse(said), { username: "a d%a", password: odd });
        assert.equal(asks("--mode=creds", "get", own).said, `a d%a\n${odd}\n`);
      });

      it("tells several identities apart by their places", () => {
        const job = withThird(withSecond(inTemp()));
        const corp = "https://registry.example/corp/simple/";
        const { asks } = make(job, [own, corp]);
        const answers: readonly (readonly [string, string])[] = [
          [own, token],
          [own.replace("fabrikam", "contoso"), secondToken],
          [corp, thirdToken],
        ];
        for (const [address, password] of answers)
          assert.equal(asks("get", address, "x").said, `${password}\n`, address);
        for (const address of ["https://registry.example/simple/", "https://registry.example/corporate/"])
          assert.equal(asks("get", address, "x").said, "", address);
        assert.equal(asks("--mode=creds", "get", corp).said, `robot\n${thirdToken}\n`);
      });

      it("tells the collections of a Server apart", () => {
        const organization = server("http://tfs.example:8080/tfs/My%20Collection/");
        const job = makeJob(inTemp({ organization }));
        const identities = [jobIdentity(organization, credentialsOf("u", token))] as const;
        const { asks } = make({ ...job, organization, identities });
        const feed = "_packaging/f/pypi/simple/";
        const at = (root: string): Answer => asks("get", `${root}${feed}`, "x");
        assert.equal(at("http://TFS.example:8080/TFS/My%20Collection/").code, 0);
        assert.equal(at("http://tfs.example:8080/tfs/My%20Collection/project/").code, 0);
        for (const root of [
          "http://tfs.example:8080/tfs/Other/",
          "http://tfs.example:8080/tfs/My%20Collection2/",
          "http://tfs.example/tfs/My%20Collection/",
          "https://tfs.example:8080/tfs/My%20Collection/",
        ])
          assert.equal(at(root).said, "", root);
      });

      if (title === "Python") return;

      it("does what it does whatever is in the environment", () => {
        const { with: asks } = make(makeJob(inTemp()));
        const script = join(temp, "startup");
        writeFileSync(script, "echo startup; exit 9\n");
        for (const environment of [
          { IFS: "/:ps" },
          { ENV: script, BASH_ENV: script, CDPATH: "/:/usr" },
          { SHELLOPTS: "xtrace:verbose" },
          { "BASH_FUNC_printf%%": "() { echo shadowed; }", "BASH_FUNC_read%%": "() { echo shadowed; }" },
          { LC_ALL: "C.UTF-8" },
          { LC_ALL: "tr_TR.UTF-8", LANG: "tr_TR.UTF-8" },
          { POSIXLY_CORRECT: "1", GLOBIGNORE: "*" },
          { mode: "creds", output: "json", token: "x", count: "5", address: "x", origin: "y" },
        ]) {
          const answer = asks(environment, "get", own, "ada");
          assert.equal(answer.said, `${token}\n`, JSON.stringify(environment));
          assert.ok(!answer.errors.includes(token), answer.errors);
          assert.equal(asks({ ...environment, PATH: "/nowhere" }, "get", "other", "x").said, "");
        }
      });

      it("asks the programs of earlier steps, each once, and then somebody's own", () => {
        const first = makeKeyring(withSecond(inTemp({ nonce: "a".repeat(16) })));
        const theirs = join(temp, "theirs");
        writeOtherKeyring(theirs);
        const second = make(makeJob(inTemp({ nonce: "b".repeat(16) })));
        const { PATH: firstBin = "", ...firstTokens } = first;
        const [secondBin = ""] = second.variables.PATH.split(delimiter);
        const copy = join(temp, "copy");
        mkdirSync(copy);
        copyFileSync(join(secondBin, "keyring"), join(copy, "keyring"));
        chmodSync(join(copy, "keyring"), 0o755);
        symlinkSync(firstBin, join(temp, "link"));
        const path = [
          ...[secondBin, copy, firstBin, `${secondBin}/`, `${secondBin}/.`, join(temp, "link")],
          ...[firstBin, secondBin, theirs, copy],
        ].join(delimiter);
        const asks = (...words: readonly string[]): Answer =>
          second.with({ ...firstTokens, PATH: path }, ...words);
        assert.equal(asks("get", own, "x").said, `${token}\n`);
        assert.equal(asks("get", own.replace("fabrikam", "contoso"), "x").said, `${secondToken}\n`);
        assert.deepEqual(asks("get", "other", "x"), { code: 7, said: "theirs|get|other|x|", errors: "" });
      });

      it("ends where somebody's own program looks for itself on PATH", () => {
        const shims = join(temp, "shims");
        mkdirSync(shims);
        writeFileSync(join(shims, "keyring"), '#!/bin/sh\nexec keyring "$@"\n');
        chmodSync(join(shims, "keyring"), 0o755);
        const { variables, with: asks } = make(makeJob(inTemp()));
        const path = [variables.PATH.split(delimiter)[0], shims, "/usr/bin", "/bin"].join(delimiter);
        assert.equal(asks({ PATH: path }, "get", "other", "x").code, 1);
      });
    });
  }

  it("has no answer without its list", () => {
    const { PATH = "", ...tokens } = makeKeyring(makeJob(inTemp()));
    rmSync(join(PATH, "..", "keyring-places.txt"));
    assert.deepEqual(ask([join(PATH, "keyring")], ["get", own, "x"], { ...tokens, PATH: "/nowhere" }), {
      code: 1,
      ...silent,
    });
  });

  it("answers for nothing that WHATWG's parser finds elsewhere", function () {
    this.timeout(60_000);
    const { PATH = "", ...tokens } = makeKeyring(makeJob(inTemp()));
    const parts = [
      "..",
      "%2e",
      "%2F",
      "\\",
      "@",
      ":",
      "/",
      "//",
      "#",
      "?",
      "contoso",
      "x",
      "evil.example",
      "%",
      ";",
    ];
    const cut = fc.tuple(fc.constantFrom(...ownAddresses), fc.nat(120), fc.nat(3), fc.constantFrom(...parts));
    let answered = 0;
    fc.assert(
      fc.property(cut, ([address, at, without, part]) => {
        const changed = address.slice(0, at) + part + address.slice(at + without);
        const { said } = ask([join(PATH, "keyring")], ["get", changed, "x"], { ...tokens, PATH: "/nowhere" });
        if (said === "") return;
        answered += 1;
        const { origin, pathname } = new URL(changed);
        const isOwn = services().feedHosts.some(
          (host) => host.origin === origin && pathname.toLowerCase().startsWith(host.path),
        );
        assert.ok(isOwn && /\/_packaging\//i.test(pathname), changed);
      }),
      { numRuns: 600, seed: 20 },
    );
    assert.ok(answered > 20, String(answered));
  });
});
