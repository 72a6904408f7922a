import { Readable } from "node:stream";
import type { PypiUpstream } from "./pypi-upstream";

/** A file as `pythonWheel` makes it, and the project that it is of. */
export interface IndexedWheel {
  /** Normalized. */
  readonly name: string;
  readonly version: string;
  readonly file: string;
  readonly content: Buffer;
}

/** An index of wheels in memory, one for each project, that promises no digests. */
export function wheelIndex(wheels: readonly IndexedWheel[]): PypiUpstream {
  const byName = new Map(wheels.map((wheel) => [wheel.name, wheel]));
  return {
    kind: "pypi",
    location: "memory",
    files: (name) => {
      const wheel = byName.get(name);
      return Promise.resolve(wheel && [{ filename: wheel.file, version: wheel.version }]);
    },
    open: (name) => Promise.resolve(Readable.from([byName.get(name)?.content ?? ""])),
  };
}
