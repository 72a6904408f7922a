import { sendJson } from "../http/answer";
import { otherAreas, protocols } from "../protocols/all-protocols";
import type { ResourceLocation } from "../protocols/feed-protocol";
import type { Organization } from "../world/model";
import { list, resourceNotFound } from "./rest-request";
import type { RestRequest } from "./rest-request";

interface Area {
  readonly id: string;
  readonly name: string;
  readonly service: "pkgs" | "feeds";
}

/** Area ids: packaging-common `locationUtilities`, and those of the protocols. */
const areas: readonly Area[] = [
  ...protocols.map(({ name, rest }): Area => ({ id: rest.areaId, name, service: "pkgs" })),
  ...otherAreas.map((area): Area => ({ ...area, service: "pkgs" })),
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

interface Location extends ResourceLocation {
  readonly area: string;
}

/** Resource locations that clients ask by id: those of the protocols, and of azure-devops-node-api. */
const locations: readonly Location[] = [
  ...protocols.flatMap(({ name, rest }) => rest.locations.map((location) => ({ area: name, ...location }))),
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
