import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import type { Texts } from "../../planning";

const root = join(__dirname, "../../../../../../tests/shared/clients/maven/authenticate/fixtures");

/** The texts below a folder of a fixture, as if it were at another place. */
export function readFixture(folder: string, place: string): Texts {
  const top = join(root, folder);
  const files = readdirSync(top, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    files.map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return [join(place, relative(top, path)), readFileSync(path, "utf8")];
    }),
  );
}
