import { readdirSync } from "node:fs";

/** A wheel of uv on the feed's simple page. */
export interface UvWheel {
  readonly address: string;
  readonly file: string;
  readonly sha256: string;
}

/** Where uv is to run. */
export interface Platform {
  readonly os: NodeJS.Platform;
  readonly arch: string;
  /** Of Linux: whether its C library is musl. */
  readonly musl: boolean;
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
export function fitsPlatform(tags: string, { os, arch, musl }: Platform): boolean {
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
export function platformTags(file: string, version: string): string | undefined {
  const parts = /^uv-([^-]+)(?:-\d[^-]*)?-[^-]+-[^-]+-([^-]+)\.whl$/.exec(file);
  return parts?.[1] === version ? parts[2] : undefined;
}

/** The platform that this process runs on. A Linux whose C library is musl has its loader in /lib (musl-libc.org). */
export function thisPlatform(): Platform {
  const { platform: os, arch } = process;
  const musl = os === "linux" && readdirSync("/lib").some((name) => name.startsWith("ld-musl-"));
  return { os, arch, musl };
}
