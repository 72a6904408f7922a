import type { Readable } from "node:stream";
import { readText, type HttpClient } from "../../../upstream/http-client";
import { parseRegistryAddress } from "../../../upstream/registry-address";
import { UpstreamDown, UpstreamFileMissing } from "../../../upstream/upstream-registry";
import type { PypiFile, PypiUpstream } from "./pypi-upstream";
import { SIMPLE_PAGE_TYPES, readSimplePage } from "./read-simple-page";

/**
 * A Python package index that is asked over HTTP by the simple API. `location` is what pip's `index-url`
 * holds, with or without userinfo; the upstream's own `location` has no userinfo.
 */
export function pypiRegistry(location: string, client: HttpClient): PypiUpstream {
  const address = parseRegistryAddress(location);
  // Each project's file addresses as its page named them last: they are often on another host.
  const addresses = new Map<string, ReadonlyMap<string, string>>();

  async function files(name: string): Promise<readonly PypiFile[] | undefined> {
    const answer = await client.get(
      `${address.url}/${encodeURIComponent(name)}/`,
      address,
      SIMPLE_PAGE_TYPES,
    );
    if (answer === undefined) return undefined;
    const type = answer.message.headers["content-type"] ?? "";
    const links = readPage(name, { url: answer.url, type, text: await readText(answer) });
    addresses.set(name, new Map(links.map(({ file, url }) => [file.filename, url])));
    return links.map(({ file }) => file);
  }

  return {
    kind: "pypi",
    location: address.url,
    files,
    async open(name, filename): Promise<Readable> {
      if (addresses.get(name)?.has(filename) !== true) await files(name);
      const url = addresses.get(name)?.get(filename);
      const answer = url === undefined ? undefined : await client.get(url, address);
      if (answer === undefined) throw new UpstreamFileMissing(`${address.url} has no file ${filename}`);
      return answer.message;
    },
  };
}

function readPage(
  name: string,
  page: { url: string; type: string; text: string },
): ReturnType<typeof readSimplePage> {
  try {
    return readSimplePage(name, page);
  } catch (error) {
    throw new UpstreamDown(`The simple page of ${name} cannot be read`, { cause: error });
  }
}
