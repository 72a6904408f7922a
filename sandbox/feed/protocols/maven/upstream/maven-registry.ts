import type { Readable } from "node:stream";
import type { HttpClient } from "../../../upstream/http-client";
import { parseRegistryAddress } from "../../../upstream/registry-address";
import type { MavenUpstream } from "./maven-upstream";

/** A Maven 2 layout repository over HTTP; `location` may have userinfo, the upstream's own has none. */
export function mavenRegistry(location: string, client: HttpClient): MavenUpstream {
  const address = parseRegistryAddress(location);
  return {
    kind: "maven",
    location: address.url,
    async open(path): Promise<Readable | undefined> {
      const parts = path.split("/");
      if (parts.some((part) => part === "" || part === "." || part === "..")) return undefined;
      const escaped = parts.map(encodeURIComponent).join("/");
      return (await client.get(`${address.url}/${escaped}`, address))?.message;
    },
  };
}
