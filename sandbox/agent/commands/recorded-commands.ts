import { copyFileSync, existsSync, mkdirSync, readdirSync, statSync } from "node:fs";
import path from "node:path";
import { pathOnHost } from "../containers/step-target";
import type { StepContext } from "../steps/step-context";
import type { CommandArea, CommandEffect } from "./command-effect";
import { readProperty } from "./command-effect";
import type { LoggingCommand } from "./command-grammar";

/** Keeps a command that the service would have handled. */
export function recordCommand(step: StepContext, command: LoggingCommand): void {
  step.record(`${command.area}.${command.event}`.toLowerCase(), command.properties, command.data);
}

function requireData(command: LoggingCommand): void {
  if (command.data.trim() === "") {
    throw new Error(`##vso[${command.area}.${command.event}] needs a value.`);
  }
}

/** A command whose data is the path of a file that must be there. AW/TaskCommandExtension.cs:249-358 */
export function ofFile(check: (command: LoggingCommand) => void = () => undefined): CommandEffect {
  return {
    allowedWhenRestricted: false,
    apply: (step, command) => {
      check(command);
      const file = pathOnHost(step.identity.target, command.data);
      if (file === "" || !existsSync(file)) {
        throw new Error(`The file '${file}' to upload does not exist.`);
      }
      recordCommand(step, { ...command, data: file });
      keepUpload(step, file);
    },
  };
}

/** A copy of an uploaded file, numbered in the order of uploads: the agent's own folders are emptied. */
function keepUpload(step: StepContext, file: string): void {
  const folder = step.job.run.uploadsFolder;
  if (folder === undefined || !statSync(file).isFile()) return;
  mkdirSync(folder, { recursive: true });
  const number = String(readdirSync(folder).length + 1).padStart(2, "0");
  copyFileSync(file, path.join(folder, `${number}-${path.basename(file)}`));
}

/** AW/TaskCommandExtension.cs:276-302: type and name become file names. */
export function checkAttachmentNames(command: LoggingCommand): void {
  for (const property of ["type", "name"]) {
    const value = readProperty(command, property);
    if (value === "" || value.includes("\0") || path.basename(value) !== value) {
      throw new Error(`'${value}' is not a valid attachment ${property}.`);
    }
  }
}

const plain: CommandEffect = { allowedWhenRestricted: false, apply: recordCommand };

const ofValue: CommandEffect = {
  allowedWhenRestricted: false,
  apply: (step, command) => {
    requireData(command);
    recordCommand(step, command);
  },
};

/** AW/Build/BuildCommandExtension.cs:101-102: the variable changes at once. */
const updateBuildNumber: CommandEffect = {
  allowedWhenRestricted: false,
  apply: (step, command) => {
    requireData(command);
    step.job.variables.set("build.buildNumber", command.data);
    recordCommand(step, command);
  },
};

/** Areas whose commands end at the service; the agent checks them and sends them on. */
export const recordedAreas: readonly (readonly [string, CommandArea])[] = [
  [
    "build",
    new Map([
      ["uploadlog", ofFile()],
      ["uploadsummary", ofFile()],
      ["updatebuildnumber", updateBuildNumber],
      ["addbuildtag", ofValue],
    ]),
  ],
  // AW/Build/ArtifactCommandExtension.cs:22-25
  [
    "artifact",
    new Map([
      ["associate", ofValue],
      ["upload", ofFile()],
    ]),
  ],
  // AW/TestResults/ResultsCommandExtension.cs:28-31
  [
    "results",
    new Map([
      ["publish", plain],
      ["publishtoevidencestore", plain],
    ]),
  ],
  ["codecoverage", new Map([["publish", plain]])],
  ["release", new Map([["updatereleasename", ofValue]])],
  // AW/TaskRunner.cs:652-658: task.publishTelemetry is False for a task of the Marketplace.
  ["telemetry", new Map([["publish", { allowedWhenRestricted: true, apply: () => undefined }]])],
];
