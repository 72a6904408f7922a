import { feedAddress } from "../../../core/feed-address";
import type { TextReader } from "../../../core/protocol";
import { parseUrl } from "../../../core/url";
import type { ClientTool, Platform, ToolArchive } from "../../../core/tool";
import { AnchorReader, type Anchor } from "../../../protocols/pypi/simple-page";

/** uv comes from the feed as what it is on the public index, too: the wheel of the project `uv` carries the program. */
export const uvTool: ClientTool = {
  versionInput: "uvVersion",

  find({ organization, feed }, ask, version, platform) {
    const page = feedAddress(organization, feed, "pypi/simple/uv/");
    return ask(page, () => new WheelPage(page, version, platform), "text/html");
  },

  /** Programs of a wheel are in `<stem>.data/scripts/` (PEP 427). */
  programs: ({ os }) =>
    (os === "win32" ? ["uv.exe", "uvx.exe"] : ["uv", "uvx"]).map((name) => ({
      name,
      entry: new RegExp(`^[^/\\\\]+\\.data/scripts/${name.replace(".", "\\.")}$`),
    })),
};

/** Looks for the wheel of a version and a platform on the project's page, while the page passes. */
class WheelPage implements TextReader<{ readonly archive?: ToolArchive }> {
  readonly #anchors = new AnchorReader((anchor) => {
    this.#see(anchor);
  });
  readonly #page: string;
  readonly #version: string;
  readonly #platform: Platform;
  #archive: ToolArchive | undefined;

  constructor(page: string, version: string, platform: Platform) {
    this.#page = page;
    this.#version = version;
    this.#platform = platform;
  }

  take(text: string): void {
    this.#anchors.take(text);
  }

  end(): { readonly archive?: ToolArchive } {
    return this.#archive === undefined ? {} : { archive: this.#archive };
  }

  #see({ href, text: file }: Anchor): void {
    const sha256 = /#sha256=([0-9a-f]{64})$/i.exec(href)?.[1]?.toLowerCase();
    const tags = platformTags(file, this.#version);
    if (sha256 === undefined || tags === undefined || !fitsPlatform(tags, this.#platform)) return;
    const address = parseUrl(href, this.#page)?.href.replace(/#.*$/, "");
    if (address !== undefined) this.#archive ??= { address, file, sha256 };
  }
}

const machines: Readonly<
  Record<string, { readonly linux: string; readonly mac: string; readonly windows: string }>
> = {
  x64: { linux: "x86_64", mac: "x86_64", windows: "win_amd64" },
  arm64: { linux: "aarch64", mac: "arm64", windows: "win_arm64" },
  ia32: { linux: "i686", mac: "none", windows: "win32" },
};

/**
 * Whether a wheel of this platform tag runs there. uv's wheels are one program for each system and machine.
 * Tags: packaging.python.org, "Platform compatibility tags" (several joined by dots: PEP 425).
 */
function fitsPlatform(tags: string, { os, arch, musl }: Platform): boolean {
  const machine = machines[arch];
  if (machine === undefined) return false;
  return tags.split(".").some((tag) => {
    if (os === "win32") return tag === machine.windows;
    if (os === "darwin") return /^macosx_\d+_\d+_/.test(tag) && tag.endsWith(`_${machine.mac}`);
    const library = musl ? /^musllinux_\d+_\d+_/ : /^manylinux(?:_\d+_\d+|\d+)_/;
    return (library.test(tag) || (!musl && tag.startsWith("linux_"))) && tag.endsWith(`_${machine.linux}`);
  });
}

/** The platform tags in a wheel's name, where it is one of uv in this version; undefined otherwise. */
function platformTags(file: string, version: string): string | undefined {
  const parts = /^uv-([^-]+)(?:-\d[^-]*)?-[^-]+-[^-]+-([^-]+)\.whl$/.exec(file);
  return parts?.[1] === version ? parts[2] : undefined;
}
