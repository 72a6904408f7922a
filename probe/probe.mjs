import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Findings } from "./findings.mjs";
import { readPlace } from "./place.mjs";
import { askAgent } from "./questions/agent.mjs";
import { askCargo } from "./questions/cargo.mjs";
import { askMaven } from "./questions/maven.mjs";
import { askPypi } from "./questions/pypi.mjs";
import { askRest } from "./questions/rest.mjs";
import { listed, refusal } from "./questions/saving.mjs";
import { Service } from "./service.mjs";

/**
 * Asks the organization of this job what Feedpass takes for a fact about Azure DevOps (docs/facts.md), and writes what
 * it did into two files: `probe.md` for the build page and `probe.json` for `npm run facts`. It makes the feed save a
 * few small public packages, and changes nothing else. docs/verify-on-azure-devops.md says how it is run.
 */
async function probe(environment, folder) {
  const place = readPlace(environment);
  const service = new Service(place);
  const findings = new Findings((text) => service.clean(text));
  const context = { findings, place, service };
  await askAgent(context, environment);
  const refused = await reachFeed(context);
  if (refused !== undefined) print([`The feed cannot be asked: ${refused}`]);
  else {
    await askPypi(context);
    await askCargo(context);
    await askMaven(context);
    await askRest(context);
  }
  const title = `What ${place.isServer ? "Azure DevOps Server" : "Azure DevOps Services"} does`;
  mkdirSync(folder, { recursive: true });
  const [table, file] = [join(folder, "probe.md"), join(folder, "probe.json")];
  writeFileSync(table, findings.toMarkdown(title));
  writeFileSync(file, findings.toJson(place.isServer ? "server" : "services"));
  print([
    ...findings.settled.map(({ fact, question, observed }) => `${fact}. ${question}: ${observed}`),
    ...findings.open.map(({ fact, question, why }) => `${fact}. ${question}: not settled, ${why}`),
    `##vso[task.uploadsummary]${table}`,
    `##vso[artifact.upload containerfolder=probe;artifactname=probe]${file}`,
  ]);
  if (refused !== undefined) throw new Error(`nothing of the feed could be settled: ${refused}`);
}

/** Why the feed cannot be asked at all, with what to do; undefined where it can. */
async function reachFeed(context) {
  const { service, place } = context;
  const answer = await service.ask(place.feed("?api-version=7.1-preview.1"));
  if (answer.status === 404)
    return `there is no feed ${place.name} for this job (${refusal(answer)}): make one with upstream sources, and name it in the pipeline's variable feed`;
  if (answer.status === 401 || answer.status === 403)
    return `the job's identity may not read it (${refusal(answer)}): give it the role Feed and Upstream Reader (Collaborator) in the feed's settings`;
  try {
    await listed(context, "pypi", "iniconfig");
  } catch (error) {
    return error.message;
  }
  return undefined;
}

function print(lines) {
  process.stdout.write(`${lines.join("\n")}\n`);
}

try {
  await probe(process.env, process.argv[2] ?? "probe-result");
} catch (error) {
  print([`##vso[task.logissue type=error]${error instanceof Error ? error.message : "the probe failed"}`]);
  process.exitCode = 1;
}
