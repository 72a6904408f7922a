import type { TaskInput, TaskManifest } from "../../shared/core/client-manifest";

/** The inputs of a task in the order of its form: those that all authenticate tasks share come first. */
export function inputsOf({ authenticates, inputs }: TaskManifest): readonly TaskInput[] {
  if (authenticates === undefined) return inputs;
  return [
    {
      name: "feeds",
      type: "multiLine",
      label: "Feeds",
      help: `Enter the feeds to restore from, one per line or separated by commas: \`feed\`, \`project/feed\`, \`feed@view\`, or the address that Connect to Feed shows. Example: \`contoso/tools@Release\`. Leave empty to authenticate the feeds that ${authenticates.feedsNamedBy}. [About feeds](https://learn.microsoft.com/azure/devops/artifacts/concepts/feeds).`,
    },
    {
      name: "workingDirectory",
      type: "filePath",
      label: "Working directory",
      isAdvanced: true,
      help: authenticates.workingDirectory,
    },
    {
      name: "replacePublicRegistry",
      type: "boolean",
      label: "Replace the public registry",
      defaultValue: "true",
      isAdvanced: true,
      help: "Enter true to let the first of the named feeds take the place of the public registry for this job, so that public packages come through its upstream sources; false to add the feeds beside it. Example: `false` when the feed has no upstream sources. Without named feeds nothing is replaced. [About upstream sources](https://learn.microsoft.com/azure/devops/artifacts/concepts/upstream-sources).",
    },
    ...inputs,
  ];
}
