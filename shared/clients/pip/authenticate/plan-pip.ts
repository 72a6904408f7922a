import type { Files } from "../../../core/files";
import { addedNote, authenticatedNote, replacedNote, skippedNote } from "../../../core/found-feeds";
import type { Job } from "../../../core/job";
import { logAddress } from "../../../core/log-text";
import { info, warning, type Effect, type Note, type Plan } from "../../../core/plan";
import { keyringEffects, keyringVariables } from "../../../protocols/pypi/keyring/job-keyring";
import { requireIndexes, type FoundIndexes } from "./found-indexes";
import { indexVariables } from "./index-variables";
import { readInputs, type PipInputs } from "./inputs";
import { indexAddress } from "./own-address";
import { publishing } from "./publishing";
import { namelessNotes, refuseSharedHost, type AskedIndex } from "./refusals";
import { checkTransport } from "./transport";

/** Indexes with a user name, and a keyring for the password. Throws a Problem where there is nothing, or it is not safe. */
export function planPip(job: Job, read: Files, found: FoundIndexes): Plan {
  const inputs = readInputs(job);
  const { feeds, publishing: chosen } = inputs;
  requireIndexes(job, read, found, chosen === undefined ? feeds : [...feeds, chosen]);
  const variables = indexVariables(job, found, inputs);
  const asked = [
    ...found.own.map((index) => ({ ...index, address: variables.addressOf(index) })),
    ...feeds.map((feed): AskedIndex => {
      const address = indexAddress(job.organization, feed);
      return { address, where: "input feeds", asker: "all", identity: job.identities[0] };
    }),
  ];
  const others = found.foreign.filter(({ address }) => !variables.dropped.has(address));
  refuseSharedHost(job, asked, others);
  const warnings = [...namelessNotes(asked), ...overruled(job), ...checkTransport(job, read, asked)];
  const upload = publishing(job, read, found, inputs);
  const addresses = asked.map(({ address }) => address.replace(/\/?$/, "/"));
  return {
    effects: [
      ...variables.effects,
      ...keyringEffects(job, addresses),
      ...askingEffects(job),
      ...upload.effects,
    ],
    notes: [
      ...notesOn(job, found, inputs, variables.replacement),
      ...[...variables.notes, ...upload.notes, info(neededPip), ...warnings],
    ],
    authenticated: new Set(addresses).size + (chosen === undefined ? 0 : 1),
    others: variables.others,
  };
}

const neededPip =
  "pip 23.1 and later ask the job's keyring for the token; an older one asks for a password: python -m pip install --upgrade pip before the task";

/** That pip asks the keyring's program and not the user, in the environments of tox too, which get few variables else. */
function askingEffects({ environment, purpose }: Job): readonly Effect[] {
  const override = `testenv.pass_env+=${keyringVariables}`;
  const before = environment.get("TOX_OVERRIDE") ?? "";
  const overrides = before.split(";").includes(override)
    ? before
    : [before, override].filter((each) => each !== "").join(";");
  return [
    { kind: "set-variable", name: "PIP_KEYRING_PROVIDER", value: "subprocess" },
    { kind: "set-variable", name: "PIP_NO_INPUT", value: "1" },
    ...(purpose === "restore" || overrides === before
      ? []
      : [{ kind: "set-variable", name: "TOX_OVERRIDE", value: overrides } as const]),
  ];
}

function overruled({ environment }: Job): readonly Note[] {
  const provider = environment.get("PIP_KEYRING_PROVIDER") ?? "";
  const notes = ["", "auto", "subprocess"].includes(provider)
    ? []
    : [
        warning(
          `PIP_KEYRING_PROVIDER was ${provider} and is subprocess now: pip has the token from a program`,
        ),
      ];
  const noIndex = environment.get("PIP_NO_INDEX") ?? "";
  return /^(?:|0|false|no|off)$/i.test(noIndex)
    ? notes
    : [...notes, warning("PIP_NO_INDEX is set, so pip asks no index at all")];
}

function notesOn(
  job: Job,
  found: FoundIndexes,
  inputs: PipInputs,
  replacement: string | undefined,
): readonly Note[] {
  const addresses = inputs.feeds.map((feed) => ({ feed, address: indexAddress(job.organization, feed) }));
  return [
    ...found.own.map((index) => authenticatedNote(job, logAddress(index.address), index)),
    ...addresses.map(({ feed, address }) => addedNote(job, feed.name, feed, logAddress(address))),
    ...(replacement === undefined
      ? []
      : [replacedNote(job, "The public index of Python packages", logAddress(replacement))]),
    ...found.foreign
      .filter(({ isDirect }) => isDirect !== true)
      .map((index) => skippedNote(index.address, index)),
  ];
}
