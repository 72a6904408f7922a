import { runClient, type ClientRun } from "./client-run";
import { withoutSecrets } from "./registry-address";

/** What asking one client came to: the registry's address with its credentials, or why there is none. */
export type Discovery = { readonly location: string } | { readonly client: string; readonly reason: string };

/** How a client is asked. */
export interface DiscoveryContext {
  readonly environment: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
}

/** A package that no registry has: to ask for it makes a client name its registry and download nothing. */
export const UNKNOWN_PACKAGE = "feedpass-asks-for-the-registry";

/** Runs a client with its messages in English and without colours. */
export function askClient(
  program: string,
  words: readonly string[],
  context: DiscoveryContext,
  extra: { readonly environment?: NodeJS.ProcessEnv; readonly files?: Readonly<Record<string, string>> } = {},
): Promise<ClientRun | undefined> {
  return runClient(program, words, {
    environment: { ...context.environment, LC_ALL: "C", NO_COLOR: "1", ...extra.environment },
    signal: context.signal,
    ...(extra.files === undefined ? {} : { files: extra.files }),
  });
}

/** Says that a client named no registry, with its own error line when there is one. */
export function describeSilence(client: string, run: ClientRun, context: DiscoveryContext): Discovery {
  if (context.signal.aborted) return { client, reason: `${client} did not name its registry in time` };
  const error = run.output.split(/\r?\n/).find((line) => /^(?:\[?error|ERROR)\b/i.test(line.trim()));
  const said = error === undefined ? "" : `: ${withoutSecrets(error.trim())}`;
  return { client, reason: `${client} named no registry that is reached over HTTP${said}` };
}

/** Gives back the userinfo that a client hid as `****` or left out: that of the same address among `known`. */
export function restoreUserinfo(address: string, known: readonly string[]): string {
  if (!URL.canParse(address)) return address;
  const wanted = bareAddress(address);
  return known.find((other) => URL.canParse(other) && bareAddress(other) === wanted) ?? address;
}

function bareAddress(address: string): string {
  const url = new URL(address);
  return `${url.origin}${url.pathname.replace(/\/+$/, "")}`;
}
