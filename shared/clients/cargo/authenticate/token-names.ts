import type { Identity } from "../../../core/identity";
import type { Job } from "../../../core/job";
import { parseUrl } from "../../../core/url";
import { registriesInEnvironment } from "../registries";

/** An index that gets a token, and the registry's name by which the environment gives it. */
export interface NamedToken {
  readonly name: string;
  readonly index: string;
  readonly identity: Identity;
  /** Whether the environment has the name already, from an earlier step or from the pipeline. */
  readonly known: boolean;
}

/**
 * The names under which tokens are given: one for each index, that nobody else can know. Cargo takes a token by the
 * address: it looks for the registry that has an index, among the variables and only then in the files, and reads the
 * token of that name (cargo, src/cargo/util/auth/mod.rs, `registry_credential_config_raw`; tried with Cargo 1.95). A
 * token under the project's own name would go to any index that a file of a member folder, an included or a later one,
 * an alias or `--config` gives to that name. Two variables for one index are an error, so one that is there counts.
 * Names of the project that give the same variables (`my-feed`, `my_feed`) need no refusal as uv's do: no token goes by
 * them, and the index of a variable that is there wins over that of any file, for all of those names.
 */
export function namedTokens(
  job: Job,
  own: readonly Pick<NamedToken, "index" | "identity">[],
): readonly NamedToken[] {
  const inEnvironment = new Map(
    registriesInEnvironment(job.environment).map(({ name, index }) => [sameIndex(index), name] as const),
  );
  const byIndex = new Map(own.map((entry) => [sameIndex(entry.index), entry] as const));
  return [...byIndex].map(([key, { index, identity }], position) => {
    const name = inEnvironment.get(key);
    return name === undefined
      ? { name: `feedpass_${job.nonce}_${position + 1}`, index, identity, known: false }
      : { name, index, identity, known: true };
  });
}

/** Whether a step of this job named a registry so. */
export function isOurs(name: string): boolean {
  return /^feedpass_[a-z0-9]+_\d+$/.test(name);
}

/** Indexes that Cargo takes for one have the same (cargo, src/cargo/util/canonical_url.rs). */
function sameIndex(index: string): string {
  return (parseUrl(index)?.href ?? index).replace(/\/$/, "");
}
