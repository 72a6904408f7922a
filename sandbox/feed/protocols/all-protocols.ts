import type { Protocol } from "../contents/version-key";
import { cargo } from "./cargo/protocol";
import type { FeedProtocol } from "./feed-protocol";
import { maven } from "./maven/protocol";
import { pypi } from "./pypi/protocol";

/** The package protocols that this feed speaks. */
export const protocols: readonly FeedProtocol[] = [pypi, cargo, maven];

/** Resource areas of protocols that the service speaks and this feed does not (UniversalPackages@1 asks for its own). */
export const otherAreas: readonly { readonly id: string; readonly name: string }[] = [
  { id: "4c83cfc1-f33a-477e-a789-29d38ffca52e", name: "npm" },
  { id: "b3be7473-68ea-4a81-bfc7-9530baaa19ad", name: "nuget" },
  { id: "d397749b-f115-4027-b6dd-77a65dd10d21", name: "upack" },
];

/** The protocol of that name, in any case; undefined for a name of none. */
export function findProtocol(name: string): FeedProtocol | undefined {
  return protocols.find((protocol) => protocol.name === name.toLowerCase());
}

/** @throws Error for a name that no protocol has. */
export function protocolNamed(name: Protocol): FeedProtocol {
  const protocol = findProtocol(name);
  if (protocol === undefined) throw new Error(`The feed does not speak a protocol '${name}'.`);
  return protocol;
}
