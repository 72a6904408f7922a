import type { Client } from "../client";
import { folderOf } from "../set-up";

export const poetry: Client = {
  name: "poetry",
  title: "Poetry",
  program: "poetry",
  protocol: "pypi",
  userAgent: /^poetry\//,
  needs: ["poetry"],
  runsOnJava: false,
  choose({ programs, onPath }) {
    const own = onPath["poetry"];
    if (own !== undefined) return { version: own.version, folders: [] };
    const fetched = programs["poetry"];
    return fetched && { version: fetched.version, folders: [folderOf(fetched)] };
  },
  environment: () => ({}),
};
