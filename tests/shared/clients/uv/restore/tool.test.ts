import assert from "node:assert/strict";
import type { AskFeed } from "../../../../../shared/core/protocol";
import type { Platform, ToolArchive } from "../../../../../shared/core/tool";
import { uvTool } from "../../../../../shared/clients/uv/restore/tool";
import { services } from "../../../core/organizations";

const sha256 = "ab".repeat(32);
const wheels = [
  "uv-1.2.3.tar.gz",
  "uv-1.2.4-py3-none-manylinux_2_17_x86_64.manylinux2014_x86_64.whl",
  "uv_build-1.2.3-py3-none-manylinux_2_17_x86_64.whl",
  "uv-1.2.3-py3-none-linux_armv6l.whl",
  "uv-1.2.3-py3-none-macosx_10_12_x86_64.whl",
  "uv-1.2.3-py3-none-macosx_11_0_arm64.whl",
  "uv-1.2.3-py3-none-manylinux_2_17_aarch64.manylinux2014_aarch64.musllinux_1_1_aarch64.whl",
  "uv-1.2.3-py3-none-manylinux_2_17_x86_64.manylinux2014_x86_64.whl",
  "uv-1.2.3-py3-none-musllinux_1_1_x86_64.whl",
  "uv-1.2.3-py3-none-win32.whl",
  "uv-1.2.3-py3-none-win_amd64.whl",
  "uv-1.2.3-py3-none-win_arm64.whl",
];

/** A feed whose page of uv comes in pieces of 50 characters. */
function askFor(page: string, asked: string[] = []): AskFeed {
  return (address, reader) => {
    asked.push(address);
    const reading = reader();
    for (let at = 0; at < page.length; at += 50) reading.take(page.slice(at, at + 50));
    return Promise.resolve({ status: 200, value: reading.end(), message: "", typeKey: "" });
  };
}

async function find(
  platform: Platform,
  version = "1.2.3",
  hash = `#sha256=${sha256}`,
): Promise<ToolArchive | undefined> {
  const page = wheels.map((file) => `<a href="../../download/uv/x/${file}${hash}">${file}</a>\n`).join("");
  const place = { organization: services(), feed: { project: "Fiber", name: "fiber", forceAuth: false } };
  const asked: string[] = [];
  const { value } = await uvTool.find(place, askFor(page, asked), version, platform);
  assert.deepEqual(asked, ["https://pkgs.dev.azure.com/fabrikam/Fiber/_packaging/fiber/pypi/simple/uv/"]);
  return value?.archive;
}

describe("uv, as it is fetched", () => {
  it("is not looked for at an address that is none", async () => {
    const file = "uv-1.2.3-py3-none-win_amd64.whl";
    const page = ["https://[", "../../download/uv/x/"]
      .map((start) => `<a href="${start}${file}#sha256=${sha256}">${file}</a>\n`)
      .join("");
    const place = { organization: services(), feed: { name: "fiber", forceAuth: false } };
    const windows: Platform = { os: "win32", arch: "x64", musl: false };
    const { value } = await uvTool.find(place, askFor(page), "1.2.3", windows);
    assert.ok(value?.archive?.address.endsWith(`/pypi/download/uv/x/${file}`));
  });

  const table: readonly (readonly [NodeJS.Platform, string, boolean, string | undefined])[] = [
    ["linux", "x64", false, "manylinux_2_17_x86_64.manylinux2014_x86_64"],
    ["linux", "x64", true, "musllinux_1_1_x86_64"],
    ["linux", "arm64", false, "manylinux_2_17_aarch64.manylinux2014_aarch64.musllinux_1_1_aarch64"],
    ["linux", "arm64", true, "manylinux_2_17_aarch64.manylinux2014_aarch64.musllinux_1_1_aarch64"],
    ["linux", "s390x", false, undefined],
    ["darwin", "x64", false, "macosx_10_12_x86_64"],
    ["darwin", "arm64", false, "macosx_11_0_arm64"],
    ["win32", "x64", false, "win_amd64"],
    ["win32", "arm64", false, "win_arm64"],
    ["win32", "ia32", false, "win32"],
  ];
  for (const [os, arch, musl, tags] of table) {
    it(`is ${tags === undefined ? "not there" : `the wheel for ${tags}`} on ${os} ${arch}${musl ? " with musl" : ""}`, async () => {
      const archive = await find({ os, arch, musl });
      assert.equal(archive?.file, tags === undefined ? undefined : `uv-1.2.3-py3-none-${tags}.whl`);
    });
  }

  it("has the address and the hash that the page states", async () => {
    const file = "uv-1.2.3-py3-none-win32.whl";
    assert.deepEqual(await find({ os: "win32", arch: "ia32", musl: false }), {
      address: `https://pkgs.dev.azure.com/fabrikam/Fiber/_packaging/fiber/pypi/download/uv/x/${file}`,
      file,
      sha256,
    });
  });

  it("is not there in another version, nor where no hash is stated", async () => {
    const platform: Platform = { os: "linux", arch: "x64", musl: false };
    assert.equal(await find(platform, "1.2"), undefined);
    assert.equal(await find(platform, "1.2.3", ""), undefined);
  });

  it("is the programs of the wheel, by exact entries", () => {
    const [uv, uvx] = uvTool.programs({ os: "linux", arch: "x64", musl: false });
    assert.deepEqual([uv?.name, uvx?.name], ["uv", "uvx"]);
    for (const [entry, expected] of [
      ["uv-1.2.3.data/scripts/uv", true],
      ["uv-1.2.3.data/scripts/uvx", false],
      ["../../uv-1.2.3.data/scripts/uv", false],
      ["uv-1.2.3.data/scripts/x/uv", false],
      ["uv/uv", false],
    ] as const)
      assert.equal(uv?.entry.test(entry), expected, entry);
    const [windows] = uvTool.programs({ os: "win32", arch: "x64", musl: false });
    assert.ok(windows?.entry.test("uv-1.2.3.data/scripts/uv.exe"));
    assert.ok(windows?.entry.test("uv-1.2.3.data/scripts/uv_exe") === false);
  });
});
