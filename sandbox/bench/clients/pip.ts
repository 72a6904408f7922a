import { pip as client } from "../../start/clients/pip";
import { usualBounds, type BenchClient } from "../bench-client";
import { numbers, type FeedAddress, type ProjectFiles } from "../projects/project-files";

export const pip: BenchClient = {
  client,
  task: "AuthenticatePip@1",
  ...usualBounds,
  filesBeside: 3,
  project: projectWithIndexes,
  keyring: {
    program: "tasks/authenticate-pip/v1/dist/feedpass-keyring.sh",
    address: "https://pkgs.dev.azure.com/fabrikam/Fabrikam%20Fiber/_packaging/fiber/pypi/simple/",
  },
  growths: [
    {
      what: "1 000 lines of indexes",
      count: 1000,
      seconds: { limit: 0.5, aim: 0.25 },
      project: projectWithIndexes,
    },
    {
      what: "20 000 requirements",
      count: 20_000,
      seconds: { limit: 0.8, aim: 0.4 },
      project: projectWithRequirements,
    },
  ],
};

function projectWithIndexes(count: number, address: FeedAddress): ProjectFiles {
  const lines = numbers(count).map((n) => `--extra-index-url ${indexOf(n, address)}\n`);
  return { "requirements.txt": `${lines.join("")}example==1.0.0\n` };
}

function projectWithRequirements(count: number, address: FeedAddress): ProjectFiles {
  const hash = "0".repeat(64);
  const lines = numbers(count).map((n) => `package-${n}==1.0.0 \\\n    --hash=sha256:${hash}\n`);
  return { "requirements.txt": `--index-url ${indexOf(1, address)}\n${lines.join("")}` };
}

function indexOf(n: number, address: FeedAddress): string {
  return address(n, "pypi/simple/").replace("://", "://VssSessionToken@");
}
