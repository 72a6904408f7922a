import type { Readable } from "node:stream";
import { readText, type HttpClient } from "../../../upstream/http-client";
import { parseRegistryAddress, type RegistryAddress } from "../../../upstream/registry-address";
import { UpstreamDown, UpstreamFileMissing } from "../../../upstream/upstream-registry";
import { crateDownloadUrl, crateIndexPath } from "../crate-paths";
import type { CargoUpstream } from "./cargo-upstream";

const CRATE_NAME = /^[A-Za-z0-9_-]+$/;

/**
 * A Cargo registry with a sparse index. `location` is the index's address, with or without `sparse+` and
 * userinfo; the upstream's own `location` has neither.
 */
export function cargoRegistry(location: string, client: HttpClient): CargoUpstream {
  const address = parseRegistryAddress(location.trim().replace(/^sparse\+/, ""));
  let template: string | undefined;

  async function index(crate: string): Promise<readonly string[] | undefined> {
    if (!CRATE_NAME.test(crate)) return undefined;
    const answer = await client.get(`${address.url}/${crateIndexPath(crate)}`, address, "text/plain");
    if (answer === undefined) return undefined;
    return (await readText(answer)).split("\n").filter((line) => line.trim() !== "");
  }

  return {
    kind: "cargo",
    location: address.url,
    index,
    async open(crate, version): Promise<Readable> {
      const entry = (await index(crate))?.map(readEntry).find((line) => line.vers === version);
      if (entry === undefined) throw new UpstreamFileMissing(`${address.url} has no ${crate} ${version}`);
      template ??= await readDownloadTemplate(address, client);
      const url = crateDownloadUrl(template, { crate: entry.name, version, checksum: entry.cksum });
      const answer = await client.get(url, address);
      if (answer === undefined) throw new UpstreamFileMissing(`${address.url} lost ${crate} ${version}`);
      return answer.message;
    },
  };
}

interface IndexEntry {
  readonly name: string;
  readonly vers: string;
  readonly cksum: string;
}

function readEntry(line: string): IndexEntry {
  return readJson(line, "A line of the registry's index") as IndexEntry;
}

async function readDownloadTemplate(address: RegistryAddress, client: HttpClient): Promise<string> {
  const place = `${address.url}/config.json`;
  const answer = await client.get(place, address);
  const config = answer === undefined ? undefined : readJson(await readText(answer), place);
  const dl = typeof config === "object" && config !== null && "dl" in config ? config.dl : undefined;
  if (typeof dl !== "string" || !/^https?:\/\//.test(dl)) {
    throw new UpstreamDown(`${place} names no download address`);
  }
  return dl;
}

function readJson(text: string, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UpstreamDown(`${what} is no JSON`, { cause: error });
  }
}
