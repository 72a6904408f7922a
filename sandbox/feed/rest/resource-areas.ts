import { sendJson } from "../http/answer";
import type { Organization } from "../world/model";
import { list, resourceNotFound } from "./rest-request";
import type { RestRequest } from "./rest-request";

interface Area {
  readonly id: string;
  readonly name: string;
  readonly service: "pkgs" | "feeds";
}

/** Area ids: packaging-common `locationUtilities`, artifacts-common `protocols`. */
const areas: readonly Area[] = [
  { id: "92f0314b-06c5-46e0-abe7-15fd9d13276a", name: "pypi", service: "pkgs" },
  { id: "71f96160-8701-4914-aed9-c44b89f20ccd", name: "cargo", service: "pkgs" },
  { id: "6f7f8c07-ff36-473c-bcf3-bd6cc9b6c066", name: "maven", service: "pkgs" },
  { id: "4c83cfc1-f33a-477e-a789-29d38ffca52e", name: "npm", service: "pkgs" },
  { id: "b3be7473-68ea-4a81-bfc7-9530baaa19ad", name: "nuget", service: "pkgs" },
  { id: "d397749b-f115-4027-b6dd-77a65dd10d21", name: "upack", service: "pkgs" },
  { id: "7ab4e64e-c4d8-4f50-ae73-5ef2e21642a5", name: "Packaging", service: "feeds" },
];

/** Answers `_apis/resourceAreas[/{areaId}]`, also to the anonymous (UniversalPackages@1). */
export function sendResourceAreas(request: RestRequest, areaId: string | undefined): void {
  const { organization, base } = request.site;
  if (areaId === undefined) {
    sendJson(request.exchange, list(areas.map((area) => areaDocument(area, organization, base))));
    return;
  }
  const area = areas.find(({ id }) => id === areaId.toLowerCase());
  if (area === undefined) throw resourceNotFound(`The resource area '${areaId}'`);
  sendJson(request.exchange, areaDocument(area, organization, base));
}

function areaDocument(area: Area, organization: Organization, base: string): object {
  const hosted = `https://${area.service}.dev.azure.com/${organization.name}/`;
  return { id: area.id, name: area.name, locationUrl: organization.kind === "services" ? hosted : base };
}

interface Location {
  readonly area: string;
  readonly id: string;
  readonly resourceName: string;
  readonly routeTemplate: string;
}

/** Resource locations that clients ask by id: PipAuthenticate@1 and azure-devops-node-api. */
const locations: readonly Location[] = [
  {
    area: "pypi",
    id: "93377a2c-f5fb-48b9-a8dc-7781441cabf1",
    resourceName: "simple",
    routeTemplate: "{project}/_packaging/{feedId}/pypi/{resource}/{packageName}",
  },
  {
    area: "pypi",
    id: "c7a75c1b-08ac-4b11-b468-6c7ef835c85e",
    resourceName: "upload",
    routeTemplate: "{project}/_packaging/{feedId}/pypi/{resource}",
  },
  {
    area: "location",
    id: "00d9565f-ed9c-4a06-9a50-00e7896ccab4",
    resourceName: "connectionData",
    routeTemplate: "_apis/{resource}",
  },
  {
    area: "location",
    id: "e81700f7-3be2-46de-8624-2eb35882fcaa",
    resourceName: "resourceAreas",
    routeTemplate: "_apis/{resource}/{areaId}",
  },
];

/** Answers `OPTIONS _apis[/{area}]` (azure-devops-node-api `VsoClient`). */
export function sendLocations(request: RestRequest, area: string | undefined): void {
  const wanted = locations.filter((each) => area === undefined || each.area === area.toLowerCase());
  const versions = { resourceVersion: 1, minVersion: "1.0", maxVersion: "7.2", releasedVersion: "7.1" };
  sendJson(request.exchange, list(wanted.map((location) => ({ ...location, ...versions }))));
}
