import { randomUUID } from "node:crypto";
import path from "node:path";
import type { AgentRun } from "../agent-run";
import { configuredAddress } from "./configured-address";

interface JobIdentity {
  readonly name: string;
  readonly displayName: string;
  readonly position: number;
  readonly total: number;
  readonly execution?: string;
}

/** Variables that the service sends with a job. T/L1/Worker/L1TestBase.cs:428-677 */
export function listServerVariables(run: AgentRun, job: JobIdentity): [string, string][] {
  const { server } = run;
  const definition = path.basename(run.pipelineFile, path.extname(run.pipelineFile));
  return [
    ["system", "build"],
    ["system.hosttype", "build"],
    ["system.servertype", server.serverType],
    ["system.culture", "en-US"],
    ["system.collectionId", server.collectionId],
    ["system.debug", "false"],
    ["system.collectionUri", server.collectionUri],
    // AW/JobRunner.cs:714-727: these two are rewritten, and system.collectionUri is not.
    ["system.teamFoundationCollectionUri", configuredAddress(run, server.collectionUri)],
    ["system.taskDefinitionsUri", configuredAddress(run, server.collectionUri)],
    ["system.pipelineStartTime", new Date().toISOString()],
    ["system.teamProject", server.project],
    ["system.teamProjectId", server.projectId],
    ["system.definitionId", "1"],
    ["system.definitionName", definition],
    ["system.planId", randomUUID()],
    ["system.timelineId", randomUUID()],
    ...listAttempts(job),
    ...listPlace(job),
    ["system.isScheduled", "False"],
    ["system.pullRequest.isFork", "False"],
    ["system.jobParallelismTag", "Private"],
    ["system.enableAccessToken", "SecretVariable"],
    ...listBuild(definition),
    ["agent.retainDefaultEncoding", "false"],
    ["agent.readOnlyVariables", "true"],
  ];
}

function listPlace({ position, total, execution }: JobIdentity): [string, string][] {
  const place: [string, string][] = [
    ["System.JobPositionInPhase", String(position)],
    ["System.TotalJobsInPhase", String(total)],
  ];
  return execution === undefined ? place : [...place, ["System.ParallelExecutionType", execution]];
}

function listAttempts(job: JobIdentity): [string, string][] {
  const named = (kind: string, name: string, displayName: string): [string, string][] => [
    [`system.${kind}DisplayName`, displayName],
    [`system.${kind}Id`, randomUUID()],
    [`system.${kind}Name`, name],
    [`system.${kind}Attempt`, "1"],
  ];
  return [
    ...named("stage", "__default", "__default"),
    ...named("phase", job.name, job.displayName),
    ...named("job", job.name, job.displayName),
    ["system.jobIdentifier", `${job.name}.__default`],
  ];
}

function listBuild(definition: string): [string, string][] {
  const person = "00000000-0000-4000-8000-000000000002";
  return [
    ["build.buildId", "1"],
    ["build.buildUri", "vstfs:///Build/Build/1"],
    ["build.buildNumber", `${new Date().toISOString().slice(0, 10).replaceAll("-", "")}.1`],
    ["build.containerId", "1"],
    ["build.definitionName", definition],
    ["build.definitionVersion", "1"],
    ["build.queuedBy", "sandbox"],
    ["build.queuedById", person],
    ["build.requestedFor", "sandbox"],
    ["build.requestedForId", person],
    ["build.requestedForEmail", "sandbox@agent.example"],
    ["build.sourceVersion", "0".repeat(40)],
    ["build.sourceBranch", "refs/heads/main"],
    ["build.sourceBranchName", "main"],
    ["build.reason", "Manual"],
    ["build.sourceVersionAuthor", "sandbox"],
    ["build.sourceVersionMessage", "sandbox run"],
  ];
}
