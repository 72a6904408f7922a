import type { LockEntry } from "../../core/lock-entry";
import type { FeedAccess } from "./feed-access";
import type { FeedClient } from "./feed-client";
import { readJson } from "./body";
import { feedCall } from "./rest-address";

/**
 * Whether a package that has pushed versions takes none from public registries: the setting "Allow externally sourced
 * versions" is `auto`. false also where the feed does not tell. Source: specification/artifactsPackageTypes/7.2.
 */
export async function isBlocked(client: FeedClient, access: FeedAccess, entry: LockEntry): Promise<boolean> {
  const [group = "", artifact = ""] = entry.name.split(":").map(encodeURIComponent);
  const place =
    entry.protocol === "maven"
      ? `maven/groups/${group}/artifacts/${artifact}`
      : `${entry.protocol}/packages/${encodeURIComponent(entry.name)}`;
  const address = feedCall(
    access,
    `${place}/upstreaming?api-version=7.1-preview.1`,
    access.organization.feedRoot,
  );
  try {
    const { value } = await client.get(address, readJson);
    return (
      (value as { versionsFromExternalUpstreams?: unknown } | null)?.versionsFromExternalUpstreams === "auto"
    );
  } catch {
    return false;
  }
}
