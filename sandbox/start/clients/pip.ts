import type { Client } from "../client";
import { folderOf } from "../set-up";

export const pip: Client = {
  name: "pip",
  title: "pip",
  program: "pip",
  protocol: "pypi",
  // uv and Poetry, which speak the same protocol, say their own names.
  userAgent: /^pip\//,
  needs: ["pip"],
  runsOnJava: false,
  choose({ programs, onPath }) {
    const own = onPath["pip"];
    if (own !== undefined && asksKeyring(own.version)) return { version: own.version, folders: [] };
    const fetched = programs["pip"];
    return fetched && { version: fetched.version, folders: [folderOf(fetched)] };
  },
  // Before 24.2 pip trusts its own list of authorities.
  environment: ({ network }) => ({ PIP_CERT: network?.caFile }),
};

/** Whether a pip has the option for the keyring's program, which came with 23.1. */
function asksKeyring(version: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major > 23 || (major === 23 && minor >= 1);
}
