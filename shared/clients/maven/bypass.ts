import type { Files } from "../../core/files";
import type { Bypass } from "../../core/lock-entry";
import { disk, hostOf } from "../../formats/locks/file-address";
import { place } from "../../formats/toml/toml-file";
import { interpolate } from "./interpolation";
import { parsePom } from "./pom";

/**
 * In a pom.xml: the repositories that a mirror of `external:*` leaves alone, which are those on disk and on this
 * machine (maven.apache.org/guides/mini/guide-mirror-settings.html). Every other one is the feed while the job restores.
 */
export function findMavenBypasses(
  path: string,
  files: Files,
  isOwn: (address: string) => boolean,
): readonly Bypass[] {
  const pom = files.parsed(path, parsePom);
  if (pom === undefined) return [];
  return pom.repositories.flatMap(({ id, address: written, line, forDeployment }): Bypass[] => {
    const address = interpolate(written, [pom.properties], new Map());
    const host = hostOf(address);
    const isUnmirrored =
      host === disk ? /^file:/i.test(address) : /^(?:localhost|127\.0\.0\.1)(?::\d+)?$/.test(host);
    if (forDeployment || !isUnmirrored || isOwn(address)) return [];
    const from = host === disk ? "a folder on disk" : host;
    return [
      {
        where: place(path, line),
        host,
        text: `The repository ${id} is ${from}, which no mirror changes: what Maven finds there bypasses the feed. Publish it to the feed and take the repository out.`,
      },
    ];
  });
}
