import { join } from "node:path";
import type { Client, ClientPlace } from "../client";
import { folderOf } from "../set-up";

export const maven: Client = {
  name: "maven",
  title: "Maven",
  program: "mvn",
  protocol: "maven",
  userAgent: /^Apache-Maven\//,
  needs: ["java", "maven39", "maven38"],
  runsOnJava: true,
  choose({ programs, onPath, java }) {
    const own = onPath["mvn"];
    const chosen = own ?? programs["maven39"] ?? programs["maven38"];
    if (java === undefined || chosen === undefined) return undefined;
    const folders = chosen === own ? [] : [folderOf(chosen)];
    return { version: chosen.version, folders: [...folders, join(java.home, "bin")] };
  },
  environment: (place) => ({ JAVA_HOME: place.javaHome, MAVEN_OPTS: options(place) }),
};

/** Java takes the home from the system's list of users and not from HOME, and its trust from a store of its own. */
function options({ home, network }: ClientPlace): string {
  const store = network?.javaTrustStore;
  const trust = store && [
    `-Djavax.net.ssl.trustStore=${store.file}`,
    `-Djavax.net.ssl.trustStorePassword=${store.password}`,
  ];
  return [`-Duser.home=${home}`, ...(trust ?? [])].join(" ");
}
