import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

/** Texts of files, by their path below a folder. */
export type ProjectFiles = Readonly<Record<string, string>>;

/** Makes the folder with the files in it. */
export async function writeProject(folder: string, files: ProjectFiles): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
}

/** Address of the n-th feed of an organization, for one protocol. */
export type FeedAddress = (n: number, protocol: string) => string;

/** The addresses below `root`, which ends in a slash. */
export function feedsBelow(root: string): FeedAddress {
  return (n, protocol) => `${root}Fabrikam%20Fiber/_packaging/feed-${n}/${protocol}`;
}

function numbers(count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => index);
}

/** A project of uv with so many indexes at feeds. */
export function uvProject(count: number, address: FeedAddress): ProjectFiles {
  const indexes = numbers(count).map(
    (n) => `[[tool.uv.index]]\nname = "feed-${n}"\nurl = "${address(n, "pypi/simple/")}"\n`,
  );
  return { "pyproject.toml": `[project]\nname = "app"\nversion = "1.0.0"\n\n${indexes.join("\n")}` };
}

/** A project of Cargo with so many registries at feeds. */
export function cargoProject(count: number, address: FeedAddress): ProjectFiles {
  const registries = numbers(count).map(
    (n) => `[registries.feed-${n}]\nindex = "sparse+${address(n, "Cargo/index/")}"\n`,
  );
  return { ".cargo/config.toml": registries.join("\n") };
}

/** A project of Maven, one pom.xml, with so many repositories at feeds. */
export function mavenProject(count: number, address: FeedAddress): ProjectFiles {
  return { "pom.xml": pom("app", repositories(count, address)) };
}

/** A reactor of so many pom.xml: a root with a feed, and modules of an ordinary size, each with dependencies. */
export function mavenReactor(count: number, address: FeedAddress): ProjectFiles {
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
export function mavenSettings(count: number): string {
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
