import type { RestoringClient } from "../core/client";
import { cargo } from "./cargo/authenticate/client";
import { maven } from "./maven/authenticate/client";
import { detectProjects, type Project } from "./project-kinds";
import { uv } from "./uv/authenticate/client";

type Found = Pick<RestoringClient, "name" | "looksFor" | "authentication" | "detect">;

/** Every client, in the order of the log. */
export const clients: readonly Found[] = [
  {
    name: "uv",
    authentication: uv,
    looksFor: "uv.lock, pylock.toml, pyproject.toml with [tool.uv], requirements files with hashes",
    detect: detector("uv"),
  },
  { name: "cargo", authentication: cargo, looksFor: "Cargo.toml", detect: detector("cargo") },
  { name: "maven", authentication: maven, looksFor: "pom.xml", detect: detector("maven") },
];

function detector(kind: Project["kind"]): Found["detect"] {
  return (paths, read) =>
    detectProjects(paths, read)
      .filter((project) => project.kind === kind)
      .map(({ folder, manifest, lock }) => ({
        client: kind,
        folder,
        manifest,
        ...(lock === undefined ? {} : { lock }),
      }));
}
