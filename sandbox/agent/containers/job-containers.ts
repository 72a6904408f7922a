import { randomBytes } from "node:crypto";
import { mkdir, rm, symlink } from "node:fs/promises";
import path from "node:path";
import type { AgentRun } from "../agent-run";
import type { JobFolders } from "../job/job-folders";
import type { JobDefinition } from "../pipeline/pipeline-definition";
import type { PathMappings } from "./path-mappings";

/**
 * A container as far as the agent's own rules go: other paths for the same folders, an environment of its own. There is
 * no Docker; its processes run on this machine, and its folders are links to the agent's.
 */
export interface JobContainer {
  readonly name: string;
  readonly id: string;
  /** Agent folders, in the order of VSA/HostContext.cs CreateContainerInfo. */
  readonly mappings: PathMappings;
  readonly home: string;
  /** Nothing of the agent's: what the image and the pipeline's `env` have, here PATH and HOME. */
  readonly environment: Readonly<Record<string, string>>;
}

/** The containers that steps of the job may run in; the job's own is the first. */
export function nameContainers(
  run: AgentRun,
  job: JobDefinition,
  folders: JobFolders,
): readonly JobContainer[] {
  const agentRoot = path.dirname(folders.work);
  return job.containers.map(({ name, env }) => {
    const root = path.join(containersFolder(run, name, agentRoot), name);
    const home = path.join(root, "home");
    return {
      ...{ name, home, id: randomBytes(32).toString("hex") },
      mappings: [
        [folders.tools, path.join(root, "__t")],
        [folders.work, path.join(root, "__w")],
        [agentRoot, path.join(root, "__a")],
      ],
      environment: { PATH: run.environment["PATH"] ?? "", HOME: home, ...Object.fromEntries(env) },
    };
  });
}

/** A path in it would be taken for one of the host's if it were in the agent's own folder. */
function containersFolder(run: AgentRun, name: string, agentRoot: string): string {
  const folder = run.containersFolder;
  if (folder === undefined || `${folder}/`.startsWith(`${agentRoot}/`)) {
    throw new Error(
      `The job has the container '${name}': give the run a folder for containers that is not in ${agentRoot} (--containers FOLDER).`,
    );
  }
  return folder;
}

/** Makes a container's folders: an empty home, and links in the place of mounts. AW/ContainerOperationProvider.cs */
export async function prepareContainer({ home, mappings }: JobContainer): Promise<void> {
  await rm(path.dirname(home), { recursive: true, force: true });
  await mkdir(home, { recursive: true });
  for (const [host, container] of mappings) {
    await symlink(host, container);
  }
}

/** What tells tasks of containers: ids by name, and the id of the one that was started last. AW/ContainerOperationProvider.cs */
export function listContainerVariables(containers: readonly JobContainer[]): [string, string][] {
  const last = containers.at(-1);
  const ids = Object.fromEntries(containers.map(({ name, id }) => [name, { id }]));
  return last === undefined
    ? []
    : [
        ["agent.containerid", last.id],
        ["agent.containermapping", JSON.stringify(ids, undefined, 2)],
      ];
}
