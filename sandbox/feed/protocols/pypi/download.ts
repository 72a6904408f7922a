import type { FeedRequest } from "../../request/feed-request";
import { obtainFile } from "../obtain-file";
import { sendPackageFile } from "../send-file";
import { normalizeName, trimVersion } from "./names";
import { upstreamFiles } from "./project-files";

/** Answers `pypi/download/{name}/{version}/{file}`: 303 to the blob host, after saving the file if need be. */
export async function sendDownload(request: FeedRequest, path: readonly string[]): Promise<void> {
  const [written = "", version = "", file = ""] = path;
  const name = normalizeName(written);
  const obtained = await obtainFile(request, {
    protocol: "pypi",
    name,
    normalizedVersion: trimVersion(version),
    file,
    offers: async () => {
      const listed = await upstreamFiles(request, name);
      const wanted = trimVersion(version);
      return listed
        .map(({ offer }) => offer)
        .filter((offer) => offer.file === file && offer.normalizedVersion === wanted);
    },
  });
  await sendPackageFile(request, obtained, 303);
}
