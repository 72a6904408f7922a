import { parseFeedsInput } from "../../../core/feeds-input";
import type { Feed } from "../../../core/feed-address";
import type { Job } from "../../../core/job";
import { logText } from "../../../core/log-text";
import { Problem } from "../../../core/problem";

/** The further inputs of the task, by name: its own, then those of Microsoft's PipAuthenticate@1 and TwineAuthenticate@1. */
export const inputNames = [
  "publishCredentials",
  "artifactFeeds",
  "onlyAddExtraIndex",
  "artifactFeed",
  "pythonDownloadServiceConnections",
  "pythonUploadServiceConnection",
] as const;

/** What the inputs ask for. */
export interface PipInputs {
  /** Feeds to restore from. */
  readonly feeds: readonly Feed[];
  /** Whether the first of them takes the place of the public index. */
  readonly replacesPublicIndex: boolean;
  /** The feed to publish to, which TwineAuthenticate@1 is told. */
  readonly publishing?: Feed;
  /** Whether clients that ask no keyring are given the token to publish with. */
  readonly givesCredentials: boolean;
}

/** Throws a Problem for an entry that is no feed, and for a service connection. */
export function readInputs({ inputs, organization }: Job): PipInputs {
  const given = (name: (typeof inputNames)[number]): string => inputs.own?.get(name) ?? "";
  for (const name of ["pythonDownloadServiceConnections", "pythonUploadServiceConnection"] as const)
    if (given(name) !== "") throw noConnections(name, given(name));
  const [publishing, other] = parseFeedsInput(given("artifactFeed"), organization);
  if (other !== undefined)
    throw new Problem(
      "publishing-feeds-several",
      `Input artifactFeed: "${logText(given("artifactFeed"))}" names several feeds, and packages are published to one.`,
      "Name one feed, as feed or project/feed.",
    );
  return {
    feeds: parseFeedsInput([inputs.feeds ?? "", given("artifactFeeds")].join("\n"), organization),
    replacesPublicIndex: inputs.replacePublicRegistry && given("onlyAddExtraIndex").toLowerCase() !== "true",
    ...(publishing === undefined ? {} : { publishing }),
    givesCredentials: given("publishCredentials").toLowerCase() === "true",
  };
}

function noConnections(input: string, connections: string): Problem {
  return new Problem(
    "connection-unsupported",
    `Input ${input}: "${logText(connections)}" names service connections, and this task hands over the job's own token alone.`,
    "Take the input out. Feeds of the job's organization need no service connection; for another registry, set its address and credentials in the step that runs the client.",
  );
}
