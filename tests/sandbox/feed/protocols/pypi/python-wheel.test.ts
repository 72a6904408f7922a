import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pythonWheel } from "../../../../../sandbox/feed/protocols/pypi/python-wheel";
import { requireProgram } from "../../../../clients/found-clients";

const WORDS = pythonWheel({
  name: "sandbox-words",
  version: "1.2.0",
  modules: { sandbox_words: 'HELLO = "hello"\n' },
});
const GREETING = pythonWheel({
  name: "Sandbox.Greeting",
  version: "0.3",
  requires: ["sandbox-words>=1.0"],
  requiresPython: ">=3.8",
  modules: {
    "sandbox_greeting/__init__.py": "from sandbox_greeting.say import say\n",
    "sandbox_greeting.say": "import sandbox_words\ndef say():\n    return sandbox_words.HELLO\n",
  },
});

describe("a python wheel", () => {
  it("is named after the normalized project", () => {
    assert.equal(WORDS.file, "sandbox_words-1.2.0-py3-none-any.whl");
    assert.equal(GREETING.file, "sandbox_greeting-0.3-py3-none-any.whl");
  });

  it("has the same bytes each time", () => {
    const options = { name: "x", version: "1", modules: { x: "" } };
    assert.deepEqual(pythonWheel(options), pythonWheel(options));
  });

  it("is installed by pip with its requirement, and runs", function () {
    this.timeout(60_000);
    requireProgram(this, "python3", "-m", "pip", "--version");
    const folder = mkdtempSync(join(tmpdir(), "feedpass-wheel-"));
    try {
      for (const { file, content } of [WORDS, GREETING]) writeFileSync(join(folder, file), content);
      const pip = ["-m", "pip", "--isolated", "install", "--quiet", "--no-index", "--no-compile"];
      const places = ["--find-links", folder, "--target", join(folder, "site")];
      execFileSync("python3", [...pip, ...places, "sandbox-greeting==0.3"], { stdio: "pipe" });
      const said = execFileSync("python3", ["-c", "import sandbox_greeting; print(sandbox_greeting.say())"], {
        env: { ...process.env, PYTHONPATH: join(folder, "site") },
        encoding: "utf8",
      });
      assert.equal(said.trim(), "hello");
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
