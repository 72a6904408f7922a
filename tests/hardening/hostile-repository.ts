import type { Internet } from "./internet";

/** Texts by path: what a repository holds. */
export type RepositoryFiles = Readonly<Record<string, string>>;

/** The addresses that a hostile repository is made of. */
export interface Addresses {
  /** The job's own feed `fiber`, e.g. `feed("pypi/simple/")`. */
  feed(path: string): string;
  /** The feed `shared`, of the job's own organization too, but of no project. */
  shared(path: string): string;
  /** The feed `parts` of another organization, or collection, on the same host. */
  other(path: string, organization?: string): string;
  /** The public feed `open` of that other organization, or collection. */
  open(path: string): string;
  /** Another host; `label` decides what it answers (see evil-answers.ts). */
  evil(path: string, label?: string): string;
  /** Another port of this machine, by http. */
  loopback(path: string): string;
  /** The port of the machine's own proxy on this host, which a client needs to reach anyone. */
  readonly machineProxyPort: string;
  /** A proxy of the repository's choice, which reads TLS; `http://127.0.0.1:<port>`. */
  readonly proxy: string;
  readonly proxyPort: string;
  /** The authority, as PEM, that signs the certificates of that proxy. */
  readonly untrustedAuthority: string;
  /** The same as a trust store of Java in base64, with the password `changeit`; empty without Java. */
  readonly untrustedStore: string;
}

export type Face = "services" | "server";

export interface TaskStep {
  readonly task: string;
  readonly inputs?: Readonly<Record<string, string>>;
}

/**
 * What has to be so, beside the token's staying where it belongs:
 * - `asked`: the client did ask somebody, so the token could have gone there; or the task refused and said why;
 * - `works`: the script succeeded, so the feed still serves an innocent project, and the task did not refuse;
 * - `refused`: the task failed and said why, since what the client would do cannot be seen from here;
 * - `quiet`: nothing; the client makes nothing of the attempt, which is what the case shows.
 */
export type Expectation = "asked" | "works" | "refused" | "quiet";

/**
 * An ordinary-looking repository that tries to get the token elsewhere, without any code of its own that runs in the
 * job: which files it has, what the pipeline does with it, and what is to come of it.
 */
export interface HostileRepository {
  /** Unique, and begins with the client's name: `uv-member-same-name`. */
  readonly id: string;
  /** What it has, to complete the sentence "a repository with …". */
  readonly title: string;
  readonly files: (at: Addresses) => RepositoryFiles;
  /** The lines of the pipeline's script step after the tasks. */
  readonly run: string | ((at: Addresses) => string);
  readonly expect: Expectation;
  /** Whether nobody else may get any credentials at all, those included that are worth nothing. */
  readonly elsewhereAnonymous?: true;
  /** The client's own task without inputs when absent. */
  readonly tasks?: readonly TaskStep[];
  /** `services` when absent. */
  readonly face?: Face;
  /** Variables that this machine does not have, as others do: those of its proxy and its authority. */
  readonly without?: readonly string[];
  /** Variables that the pipeline gives to the job. */
  readonly variables?: (at: Addresses) => Readonly<Record<string, string>>;
}

export function addressesOf(
  internet: Internet,
  face: Face,
  untrusted: Pick<Addresses, "untrustedAuthority" | "untrustedStore">,
): Addresses {
  const root = face === "services" ? "https://pkgs.dev.azure.com/" : `${internet.address("server")}/`;
  const own = `${root}${face === "services" ? "fabrikam" : "DefaultCollection"}`;
  const stranger = face === "services" ? "contoso" : "OtherCollection";
  return {
    feed: (path) => `${own}/Fabrikam%20Fiber/_packaging/fiber/${path}`,
    shared: (path) => `${own}/_packaging/shared/${path}`,
    other: (path, organization = stranger) => `${root}${organization}/_packaging/parts/${path}`,
    open: (path) => `${root}${stranger}/Open/_packaging/open/${path}`,
    evil: (path, label) => `https://${label === undefined ? "" : `${label}.`}evil.example/${path}`,
    loopback: (path) => `${internet.address("proxy")}/${path}`,
    machineProxyPort: String(internet.port("proxy")),
    proxy: internet.address("repository"),
    proxyPort: String(internet.port("repository")),
    ...untrusted,
  };
}
