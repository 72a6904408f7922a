import type { FeedProtocol } from "../feed-protocol";
import { crateVersionKey } from "./index-entry";
import { routeCargo } from "./route";
import { examplePackages } from "./seed";
import { cargoRegistry } from "./upstream/cargo-registry";
import { discoverCargo } from "./upstream/discover-cargo";

/** The sparse index and the web API of Cargo. */
export const cargo: FeedProtocol = {
  name: "cargo",
  protocolType: "Cargo",
  route: routeCargo,
  versionInPath: (path) =>
    /\/Cargo\/api\/v1\/crates\/([^/]+\/[^/]+)\/download$/i.exec(path)?.[1]?.toLowerCase(),
  // Cargo registry web API, "Web API".
  refusal: (message) => ({ errors: [{ detail: message }] }),
  rest: {
    areaId: "71f96160-8701-4914-aed9-c44b89f20ccd",
    locations: [],
    readPackage: ([, name = "", ...rest]) => ({ name: name.toLowerCase(), rest }),
    versionKey: crateVersionKey,
    upstreamingVersions: { first: "7.2" },
    deletedStatus: 200,
  },
  upstream: {
    askedClients: "cargo",
    client: "cargo",
    authorityVariables: ["CARGO_HTTP_CAINFO"],
    discover: discoverCargo,
    connect: cargoRegistry,
  },
  examplePackages,
  trial: {
    title: "Cargo",
    address: (feed) => `sparse+${feed}/Cargo/index/`,
    credentials: (token) =>
      `CARGO_REGISTRIES_FIBER_TOKEN="Bearer ${token}" CARGO_REGISTRIES_FIBER_CREDENTIAL_PROVIDER=cargo:token`,
  },
};
