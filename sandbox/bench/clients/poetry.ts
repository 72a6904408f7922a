import { poetry as client } from "../../start/clients/poetry";
import { usualBounds, type BenchClient } from "../bench-client";
import { numbers, type FeedAddress, type ProjectFiles } from "../projects/project-files";

export const poetry: BenchClient = {
  client,
  task: "AuthenticatePoetry@1",
  ...usualBounds,
  // Five variables for a feed: user name and token to read with, and to publish a name, its address and the token.
  stdoutBounds: { limit: 900, aim: 600 },
  project: projectWithSources,
  growths: [
    {
      what: "1 000 Poetry sources",
      count: 1000,
      seconds: { limit: 0.5, aim: 0.25 },
      project: projectWithSources,
    },
  ],
};

function projectWithSources(count: number, address: FeedAddress): ProjectFiles {
  const sources = numbers(count).map(
    (n) => `[[tool.poetry.source]]\nname = "feed-${n}"\nurl = "${address(n, "pypi/simple/")}"\n`,
  );
  return { "pyproject.toml": `[tool.poetry]\nname = "app"\nversion = "1.0.0"\n\n${sources.join("\n")}` };
}
