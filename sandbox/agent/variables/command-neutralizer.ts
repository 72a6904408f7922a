// AW/Variables.cs:271-285: variables that a user influences from outside the pipeline file, in lower case.
const influenced: ReadonlySet<string> = new Set(
  `build.sourceversionmessage build.definitionname build.sourceversionauthor system.sourceversionmessage
  system.definitionname system.jobdisplayname system.phasedisplayname system.stagedisplayname
  release.definitionname release.environmentname agent.machinename agent.name`.split(/\s+/),
);

/** The value to use: `##vso` becomes `**vso` in twelve variables. AS/Util/StringUtil.cs:287-295 */
export function neutralizeCommands(name: string, value: string): string {
  return influenced.has(name.toLowerCase()) ? value.replaceAll(/##vso/gi, "**vso") : value;
}
