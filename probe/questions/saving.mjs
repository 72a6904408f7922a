import { setTimeout as wait } from "node:timers/promises";

/** How often a list is looked at before it counts as not having a version; seconds before each look. */
const looks = [0, 1, 2, 4, 8, 15];

/**
 * The versions of a package that the feed's list has as held, with what the list says of them.
 * @param {string} protocol as the list's `protocolType` names it
 */
export async function listed({ service, place }, protocol, name) {
  const query = `protocolType=${protocol}&packageNameQuery=${encodeURIComponent(name)}&includeAllVersions=true`;
  const { status, body } = await service.ask(place.feed(`/packages?${query}&api-version=7.1-preview.1`));
  if (status !== 200) throw new Error(`the list of packages answers ${status}`);
  const packages = JSON.parse(body.toString()).value ?? [];
  return packages.flatMap((found) => (found.versions ?? []).map((version) => ({ found, version })));
}

/**
 * Whether a version is in the list, and after how long: what the list calls it is compared without regard to case and
 * to the spelling of numbers.
 * @returns `{ entry, after }`, `after` in words; `entry` undefined where it did not come to be there.
 */
export async function waitUntilListed(context, protocol, name, version) {
  for (const seconds of looks) {
    await wait(seconds * 1000);
    const all = await listed(context, protocol, name);
    const entry = all.find((each) => isVersion(each.version, version));
    if (entry !== undefined) return { entry, after: seconds === 0 ? "at once" : "within half a minute" };
  }
  return { entry: undefined, after: "not within half a minute" };
}

function isVersion({ version, normalizedVersion }, wanted) {
  const plain = (text) =>
    String(text)
      .toLowerCase()
      .replace(/(?:\.0)+$/, "");
  return plain(version) === plain(wanted) || plain(normalizedVersion) === plain(wanted);
}

/** What an answer to the GET of a file is, in words that do not change with the file. */
export function describe({ status, headers, body }) {
  if (status === 200) return "200 with the bytes";
  if (status >= 300 && status < 400)
    return `${status} to ${headers.location === undefined ? "nowhere" : "another place"}`;
  return refusal({ status, body });
}

/** Status and kind of a refusal: `403 FeedNeedsPermissionsException`. */
export function refusal({ status, body }) {
  try {
    const { typeKey } = JSON.parse(body.toString());
    if (typeof typeKey === "string") return `${status} ${typeKey}`;
  } catch {
    // A refusal without the service's envelope.
  }
  return String(status);
}

/**
 * Asks for a file that the feed has not saved, and looks whether the feed lists its version then, without following the
 * redirect. Notes the status under one fact and the saving under another.
 */
export async function askAndLook(context, { first, saves, lag }, wanted) {
  const { findings, service } = context;
  const { protocol, name, version, address, auth = "Basic" } = wanted;
  const before = await listed(context, protocol, name).catch(() => []);
  if (before.some((each) => isVersion(each.version, version))) {
    const why = `the feed holds ${name} ${version} already: give the probe an empty feed`;
    for (const fact of [first, saves])
      await findings.ask(fact, `${name} ${version}`, async () => ({ open: why }));
    return;
  }
  const title = `First GET of a file that is not saved (${protocol}, ${auth})`;
  let answer;
  await findings.ask(first, title, async () => {
    answer = await service.ask(address, { auth });
    return answer.status < 400 ? describe(answer) : { open: `it was refused with ${refusal(answer)}` };
  });
  if (answer === undefined || answer.status >= 400) {
    if (answer !== undefined)
      await findings.ask(24, `The refusal of a file that is not saved (${protocol}, ${auth})`, async () =>
        refusal(answer),
      );
    await findings.ask(saves, `Whether that GET saves it (${protocol}, ${auth})`, async () => ({
      open: "nothing was given: the job's identity needs the role Feed and Upstream Reader (Collaborator), and the feed an upstream source that has it",
    }));
    return;
  }
  const { entry, after } = await waitUntilListed(context, protocol, name, version);
  await findings.ask(
    saves,
    `Whether that GET saves it, its redirect not followed (${protocol}, ${auth})`,
    async () => (entry === undefined ? "no" : "yes"),
  );
  if (lag !== undefined)
    await findings.ask(lag, `When the list has what was saved (${protocol})`, async () => after);
}
