import { sendBody } from "../../http/answer";
import { packageNotFound } from "../../http/problem";
import { upstreamsOf } from "../../request/feed-request";
import type { FeedRequest } from "../../request/feed-request";
import { normalizeName, trimVersion } from "./names";
import { heldFiles, upstreamFiles } from "./project-files";
import type { ListedFile } from "./project-files";
import { isPypi } from "./upstream/pypi-upstream";

/** The simple root: names of the packages in the feed. */
export function sendRoot(request: FeedRequest): void {
  const { contents } = request.feed;
  const names = contents
    .packages()
    .filter(
      ({ protocol, name }) => protocol === "pypi" && contents.versions("pypi", name, request.view?.name)[0],
    )
    .map(({ name }) => name);
  sendPage(request, "Simple Index", names.map((name) => `<a href="${name}/">${name}</a><br/>`).join(""));
}

/**
 * The page of a project: pushed and saved files, then the upstream sources' (not through a view, and not to
 * the anonymous, who read saved versions only).
 * @throws Problem 404 when there is no file, 401 to the anonymous who see none of an upstream source's.
 */
export async function sendProjectPage(request: FeedRequest, written: string): Promise<void> {
  const name = normalizeName(written);
  const held = heldFiles(request, name);
  const { access } = request;
  const upstream = access.isAnonymous ? [] : await upstreamFiles(request, name);
  const files = [...held, ...upstream];
  if (files.length === 0) {
    const hidden = access.isAnonymous && upstreamsOf(request, isPypi).length > 0;
    throw hidden ? access.noLocalVersions(name) : packageNotFound(`package '${name}'`, request.feed.name);
  }
  sendPage(request, `Links for ${name}`, files.map((file) => anchor(request, name, file)).join(""));
}

/** Shape: capture in uv#10394; absolute GUID addresses, no upload time, no PEP 658 attribute. */
function anchor(request: FeedRequest, name: string, file: ListedFile): string {
  const hash = file.sha256 === undefined ? "" : `#sha256=${file.sha256}`;
  const path = [name, trimVersion(file.version), file.file].map(encodeURIComponent).join("/");
  const python =
    file.requiresPython === undefined ? "" : ` data-requires-python="${escapeHtml(file.requiresPython)}"`;
  const yanked = file.yanked === undefined ? "" : ` data-yanked="${escapeHtml(file.yanked)}"`;
  const address = `${request.feedAddress}/pypi/download/${path}${hash}`;
  return `<a href="${escapeHtml(address)}"${python}${yanked}>${escapeHtml(file.file)}</a><br/>`;
}

/** `no-store`: uv#3260, uv#10359. */
function sendPage(request: FeedRequest, title: string, body: string): void {
  const heading = escapeHtml(title);
  const page = `<!DOCTYPE html><html><head><title>${heading}</title></head><body><h1>${heading}</h1>${body}</body></html>`;
  sendBody(request.exchange, 200, page, {
    "Content-Type": "text/html; charset=utf-8",
    "Cache-Control": "no-store",
  });
}

function escapeHtml(text: string): string {
  return text.replace(/&/gu, "&amp;").replace(/</gu, "&lt;").replace(/>/gu, "&gt;").replace(/"/gu, "&quot;");
}
