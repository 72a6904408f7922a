import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import {
  askClient,
  describeSilence,
  type Discovery,
  type DiscoveryContext,
} from "../../../upstream/discovery";
import { findServerCredentials } from "./maven-settings";

const PLUGIN = "feedpass.sandbox:feedpass-asks-for-the-registry:1";
const POM = "/feedpass/sandbox/feedpass-asks-for-the-registry/1/feedpass-asks-for-the-registry-1.pom";

/**
 * Asks Maven, with the user's own settings and an empty local repository, for a plugin that nobody has, and
 * reads from its transfer lines which repository stands for central: mirrors are Maven's own doing. The user
 * settings' server of that repository gives the credentials.
 */
export async function discoverMaven(context: DiscoveryContext): Promise<Discovery> {
  const { environment } = context;
  const words = ["-B", "-Dmaven.repo.local=repository", `${PLUGIN}:ask`];
  const run = await askClient("mvn", words, context, {
    environment: { MAVEN_ARGS: withoutSilence(environment["MAVEN_ARGS"] ?? "") },
  });
  if (run === undefined) {
    return { client: "mvn", reason: "mvn is not on this machine; install Maven 3.8 or later and a JDK" };
  }
  const lines = [...run.output.matchAll(/Downloading(?: from (\S+))?: (https?:\S+)/g)];
  const asked = lines
    .map((line) => ({ id: line[1] ?? "central", url: line[2] ?? "" }))
    .filter(({ url }) => url.endsWith(POM));
  // Repositories of the settings come before Maven's own central, and a mirror of central has another id.
  const chosen = asked.find(({ id }) => id === "central") ?? asked.at(-1);
  if (chosen === undefined) return describeSilence("mvn", run, context);
  return { location: await addCredentials(chosen.url.slice(0, -POM.length), chosen.id, environment) };
}

function withoutSilence(words: string): string {
  return words.replace(/(^|\s)(?:-ntp|--no-transfer-progress|-q|--quiet)(?=\s|$)/g, "$1").trim();
}

async function addCredentials(url: string, id: string, environment: NodeJS.ProcessEnv): Promise<string> {
  const home = environment["HOME"] ?? homedir();
  const settings = await readFile(join(home, ".m2", "settings.xml"), "utf8").catch(() => "");
  const found = findServerCredentials(settings, id, environment);
  if (found === undefined) return url;
  const address = new URL(url);
  address.username = encodeURIComponent(found.username);
  address.password = encodeURIComponent(found.password);
  return address.href;
}
