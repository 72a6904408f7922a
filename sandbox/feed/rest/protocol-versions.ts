import { sendJson } from "../http/answer";
import { badRequest, methodNotAllowed, packageNotFound } from "../http/problem";
import type { FeedProtocol } from "../protocols/feed-protocol";
import type { Access } from "../request/access";
import type { FeedReference } from "../request/scope";
import { sameName } from "../world/ids";
import type { StoredVersion } from "../contents/stored-version";
import { checkApiVersion, previewVersions } from "./api-versions";
import { protocolDocument } from "./package-documents";
import { readJsonBody, resourceNotFound } from "./rest-request";
import type { RestRequest } from "./rest-request";

/** What stands behind a feed: a protocol, and a path that only its room can take apart. */
interface ProtocolPath {
  readonly protocol: FeedProtocol;
  readonly path: readonly string[];
}

/** Answers `{protocol}/{package}/…`: `versions/{v}` and `upstreaming` (specification/artifactsPackageTypes/7.2). */
export async function answerProtocolCall(
  request: RestRequest,
  reference: FeedReference,
  access: Access,
  { protocol, path }: ProtocolPath,
): Promise<void> {
  const { name, rest } = protocol.rest.readPackage(path);
  const [resource = "", version] = rest;
  const { organization } = request.site;
  if (sameName(resource, "upstreaming")) {
    checkApiVersion(request.exchange, organization, protocol.rest.upstreamingVersions);
    await answerUpstreaming(request, reference, access, { protocol, name });
  } else if (sameName(resource, "versions") && version !== undefined) {
    checkApiVersion(request.exchange, organization, previewVersions);
    await answerVersion(request, reference, access, { protocol, name, version });
  } else {
    throw resourceNotFound();
  }
}

/** Readers may look, owners may change ("Configure upstream behavior"). */
async function answerUpstreaming(
  { exchange }: RestRequest,
  { feed }: FeedReference,
  access: Access,
  { protocol, name }: { readonly protocol: FeedProtocol; readonly name: string },
): Promise<void> {
  if (exchange.method === "PATCH") {
    access.require("AdministerFeed");
    const setting = (await readJsonBody(exchange))["versionsFromExternalUpstreams"];
    if (setting !== "auto" && setting !== "allowExternalVersions") {
      const message = "versionsFromExternalUpstreams must be auto or allowExternalVersions.";
      throw badRequest("VssPropertyValidationException", message);
    }
    feed.contents.setExternalVersions(protocol.name, name, setting);
  } else if (exchange.method !== "GET") {
    throw methodNotAllowed(exchange.method, "GET, PATCH");
  }
  sendJson(exchange, { versionsFromExternalUpstreams: feed.contents.externalVersions(protocol.name, name) });
}

async function answerVersion(
  { exchange }: RestRequest,
  { feed }: FeedReference,
  access: Access,
  wanted: { readonly protocol: FeedProtocol; readonly name: string; readonly version: string },
): Promise<void> {
  const { protocol, name, version } = wanted;
  const held = feed.contents.version(protocol.name, name, protocol.rest.versionKey(version));
  const showDeleted = exchange.query.get("showDeleted") === "true" && exchange.method === "GET";
  if (held === undefined || (held.deletedAt !== undefined && !showDeleted)) {
    throw packageNotFound(`package '${name} ${version}'`, feed.name);
  }
  let status = 200;
  if (exchange.method === "DELETE") {
    access.require("DeletePackage");
    held.deletedAt = new Date();
    feed.contents.changed(held);
    status = protocol.rest.deletedStatus;
  } else if (exchange.method === "PATCH") {
    access.require("AddPackage");
    changeVersion(
      held,
      await readJsonBody(exchange),
      feed.views.map((view) => view.name),
    );
  } else if (exchange.method !== "GET") {
    throw methodNotAllowed(exchange.method, "GET, PATCH, DELETE");
  }
  sendJson(
    exchange,
    protocolDocument(feed, held, `${exchange.scheme}://${exchange.host}${exchange.path}`),
    status,
  );
}

/** `PackageVersionDetails`: `listed`, and `views` as one JSON-Patch operation that promotes the version. */
function changeVersion(
  version: StoredVersion,
  change: Readonly<Record<string, unknown>>,
  views: readonly string[],
): void {
  if (typeof change["listed"] === "boolean") version.listed = change["listed"];
  const promotion = change["views"] as { op?: unknown; path?: unknown; value?: unknown } | undefined;
  if (promotion === undefined) return;
  const { op, path, value } = promotion;
  const view = views.find((name) => typeof value === "string" && sameName(name, value));
  if (op !== "add" || path !== "/views/-" || view === undefined) {
    throw badRequest("VssPropertyValidationException", "views must add the name of a view at /views/-.");
  }
  version.views.add(view.toLowerCase());
}
