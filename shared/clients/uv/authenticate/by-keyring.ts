import type { Job } from "../../../core/job";
import { info, type Effect, type Note } from "../../../core/plan";
import { Problem } from "../../../core/problem";
import { programEffects } from "../../../protocols/pypi/keyring/job-keyring";
import { readsMachineFile } from "../configuration-files";
import type { Realm } from "./realms";

/** The input of the task that has uv ask the job's keyring. */
export const keyringInput = "useKeyring";

/** Whether uv is to ask the job's keyring; a restore that the step runs itself has no use for it. */
export function usesKeyring({ inputs, purpose }: Job): boolean {
  return purpose === "job" && inputs.own?.get(keyringInput)?.toLowerCase() === "true";
}

/**
 * uv keeps what a keyring answered for the whole host, and offers it to any address there that has no policy of its own,
 * whatever the keyring says of that address: tried with uv 0.13, another organization got the token from an index with
 * and without a user name. The job's uv.toml keeps it from those that the step finds, so there must be one.
 */
export function requireFileForKeyring(job: Job): void {
  if (readsMachineFile(job)) return;
  throw new Problem(
    "keyring-without-file",
    "Input useKeyring is set, and there is no machine-wide uv.toml for the job (on Windows, or with UV_CONFIG_FILE, UV_NO_CONFIG or UV_NO_SYSTEM_CONFIG set). uv keeps what a keyring answers for the whole host, and without that file would send the job's token to other organizations there.",
    "Take useKeyring out, or run the step on Linux or macOS without UV_CONFIG_FILE, UV_NO_CONFIG and UV_NO_SYSTEM_CONFIG.",
  );
}

/** The same places, with credentials that uv asks the keyring for. */
export function askedFor(realms: readonly Realm[]): readonly Realm[] {
  return realms.map((realm) => ({ ...realm, asksKeyring: true }));
}

/** The program, and what has uv start it: docs.astral.sh/uv/reference/environment, UV_KEYRING_PROVIDER. */
export function keyringEffects(job: Job, addresses: readonly string[]): readonly Effect[] {
  return [
    ...programEffects(job, addresses),
    { kind: "set-variable", name: "UV_KEYRING_PROVIDER", value: "subprocess" },
  ];
}

export function keyringNotes(job: Job): readonly Note[] {
  if (!usesKeyring(job)) return [];
  return [
    info(
      "uv asks the job's keyring for credentials, and keeps an answer for the whole host: an address of another organization there that no file above names, such as one of a later step's options, gets the job's token where it asks for one.",
    ),
  ];
}
