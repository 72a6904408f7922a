import type { CommandArea, CommandEffect } from "./command-effect";
import { setEndpoint } from "./endpoint-command";
import { logIssue } from "./issue-command";
import { checkAttachmentNames, ofFile } from "./recorded-commands";
import { complete, setProgress } from "./result-commands";
import { prependPath, setSecret, setTaskVariable, setVariable } from "./variable-commands";

const debug: CommandEffect = {
  allowedWhenRestricted: true,
  apply: (step, command) => {
    step.debug(command.data);
  },
};

/** AW/TaskCommandExtension.cs:58-247: only the service shows timeline details. */
const logDetail: CommandEffect = { allowedWhenRestricted: true, apply: () => undefined };

/** The `task` area. */
export const taskCommands: CommandArea = new Map([
  ["setvariable", setVariable],
  ["setsecret", setSecret],
  ["settaskvariable", setTaskVariable],
  ["logissue", logIssue],
  ["issue", logIssue],
  ["complete", complete],
  ["setprogress", setProgress],
  ["logdetail", logDetail],
  ["debug", debug],
  ["prependpath", prependPath],
  ["uploadsummary", ofFile()],
  ["uploadfile", ofFile()],
  ["addattachment", ofFile(checkAttachmentNames)],
  ["setendpoint", setEndpoint],
]);
