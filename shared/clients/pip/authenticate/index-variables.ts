import { credentialsOf, type Credentials } from "../../../core/credentials";
import type { Own } from "../../../core/found-feeds";
import type { Job } from "../../../core/job";
import { logAddress } from "../../../core/log-text";
import { info, type Effect, type Note } from "../../../core/plan";
import { parseUrl } from "../../../core/url";
import type { Index } from "../indexes";
import { requireOneMeaning, type Setting } from "../pip-options";
import { hasPassword, type FoundIndexes } from "./found-indexes";
import type { PipInputs } from "./inputs";
import { indexAddress, ownAddress } from "./own-address";

/** The variables that say where pip, pipenv and pdm look, and what they do to what the job had before. */
export interface IndexVariables {
  readonly effects: readonly Effect[];
  readonly notes: readonly Note[];
  /** The address in the place of the public index, where it is one of the input `feeds`. */
  readonly replacement?: string;
  /** An own index as the clients see it now: in variables at the address that is ours to choose. */
  addressOf(index: Own<Index>): string;
  /** Indexes of the machine's files that the variables put out of use. */
  readonly dropped: ReadonlySet<string>;
  /** Passwords that other indexes have in their addresses: a list has to be written anew with them. */
  readonly others: readonly Credentials[];
}

/**
 * A variable takes the place of what a file says, and of what all sections of it say, so the lists are written whole.
 * pip takes an empty PIP_EXTRA_INDEX_URL for none and would ask what the machine's file has: then it names the feed
 * once more, which pip asks once (tried with pip 20.3 to 26.3).
 */
export function indexVariables(job: Job, found: FoundIndexes, inputs: PipInputs): IndexVariables {
  const { index, extra } = found.configured;
  const own = new Map(found.own.filter(isConfigured).map((each) => [each.address, ownAddress(each)]));
  const ours = ({ value }: Setting): string => own.get(value) ?? value;
  const feeds = inputs.feeds.map((feed) => indexAddress(job.organization, feed));
  const [current] = index.settings.map(ours);
  const takes = inputs.replacesPublicIndex && feeds.length > 0 && (!index.isVariable || feeds[0] === current);
  if (!takes)
    for (const [key, option] of [
      ["index-url", index],
      ["extra-index-url", extra],
    ] as const) {
      const all = [...option.settings, ...(option.contradicting ?? [])];
      if (all.some(({ value }) => own.has(value)) || (feeds.length > 0 && option === extra))
        requireOneMeaning(key, option);
    }
  const first = takes ? feeds[0] : current;
  const fromFiles = [index, extra]
    .filter(({ isVariable }) => !isVariable)
    .flatMap(({ settings }) => settings);
  const dropped = new Set(
    takes ? fromFiles.map(({ value }) => value).filter((value) => !own.has(value)) : [],
  );
  const before = takes ? [...(index.isVariable ? [] : index.settings), ...extra.settings] : extra.settings;
  const wanted = before.filter(({ value }) => !dropped.has(value)).map(ours);
  const others = [...new Set([...wanted, ...feeds])].filter((address) => address !== first);
  const list = others.length === 0 && takes && extra.settings.length > 0 ? [first ?? ""] : others;
  return {
    effects: [
      ...changed("PIP_INDEX_URL", first === undefined ? [] : [first], index.settings),
      ...changed("PIP_EXTRA_INDEX_URL", list, extra.settings),
      ...otherClients(job, takes ? first : undefined, own),
    ],
    notes: fromFiles.filter(({ value }) => dropped.has(value)).map(droppedNote),
    ...(takes && first !== undefined ? { replacement: first } : {}),
    addressOf: (each) => (isConfigured(each) ? (own.get(each.address) ?? each.address) : each.address),
    dropped,
    others: [first ?? "", ...list].flatMap(credentialsIn),
  };
}

/** Of pip's configuration, or of a variable: these are written anew. */
function isConfigured({ asker, where }: Index): boolean {
  return asker === "all" || /^[A-Z_]+$/.test(where);
}

function changed(name: string, addresses: readonly string[], before: readonly Setting[]): readonly Effect[] {
  const value = addresses.join(" ");
  if (value === "" || value === before.map((setting) => setting.value).join(" ")) return [];
  const [secret] = addresses.flatMap(credentialsIn);
  return [
    { kind: "set-variable", name, value: secret === undefined ? value : secret.token.map(() => value) },
  ];
}

function credentialsIn(address: string): readonly Credentials[] {
  const url = hasPassword(address) ? parseUrl(address) : undefined;
  return url === undefined ? [] : [credentialsOf(url.username, url.password)];
}

/**
 * pipenv's stand-in for the public index, which it wants without a slash at the end (tried: pipenv 2026.10), and pdm's
 * index of the name `pypi`, unless the project has one of that name.
 */
function otherClients(
  { environment }: Job,
  replacement: string | undefined,
  own: ReadonlyMap<string, string>,
): readonly Effect[] {
  return (["PIPENV_PYPI_MIRROR", "PDM_PYPI_URL"] as const).flatMap((name): readonly Effect[] => {
    const before = environment.get(name) ?? "";
    const address = before === "" ? replacement : own.get(before);
    if (address === undefined) return [];
    const value = name === "PDM_PYPI_URL" ? address : address.replace(/\/$/, "");
    return value === before ? [] : [{ kind: "set-variable", name, value }];
  });
}

function droppedNote({ value, where }: Setting): Note {
  return info(`Not asked in this job: ${logAddress(value)} (${where}), in whose place the feeds are`);
}
