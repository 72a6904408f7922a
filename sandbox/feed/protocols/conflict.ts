import { Problem } from "../http/problem";
import type { UpstreamSource } from "../upstream/upstream-registry";

/** 409 for a file that is in the feed. Source: uv#7860. */
export function fileExists(feed: string, file: string, packageAndVersion: string): Problem {
  const message = `The feed '${feed}' already contains file '${file}' in package '${packageAndVersion}'.`;
  return new Problem(409, "PackageAlreadyExistsException", message);
}

/** 409 for a version number that was used and deleted: numbers are never reused ("Key concepts"). */
export function versionDeleted(feed: string, packageAndVersion: string): Problem {
  const message = `The feed '${feed}' already contained package '${packageAndVersion}', which was deleted. A version number cannot be used again.`;
  return new Problem(409, "PackageAlreadyExistsException", message);
}

/** 409 for a version that an upstream source has. Source: dotnet/workload-versions#805. */
export function existsUpstream(packageAndVersion: string, source: UpstreamSource): Problem {
  const message = `'${packageAndVersion}' cannot be published to the feed because it exists in at least one of the feed's upstream sources. Publishing this copy would prevent you from using '${packageAndVersion}' from '${source.name}'. For more information, see https://go.microsoft.com/fwlink/?linkid=864880`;
  return new Problem(409, "PackageExistsInUpstreamSourceException", message);
}
