import { methodNotAllowed, packageNotFound } from "../../http/problem";
import type { FeedRequest } from "../../request/feed-request";
import { sendDownload } from "./download";
import { sendProjectPage, sendRoot } from "./simple-page";
import { receiveUpload } from "./upload";

/** Answers what is below `pypi/`: `simple/`, `simple/{name}/`, `download/…`, `upload`. */
export async function routePypi(request: FeedRequest): Promise<void> {
  const { exchange, tail } = request;
  const [resource = "", ...path] = tail;
  const reading = exchange.method === "GET" || exchange.method === "HEAD";
  switch (resource.toLowerCase()) {
    case "simple":
      if (!reading) throw methodNotAllowed(exchange.method, "GET");
      if (path[0] === undefined) sendRoot(request);
      else await sendProjectPage(request, path[0]);
      return;
    case "download":
      if (!reading) throw methodNotAllowed(exchange.method, "GET");
      await sendDownload(request, path);
      return;
    case "upload":
      if (exchange.method !== "POST") throw methodNotAllowed(exchange.method, "POST");
      await receiveUpload(request);
      return;
    default:
      throw packageNotFound(`resource 'pypi/${resource}'`, request.feed.name);
  }
}
