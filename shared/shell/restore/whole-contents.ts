import type { Protocol } from "../../core/lock-entry";
import type { FeedAccess } from "../feed/feed-access";
import { Aborted, FeedClient } from "../feed/feed-client";
import type { FeedContents } from "../feed/feed-contents";
import { Holdings } from "../feed/holdings";
import { readJson } from "../feed/reply";
import { feedCall } from "../feed/rest-address";
import { packageKey } from "../feed/version-key";

const protocolTypes: Readonly<Record<Protocol, string>> = { pypi: "PyPi", cargo: "Cargo", maven: "Maven" };
const pageSize = 1000;

/**
 * Everything that a feed holds of some protocols: for projects without a lock file, whose packages are known only when
 * they are restored. Without the names of upstream sources, since these are asked again afterwards.
 */
export async function readWholeContents(
  access: FeedAccess,
  protocols: readonly Protocol[],
): Promise<FeedContents> {
  const client = new FeedClient(access);
  const holdings = new Holdings(new Map());
  try {
    for (const protocol of protocols) await readProtocol(client, access, protocol, holdings);
    return holdings;
  } catch (error) {
    if (error instanceof Aborted || error instanceof TypeError) throw error;
    return Holdings.unknown;
  } finally {
    client.close();
  }
}

async function readProtocol(
  client: FeedClient,
  access: FeedAccess,
  protocol: Protocol,
  holdings: Holdings,
): Promise<void> {
  for (let skip = 0; ; skip += pageSize) {
    const query = `protocolType=${protocolTypes[protocol]}&includeAllVersions=true&includeDeleted=true&$top=${pageSize}&$skip=${skip}&api-version=7.1-preview.1`;
    const { value, status } = await client.get(
      feedCall(access, `packages?${query}`),
      readJson,
      "application/json",
    );
    const page = listOf((value as { readonly value?: unknown } | null)?.value);
    if (status !== 200) throw new Error(`The feed answered ${status} to a call about what it holds`);
    for (const { name, normalizedName, id, versions } of page) {
      const written = typeof normalizedName === "string" ? normalizedName : name;
      if (typeof written === "string")
        holdings.add(protocol, packageKey({ protocol, name: written }), id, listOf(versions));
    }
    if (page.length < pageSize) return;
  }
}

function listOf(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [];
  return list.filter((each): each is Record<string, unknown> => typeof each === "object" && each !== null);
}
