import { join } from "node:path";
import type { Identity } from "../../../core/identity";
import type { Job } from "../../../core/job";
import type { Effect } from "../../../core/plan";
import { parseUrl } from "../../../core/url";

/**
 * The variables that hold tokens for the job's keyring, as the agent and tox's `pass_env` write a pattern: a client that
 * does not hand on its whole environment has to hand on these. The rest of a name nobody can guess, since pip, pipenv
 * and uv put `${NAME}` of any requirements file into the addresses there.
 */
export const keyringVariables = "FEEDPASS_KEYRING_TOKEN_*";

/** The files that lie beside the task's code: shared/protocols/pypi/keyring/beside. */
const program = "feedpass-keyring.sh";
const windowsProgram = "feedpass-keyring.cmd";
const backend = "feedpass_keyring.py";

/** In the job's folder, what the program and the backend find the places by. */
const placesFile = "keyring-places.txt";

/**
 * A keyring of the job's own, for clients that ask one: the program `keyring`, first on PATH, and a backend for what
 * imports Python's library of that name, at the end of PYTHONPATH. Both give a token for the addresses of the job's
 * identities, and pass every other question on to the user's own keyring. No file holds a token.
 * @param addresses Indexes that the client was found to have: an identity of no organization is for these alone.
 */
export function keyringEffects(job: Job, addresses: readonly string[] = []): readonly Effect[] {
  return [...programEffects(job, addresses), ...backendEffects(job)];
}

/** The program alone, for a client that is not written in Python. */
export function programEffects(job: Job, addresses: readonly string[] = []): readonly Effect[] {
  const bin = join(job.jobFolder, "bin");
  const used = job.identities.map((identity) => ({ identity, places: placesOf(identity, addresses) }));
  const lines = used.flatMap(({ identity, places }) =>
    places.map((place) => placeLine(job, identity, place)),
  );
  return [
    { kind: "write-file", path: join(job.jobFolder, placesFile), text: lines.join("") },
    ...(job.windows
      ? [beside(job, windowsProgram, join(bin, "keyring.cmd")), beside(job, backend, join(bin, backend))]
      : [beside(job, program, join(bin, "keyring"), true)]),
    ...used
      .filter(({ places }) => places.length > 0)
      .map(({ identity }): Effect => ({
        kind: "set-variable",
        name: tokenVariable(job, identity),
        value: identity.credentials.token,
      })),
    { kind: "prepend-path", path: bin },
  ];
}

/**
 * The library loads the modules of all `*.dist-info/entry_points.txt` on its way (keyring 25, backend.py). A distribution
 * has to have a name, and pip would list one of ours (`pip freeze`): so it is called as pip calls Python itself, which it
 * leaves out (pip/_internal/utils/compat.py, `stdlib_pkgs`; tried with pip 23.2 and 26.3, and pip-sync). Of the steps of a
 * job the first one's counts, and its module loads the others.
 */
function backendEffects(job: Job): readonly Effect[] {
  const folder = join(job.jobFolder, "python");
  const distribution = join(folder, "python-0.dist-info");
  const name = `feedpass_keyring_${job.nonce}`;
  const separator = job.windows ? ";" : ":";
  const before = (job.environment.get("PYTHONPATH") ?? "").split(separator).filter((path) => path !== "");
  return [
    beside(job, backend, join(folder, `${name}.py`)),
    {
      kind: "write-file",
      path: join(distribution, "entry_points.txt"),
      text: `[keyring.backends]\nfeedpass = ${name}\n`,
    },
    {
      kind: "write-file",
      path: join(distribution, "METADATA"),
      text: "Metadata-Version: 2.1\nName: python\nVersion: 0\n",
    },
    { kind: "set-variable", name: "PYTHONPATH", value: [...before, folder].join(separator) },
  ];
}

function beside(job: Job, name: string, path: string, isProgram?: true): Effect {
  return {
    kind: "copy-file",
    path,
    source: join(job.taskFolder, name),
    ...(isProgram === undefined ? {} : { isProgram }),
  };
}

interface Place {
  readonly kind: "organization" | "registry";
  readonly origin: string;
  /** In lower case, with a slash at the end. */
  readonly path: string;
}

/** What a program compares an address with; of an organization, feeds below the path alone. */
function placesOf(identity: Identity, addresses: readonly string[]): readonly Place[] {
  const { organization } = identity;
  if (organization !== undefined)
    return organization.feedHosts.map(({ origin, path }) => ({ kind: "organization", origin, path }));
  const urls = addresses
    .filter((address) => identity.covers(address))
    .flatMap((address) => parseUrl(address) ?? []);
  const places = urls.map(({ origin, pathname }): Place => ({
    kind: "registry",
    origin,
    path: pathname.toLowerCase().replace(/(?:\/simple)?\/?$/, "/"),
  }));
  return [...new Map(places.map((place) => [place.origin + place.path, place])).values()];
}

/** The user name stands last, since it alone may have spaces; no user name of HTTP has a line break (RFC 7617, section 2). */
function placeLine(job: Job, identity: Identity, { kind, origin, path }: Place): string {
  const { username } = identity.credentials;
  return `${[kind, origin, path, tokenVariable(job, identity), username.replace(/\p{Cc}/gu, "")].join(" ")}\n`;
}

function tokenVariable(job: Job, identity: Identity): string {
  const number = job.identities.indexOf(identity) + 1;
  return keyringVariables.replace("*", `${job.nonce.toUpperCase()}${number === 1 ? "" : `_${number}`}`);
}
