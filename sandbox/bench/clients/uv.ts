import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { pythonWheel } from "../../feed/protocols/pypi/python-wheel";
import { wheelIndex } from "../../feed/protocols/pypi/upstream/wheel-index";
import { uv as client } from "../../start/clients/uv";
import { usualBounds, type BenchClient } from "../bench-client";
import { numbers, writeProject, type FeedAddress, type ProjectFiles } from "../projects/project-files";
import { removeAll, runOnce, type RestorePlace, type RestoreProject } from "../projects/restore-project";
import type { SizedPackage } from "../projects/sized-packages";

export const uv: BenchClient = {
  client,
  task: "AuthenticateUv@1",
  ...usualBounds,
  filesBeside: 3,
  project: projectWithIndexes,
  growths: [
    {
      what: "1 000 uv indexes",
      count: 1000,
      seconds: { limit: 0.5, aim: 0.25 },
      project: projectWithIndexes,
    },
  ],
  restore: {
    registry: (packages) =>
      wheelIndex(
        packages.map(({ name, version, text }) => {
          const modules = { [name.replaceAll("-", "_")]: `# ${text}\n` };
          return { name, version, ...pythonWheel({ name, version, modules }) };
        }),
      ),
    prepare,
  },
};

function projectWithIndexes(count: number, address: FeedAddress): ProjectFiles {
  const indexes = numbers(count).map(
    (n) => `[[tool.uv.index]]\nname = "feed-${n}"\nurl = "${address(n, "pypi/simple/")}"\n`,
  );
  return { "pyproject.toml": `[project]\nname = "app"\nversion = "1.0.0"\n\n${indexes.join("\n")}` };
}

/** The feed is the project's own index, so that the task runs what is run beside it: `uv sync --frozen`. */
async function prepare(packages: readonly SizedPackage[], place: RestorePlace): Promise<RestoreProject> {
  const folder = join(place.folder, "uv");
  const files = { "pyproject.toml": pyproject(packages, `${place.feedRoot}pypi/simple/`) };
  await writeProject(folder, files);
  const cache = join(place.folder, "uv-cache");
  const environment = {
    ...place.environment,
    ...{ UV_CACHE_DIR: cache, UV_INDEX_FEED_USERNAME: "feed", UV_INDEX_FEED_PASSWORD: place.token },
    NO_COLOR: "1",
  };
  const command = (...words: readonly string[]) => ({
    argv: ["/usr/bin/env", "uv", ...words],
    workingDirectory: folder,
    environment,
  });
  await runOnce(place.meter, command("lock"));
  const clean = (): Promise<void> => removeAll(cache, join(folder, ".venv"));
  const sources = { ...files, "uv.lock": await readFile(join(folder, "uv.lock"), "utf8") };
  return { folder, sources, bare: command("sync", "--frozen"), clean };
}

function pyproject(packages: readonly SizedPackage[], index: string): string {
  const needs = packages.map(({ name, version }) => `  "${name}==${version}",\n`).join("");
  return `[project]
name = "app"
version = "1.0.0"
requires-python = ">=3.9"
dependencies = [
${needs}]

[tool.uv]
package = false

[[tool.uv.index]]
name = "feed"
url = "${index}"
default = true
`;
}
