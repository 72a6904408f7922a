import assert from "node:assert/strict";
import { splitArguments } from "../../../../shared/shell/restore/restore-inputs";
import { exportArguments } from "../../../../shared/clients/uv/restore/choices";
import { startOf } from "../../../../shared/shell/restore/child-process";

describe("restore: input arguments", () => {
  const table: readonly (readonly [string, readonly string[]])[] = [
    ["", []],
    ["  ", []],
    ["--all-extras", ["--all-extras"]],
    ["--extra a  --group 'b c'\n-v", ["--extra", "a", "--group", "b c", "-v"]],
    [`--x="a b" 'it is' ""`, ["--x=a b", "it is", ""]],
    ["a;rm -rf / && $(id) `id` | x > y", ["a;rm", "-rf", "/", "&&", "$(id)", "`id`", "|", "x", ">", "y"]],
    ["C:\\folder\\x", ["C:\\folder\\x"]],
  ];
  for (const [text, words] of table) {
    it(`splits ${JSON.stringify(text)}`, () => {
      assert.deepEqual(splitArguments(text), words);
    });
  }

  for (const text of [`"`, `a "b`, `it's`]) {
    it(`refuses ${JSON.stringify(text)}`, () => {
      assert.throws(() => splitArguments(text), /a quote is not closed/);
    });
  }

  it("gives uv export those of uv sync that choose packages", () => {
    const words = [
      "--all-extras",
      "--no-install-project",
      "--group",
      "docs",
      "--inexact",
      "--extra=a",
      "-p",
      "3.12",
    ];
    assert.deepEqual(exportArguments(words), ["--all-extras", "--group", "docs", "--extra=a", "-p", "3.12"]);
  });
});

describe("restore: start of a program", () => {
  it("goes through no shell", () => {
    assert.deepEqual(startOf("/bin/mvn", ["a b", "$(x)"], false), {
      file: "/bin/mvn",
      args: ["a b", "$(x)"],
      verbatim: false,
    });
    assert.equal(startOf("C:\\uv.exe", ["%x%"], true).file, "C:\\uv.exe");
  });

  it("quotes for cmd.exe where Windows needs it for a batch file", () => {
    assert.deepEqual(startOf("C:\\a b\\mvn.cmd", ["-B", "-Dx=a b"], true), {
      file: "cmd.exe",
      args: ["/d", "/s", "/c", `""C:\\a b\\mvn.cmd" "-B" "-Dx=a b""`],
      verbatim: true,
    });
  });

  for (const word of [`a"b`, "%PATH%", "a&b", "a|b", "a^b", "a>b", "a\nb", "!x!"]) {
    it(`refuses ${JSON.stringify(word)} for a batch file`, () => {
      assert.throws(() => startOf("mvn.cmd", [word], true), /cannot be handed to a batch file/);
    });
  }
});
