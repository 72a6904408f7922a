import { maven as client } from "../../start/clients/maven";
import type { BenchClient } from "../bench-client";
import { numbers, type FeedAddress, type ProjectFiles } from "../projects/project-files";

export const maven: BenchClient = {
  client,
  task: "AuthenticateMaven@1",
  packageBounds: { limit: 150, aim: 100 },
  filesBeside: 1,
  startBounds: { limit: 2.6, aim: 1.7 },
  project: projectWithRepositories,
  growths: [
    {
      what: "a reactor of 1 000 pom.xml",
      count: 1000,
      seconds: { limit: 1, aim: 0.5 },
      project: reactor,
    },
    {
      what: "20 000 servers in the user's settings.xml",
      count: 20_000,
      seconds: { limit: 0.4, aim: 0.2 },
      project: (_, address) => projectWithRepositories(1, address),
      home: (count) => ({ ".m2/settings.xml": settings(count) }),
    },
  ],
};

/** One pom.xml with so many repositories at feeds. */
function projectWithRepositories(count: number, address: FeedAddress): ProjectFiles {
  return { "pom.xml": pom("app", repositories(count, address)) };
}

/** A reactor of so many pom.xml: a root with a feed, and modules of an ordinary size, each with dependencies. */
function reactor(count: number, address: FeedAddress): ProjectFiles {
  const modules = numbers(count - 1).map((n) => `module-${n}`);
  const list = modules.map((name) => `<module>${name}</module>`).join("\n    ");
  const parent =
    "<parent><groupId>com.fabrikam</groupId><artifactId>app</artifactId><version>1.0.0</version></parent>";
  const dependencies = numbers(20)
    .map(
      (n) =>
        `    <dependency>\n      <groupId>com.fabrikam</groupId>\n      <artifactId>part-${n}</artifactId>\n      <version>\${part.version}</version>\n    </dependency>`,
    )
    .join("\n");
  const body = `<dependencies>\n${dependencies}\n  </dependencies>`;
  return {
    "pom.xml": pom("app", `${repositories(1, address)}\n  <modules>\n    ${list}\n  </modules>`),
    ...Object.fromEntries(modules.map((name) => [`${name}/pom.xml`, pom(name, `${parent}\n  ${body}`)])),
  };
}

/** A user's settings.xml with so many servers. */
function settings(count: number): string {
  const servers = numbers(count).map(
    (n) =>
      `    <server>\n      <id>server-${n}</id>\n      <username>user-${n}</username>\n      <password>none</password>\n    </server>`,
  );
  return `<settings>\n  <servers>\n${servers.join("\n")}\n  </servers>\n</settings>\n`;
}

function repositories(count: number, address: FeedAddress): string {
  const items = numbers(count).map(
    (n) => `<repository><id>feed-${n}</id><url>${address(n, "maven/v1")}</url></repository>`,
  );
  return `<repositories>\n    ${items.join("\n    ")}\n  </repositories>`;
}

function pom(artifact: string, body: string): string {
  return `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>com.fabrikam</groupId>
  <artifactId>${artifact}</artifactId>
  <version>1.0.0</version>
  <packaging>pom</packaging>
  ${body}
</project>
`;
}
