import { arch, hostname } from "node:os";
import path from "node:path";
import type { AgentRun } from "../agent-run";
import type { JobFolders } from "../job/job-folders";
import { configuredAddress } from "./configured-address";

const architectures: Readonly<Record<string, string>> = {
  ia32: "X86",
  x64: "X64",
  arm: "ARM",
  arm64: "ARM64",
};

/** The version whose order of the environment this run follows: f7faee85a came with 5.277. */
export function agentVersion(run: AgentRun): string {
  return run.environmentOrder === "inputs-first" ? "4.275.0" : "5.278.0";
}

/** Variables that the agent itself sets before the first step. AW/JobRunner.cs:186-235, JobExtension.cs:132 */
export function listAgentVariables(
  run: AgentRun,
  folders: JobFolders,
  job: { readonly displayName: string; readonly lookupId: string },
): [string, string][] {
  return [
    ["agent.id", "1"],
    ["agent.homedirectory", path.dirname(folders.work)],
    ["agent.jobname", job.displayName],
    ["agent.cloudid", ""],
    ["agent.isselfhosted", "1"],
    ["agent.machinename", hostname()],
    ["agent.name", "sandbox"],
    ["agent.os", process.platform === "darwin" ? "Darwin" : "Linux"],
    ["agent.osarchitecture", architectures[arch()] ?? arch().toUpperCase()],
    ["agent.RootDirectory", folders.work],
    ["agent.workfolder", folders.work],
    ["system.workfolder", folders.work],
    ["agent.acceptteeeula", "False"],
    ["system.isazurevm", "0"],
    ["system.isdockercontainer", "0"],
    ["agent.ToolsDirectory", folders.tools],
    ["GIT_TERMINAL_PROMPT", "0"],
    ["agent.TempDirectory", folders.temp],
    // AW/JobRunner.cs:63-71
    ["system.TeamFoundationServerUri", configuredAddress(run, run.server.collectionUri)],
    ["agent.version", agentVersion(run)],
    ["VSTS_PROCESS_LOOKUP_ID", job.lookupId],
    ...listBuildVariables(run, folders),
  ];
}

/** AW/Build/BuildJobExtension.cs:148-191 */
function listBuildVariables(run: AgentRun, folders: JobFolders): [string, string][] {
  const name = path.basename(path.resolve(run.sources));
  return [
    ["build.repository.id", "00000000-0000-4000-8000-000000000001"],
    ["build.repository.name", name],
    ["build.repository.provider", "TfsGit"],
    ["build.repository.uri", new URL(`${run.server.project}/_git/${name}`, ensureSlash(run)).href],
    ["build.repository.localpath", folders.sources],
    ["build.repository.clean", "False"],
    ["build.repository.git.submodulecheckout", "False"],
    ["pipeline.repository.name", name],
    ["agent.builddirectory", folders.build],
    ["pipeline.workspace", folders.build],
    ["system.artifactsdirectory", folders.artifacts],
    ["build.stagingdirectory", folders.artifacts],
    ["build.artifactstagingdirectory", folders.artifacts],
    ["build.binariesdirectory", folders.binaries],
    ["build.sourcesdirectory", folders.sources],
    ["system.defaultworkingdirectory", folders.sources],
    ["common.testresultsdirectory", folders.testResults],
  ];
}

function ensureSlash(run: AgentRun): string {
  return run.server.collectionUri.replace(/\/*$/, "/");
}
