import { join } from "node:path";
import { coverageOf } from "../../../core/identity";
import { projectFolders, type Job } from "../../../core/job";
import { logAddress } from "../../../core/log-text";
import { info, warning, type Effect, type Note } from "../../../core/plan";
import { escapeXml } from "../../../formats/xml/xml-file";
import type { Deployment } from "../deployments";
import type { Repository } from "../reactor";
import { addressKey } from "./found-repositories";
import { loginOf, type Login } from "./login";
import type { SettingsEntry } from "./settings-file";

/** A server of the job's own that is deployed to. */
export interface DeploymentTarget {
  readonly id: string;
  readonly address: string;
  readonly login: Login;
}

/** What the job needs so that modules are deployed to their feeds. */
export interface DeploymentSettings {
  readonly targets: readonly DeploymentTarget[];
  /** Profiles for the settings, which are active for the modules alone that they are for. */
  readonly profiles: readonly SettingsEntry[];
  readonly effects: readonly Effect[];
  readonly notes: readonly Note[];
}

/** The folders of the modules that have the same properties. */
interface Group {
  readonly properties: Readonly<Record<string, string>>;
  readonly folders: readonly string[];
}

/**
 * Deployment goes by the id that a project gives, past all mirrors, to whatever address it is then. So no id of a
 * project has credentials: the deploy plugin is told id and address in one property, which is the job's own, and the
 * id is one that nobody knows. Where something stronger says another (`-D`, the plugin's configuration, another
 * pom.xml), that one goes out without credentials.
 * Each module is told by a profile, since modules may go to different feeds, and other projects of the job elsewhere.
 */
export function deploymentSettings(job: Job, deployments: readonly Deployment[]): DeploymentSettings {
  const targets = new Map<string, DeploymentTarget>();
  const notes = new Map<string, Note>();
  const groups = new Map<string, Group>();
  for (const deployment of deployments) {
    const properties = propertiesOf(deployment, (candidates) => targetOf(job, candidates, targets, notes));
    if (properties["altDeploymentRepository"] === undefined && Object.keys(properties).length > 0)
      notes.set(twoPlaces.text, twoPlaces);
    const key = JSON.stringify(properties);
    const { folders = [] } = groups.get(key) ?? {};
    groups.set(key, { properties, folders: [...folders, deployment.folder] });
  }
  const all = [...groups.values()];
  const told = all.filter(({ properties }) => Object.keys(properties).length > 0);
  if (job.windows) return onWindows(job, all, told, [...targets.values()], [...notes.values()]);
  return {
    targets: [...targets.values()],
    profiles: told.map(({ properties }, index) => markedProfile(job, index + 1, properties)),
    effects: told.flatMap(({ folders }, index) => folders.map((folder) => mark(job, index + 1, folder))),
    notes: [...notes.values()],
  };
}

/** The version may change until Maven runs (`versions:set`, `-Drevision`), so it does not count here. */
function propertiesOf(
  { releases, snapshots }: Deployment,
  target: (candidates: readonly Repository[]) => string | undefined,
): Readonly<Record<string, string>> {
  const [release, snapshot] = [target(releases), target(snapshots)];
  if (release !== undefined && release === snapshot) return { altDeploymentRepository: release };
  return {
    ...(release === undefined ? {} : { altReleaseDeploymentRepository: release }),
    ...(snapshot === undefined ? {} : { altSnapshotDeploymentRepository: snapshot }),
  };
}

/** `id::default::address`, which every version of the deploy plugin reads; undefined where it is not one own feed. */
function targetOf(
  job: Job,
  candidates: readonly Repository[],
  targets: Map<string, DeploymentTarget>,
  notes: Map<string, Note>,
): string | undefined {
  const covered = candidates.map((candidate) => ({
    ...candidate,
    coverage: coverageOf(job.identities, candidate.address),
  }));
  const own = covered.flatMap(({ coverage, address }) =>
    "identity" in coverage ? [{ address, identity: coverage.identity }] : [],
  );
  const [first] = own;
  if (first === undefined) return undefined;
  const key = addressKey(first.address);
  const other = candidates.find(({ address }) => addressKey(address) !== key);
  if (other !== undefined) {
    const note = ambiguous(candidates[0] ?? other, other);
    notes.set(note.text, note);
    return undefined;
  }
  const id = targets.get(key)?.id ?? `feedpass-${job.nonce}-deploy-${targets.size + 1}`;
  const target = targets.get(key) ?? { id, address: first.address, login: loginOf(job, first.identity) };
  targets.set(key, target);
  return `${target.id}::default::${target.address}`;
}

function ambiguous(one: Repository, other: Repository): Note {
  return warning(
    `mvn deploy is not authenticated for what goes to ${logAddress(one.address)} (${one.where}) or ${logAddress(
      other.address,
    )} (${other.where}): which of them it is depends on profiles. Give them one address, or deploy to the second from a project of its own.`,
  );
}

const twoPlaces = info(
  "Deployment: releases and snapshots differ, and only maven-deploy-plugin 2.8 or later is told so; Maven before 3.9 comes with an older one unless pom.xml names its version.",
);

/** A file at a path that ends with the module's own tells Maven, which knows its `${basedir}` alone. */
function mark({ jobFolder }: Job, number: number, folder: string): Effect {
  return { kind: "write-file", path: join(jobFolder, "deploy", `${number}`, folder, "here"), text: "" };
}

function markedProfile(
  { nonce, jobFolder }: Job,
  number: number,
  properties: Readonly<Record<string, string>>,
): SettingsEntry {
  const marks = join(jobFolder, "deploy", `${number}`);
  const when = `<file><exists>${escapeXml(marks)}\${basedir}/here</exists></file>`;
  return profileEntry(`feedpass-${nonce}-deploy-${number}`, when, properties);
}

/** A path cannot stand inside of another there, so all modules go to one feed, and Maven is run where the task is. */
function onWindows(
  job: Job,
  all: readonly Group[],
  told: readonly Group[],
  targets: readonly DeploymentTarget[],
  notes: readonly Note[],
): DeploymentSettings {
  const [group] = told;
  if (group === undefined) return { targets: [], profiles: [], effects: [], notes };
  if (all.length > 1)
    return {
      targets: [],
      profiles: [],
      effects: [],
      notes: [
        ...notes,
        warning(
          "mvn deploy is not authenticated: the modules of the build are deployed to different places, and on Windows Maven cannot be told which is which. Deploy them from projects of their own, each after its own task, or on Linux.",
        ),
      ],
    };
  const profiles = projectFolders(job).map((folder, index) =>
    profileEntry(
      `feedpass-${job.nonce}-deploy-${index + 1}`,
      `<property><name>user.dir</name><value>${escapeXml(folder)}</value></property>`,
      group.properties,
    ),
  );
  return { targets, profiles, effects: [], notes };
}

function profileEntry(id: string, when: string, properties: Readonly<Record<string, string>>): SettingsEntry {
  const values = Object.entries(properties).map(([name, value]) => `<${name}>${escapeXml(value)}</${name}>`);
  return {
    id,
    line: 0,
    xml: `<profile><id>${id}</id><activation>${when}</activation><properties>${values.join("")}</properties></profile>`,
  };
}
