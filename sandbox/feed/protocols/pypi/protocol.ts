import type { FeedProtocol } from "../feed-protocol";
import { normalizeName, trimVersion } from "./names";
import { routePypi } from "./route";
import { examplePackages } from "./seed";
import { discoverPypi } from "./upstream/discover-pypi";
import { pypiRegistry } from "./upstream/pypi-registry";

/** The simple API and the upload API of Python packages. */
export const pypi: FeedProtocol = {
  name: "pypi",
  protocolType: "PyPi",
  route: routePypi,
  versionInPath: (path) => /\/pypi\/download\/([^/]+\/[^/]+)\/[^/]+$/i.exec(path)?.[1]?.toLowerCase(),
  rest: {
    areaId: "92f0314b-06c5-46e0-abe7-15fd9d13276a",
    // Those that PipAuthenticate@1 asks for.
    locations: [
      {
        id: "93377a2c-f5fb-48b9-a8dc-7781441cabf1",
        resourceName: "simple",
        routeTemplate: "{project}/_packaging/{feedId}/pypi/{resource}/{packageName}",
      },
      {
        id: "c7a75c1b-08ac-4b11-b468-6c7ef835c85e",
        resourceName: "upload",
        routeTemplate: "{project}/_packaging/{feedId}/pypi/{resource}",
      },
    ],
    readPackage: ([, name = "", ...rest]) => ({ name: normalizeName(name), rest }),
    versionKey: trimVersion,
    upstreamingVersions: { first: "7.0" },
    deletedStatus: 200,
  },
  upstream: {
    askedClients: "uv or pip",
    client: "pip",
    authorityVariables: ["PIP_CERT", "REQUESTS_CA_BUNDLE"],
    discover: discoverPypi,
    connect: pypiRegistry,
  },
  examplePackages,
  trial: {
    title: "PyPI",
    address: (feed) => `${feed}/pypi/simple/`,
    credentials: (token) => `UV_INDEX_FIBER_USERNAME=any UV_INDEX_FIBER_PASSWORD=${token}`,
  },
};
