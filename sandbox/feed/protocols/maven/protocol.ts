import type { FeedProtocol } from "../feed-protocol";
import { routeMaven } from "./route";
import { examplePackages } from "./seed";
import { discoverMaven } from "./upstream/discover-maven";
import { mavenRegistry } from "./upstream/maven-registry";

/** The Maven 2 repository layout. */
export const maven: FeedProtocol = {
  name: "maven",
  protocolType: "Maven",
  route: routeMaven,
  versionInPath: (path) => /\/maven\/v1\/(.+)\/(?!maven-metadata\.xml)[^/]+$/i.exec(path)?.[1]?.toLowerCase(),
  rest: {
    areaId: "6f7f8c07-ff36-473c-bcf3-bd6cc9b6c066",
    locations: [],
    // groups/{group}/artifacts/{artifact}/…
    readPackage: ([, group = "", , artifact = "", ...rest]) => ({ name: `${group}:${artifact}`, rest }),
    versionKey: (version) => version,
    upstreamingVersions: { first: "7.0" },
    // The one success of the published APIs that is not 200.
    deletedStatus: 202,
  },
  upstream: {
    askedClients: "mvn",
    client: "mvn",
    authorityVariables: [],
    discover: discoverMaven,
    connect: mavenRegistry,
  },
  examplePackages,
  trial: {
    title: "Maven",
    address: (feed) => `${feed}/maven/v1`,
    credentials: (token) =>
      `settings.xml: <server><id>fiber</id><username>any</username><password>${token}</password></server>`,
  },
};
