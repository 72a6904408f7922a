import type { TaskVariable } from "../../../core/client-manifest";
import { keyringVariables } from "./job-keyring";

/** What a task that makes a keyring may set for it. */
export const keyringSettable: readonly string[] = [keyringVariables, "PATH"];

/** What its page says of these; `when` begins a sentence: "With `useKeyring`, ". */
export function keyringSets(when: string): readonly TaskVariable[] {
  return [
    { name: "PATH", holds: `${when}begins with a folder of the job that has the program \`keyring\`` },
    {
      name: "FEEDPASS_KEYRING_TOKEN_<ID>",
      holds: `${when}the job's token, for that program alone: nobody can guess the name`,
    },
  ];
}
