import { sendEmpty } from "../../http/answer";
import { badRequest } from "../../http/problem";
import type { FeedRequest } from "../../request/feed-request";
import { existsUpstream, fileExists, versionDeleted } from "../conflict";
import { enterPushed } from "../enter-pushed";
import { normalizeName, trimVersion } from "./names";
import { upstreamFiles, type PypiMetadata } from "./project-files";
import { readUploadForm, refuseWrongDigest } from "./upload-form";
import type { UploadForm } from "./upload-form";

/**
 * Answers `POST pypi/upload`: 200 without a body (uv#7860).
 * @throws Problem 401, 403 `AddPackage`, 400 for a bad form, 409 for what is there already.
 */
export async function receiveUpload(request: FeedRequest): Promise<void> {
  request.access.require("AddPackage");
  const form = await readUploadForm(request.exchange.request, request.services.store);
  const written = field(form, "name");
  const version = field(form, "version");
  refuseWrongDigest(form);
  const name = normalizeName(written);
  await refuseExisting(request, name, version, form.filename);
  const metadata: PypiMetadata = { requiresPython: form.fields.get("requires_python") };
  enterPushed(request.feed, {
    protocol: "pypi",
    name,
    version,
    normalizedVersion: trimVersion(version),
    file: form.filename,
    ...form.written,
    metadata,
  });
  sendEmpty(request.exchange, 200);
}

function field(form: UploadForm, name: string): string {
  const value = form.fields.get(name);
  if (value === undefined || value === "") {
    throw badRequest("InvalidPackageException", `The upload form has no field '${name}'.`);
  }
  return value;
}

async function refuseExisting(
  request: FeedRequest,
  name: string,
  version: string,
  file: string,
): Promise<void> {
  const { feed } = request;
  const normalizedVersion = trimVersion(version);
  const held = feed.contents.version("pypi", name, normalizedVersion);
  if (held?.deletedAt !== undefined) throw versionDeleted(feed.name, `${name} ${version}`);
  if (held?.files.has(file.toLowerCase()) === true) throw fileExists(feed.name, file, `${name} ${version}`);
  if (held?.upstream !== undefined) throw existsUpstream(`${name} ${version}`, held.upstream);
  const upstream = await upstreamFiles(request, name);
  const same = upstream.find(({ offer }) => offer.normalizedVersion === normalizedVersion);
  if (same !== undefined) throw existsUpstream(`${name} ${version}`, same.offer.upstream);
}
