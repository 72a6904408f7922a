import type { ReadText } from "../../../core/client";
import { parsedOrNot, type Pom } from "../pom";

/** A pom.xml of a build. */
export interface ReadPom {
  readonly text: string;
  readonly pom: Pom;
  /** Of the build itself; a parent on disk may be none. */
  readonly isModule: boolean;
}

/** The pom.xml files of a build by their paths, parents on disk too. A malformed one is left to Maven. */
export function reactorPoms(root: string, read: ReadText): ReadonlyMap<string, ReadPom> {
  const poms = new Map<string, ReadPom>();
  const next = [{ path: `${root}/pom.xml`, isModule: true }];
  for (let each = next.shift(); each !== undefined; each = next.shift()) {
    const { path, isModule } = each;
    const text = poms.has(path) ? undefined : read(path);
    const pom = text === undefined ? undefined : parsedOrNot(path, text);
    if (text === undefined || pom === undefined) continue;
    poms.set(path, { text, pom, isModule });
    next.unshift(...pom.modules.map((module) => ({ path: module, isModule: true })));
    next.push(...pom.parents.map((parent) => ({ path: parent, isModule: false })));
  }
  return poms;
}
