import type { Client } from "../client";
import { folderOf } from "../set-up";

export const uv: Client = {
  name: "uv",
  title: "uv",
  program: "uv",
  protocol: "pypi",
  userAgent: /^uv\//,
  needs: ["uv"],
  runsOnJava: false,
  choose({ programs, onPath }) {
    const own = onPath["uv"];
    if (own !== undefined && knowsAuthenticate(own.version)) return { version: own.version, folders: [] };
    const fetched = programs["uv"];
    return fetched && { version: fetched.version, folders: [folderOf(fetched)] };
  },
  environment: () => ({}),
};

/** Whether a uv has the index setting `authenticate`, which came with 0.6. */
function knowsAuthenticate(version: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major > 0 || minor >= 6;
}
