/** Projects of Maven as repositories have them, by path and text. */
type Sources = Readonly<Record<string, string>>;

const properties =
  "<properties><maven.compiler.source>1.8</maven.compiler.source><maven.compiler.target>1.8</maven.compiler.target><project.build.sourceEncoding>UTF-8</project.build.sourceEncoding></properties>";

function dependency(group: string, artifact: string, version: string, more = ""): string {
  const number = version === "" ? "" : `<version>${version}</version>`;
  return `<dependency><groupId>${group}</groupId><artifactId>${artifact}</artifactId>${number}${more}</dependency>`;
}

function coordinates(artifact: string): string {
  return `<groupId>com.fabrikam</groupId><artifactId>${artifact}</artifactId><version>1.0.0</version>`;
}

/** One jar with a test of JUnit 4. */
export const single: Sources = {
  "pom.xml": `<project><modelVersion>4.0.0</modelVersion>${coordinates("app")}${properties}<dependencies>${dependency("commons-io", "commons-io", "2.11.0")}${dependency("junit", "junit", "4.13.2", "<scope>test</scope>")}</dependencies></project>`,
  "src/main/java/App.java": "public class App { static int one() { return 1; } }\n",
  "src/test/java/AppTest.java":
    'import org.junit.Test;\npublic class AppTest { @Test public void one() { System.out.println("A TEST RAN"); org.junit.Assert.assertEquals(1, App.one()); } }\n',
};

const parentPom = `<project><modelVersion>4.0.0</modelVersion>${coordinates("parent")}<packaging>pom</packaging>${properties}<dependencyManagement><dependencies>${dependency("org.junit", "junit-bom", "5.9.3", "<type>pom</type><scope>import</scope>")}</dependencies></dependencyManagement><build><pluginManagement><plugins><plugin><artifactId>maven-surefire-plugin</artifactId><version>2.22.2</version></plugin><plugin><artifactId>maven-failsafe-plugin</artifactId><version>2.22.2</version></plugin></plugins></pluginManagement></build></project>`;

function parentAt(relativePath: string): string {
  return `<parent>${coordinates("parent")}<relativePath>${relativePath}</relativePath></parent>`;
}

function module(artifact: string, needs: string, more = ""): string {
  const own = needs === "" ? "" : dependency("com.fabrikam", needs, "1.0.0");
  const junit = dependency("org.junit.jupiter", "junit-jupiter", "", "<scope>test</scope>");
  return `<project><modelVersion>4.0.0</modelVersion>${parentAt("../parent/pom.xml")}<artifactId>${artifact}</artifactId><dependencies>${own}${junit}</dependencies>${more}</project>`;
}

function test(name: string, subject: string): string {
  return `import org.junit.jupiter.api.Test;\nimport static org.junit.jupiter.api.Assertions.assertEquals;\nclass ${name} { @Test void one() { System.out.println("A TEST RAN"); assertEquals(1, ${subject}.one()); } }\n`;
}

/** Three modules of which each needs the one before; a parent by its path, a BOM, and integration tests. */
export const reactor: Sources = {
  "pom.xml": `<project><modelVersion>4.0.0</modelVersion>${parentAt("parent/pom.xml")}<artifactId>root</artifactId><packaging>pom</packaging><modules><module>lib</module><module>app</module><module>it</module></modules></project>`,
  "parent/pom.xml": parentPom,
  "lib/pom.xml": module("lib", ""),
  "lib/src/main/java/Lib.java": "public class Lib { public static int one() { return 1; } }\n",
  "lib/src/test/java/LibTest.java": test("LibTest", "Lib"),
  "app/pom.xml": module("app", "lib"),
  "app/src/main/java/App.java": "public class App { public static int one() { return Lib.one(); } }\n",
  "app/src/test/java/AppTest.java": test("AppTest", "App"),
  "it/pom.xml": module(
    "it",
    "app",
    "<build><plugins><plugin><artifactId>maven-failsafe-plugin</artifactId><executions><execution><goals><goal>integration-test</goal><goal>verify</goal></goals></execution></executions></plugin></plugins></build>",
  ),
  "it/src/test/java/AppIT.java": test("AppIT", "App"),
};

function plugin(group: string, artifact: string, version: string, execution: string): string {
  return `<plugin><groupId>${group}</groupId><artifactId>${artifact}</artifactId><version>${version}</version><executions><execution><phase>initialize</phase>${execution}</execution></executions></plugin>`;
}

function profile(id: string, activation: string, inside: string): string {
  return `<profile><id>${id}</id>${activation}<build><plugins>${inside}</plugins></build></profile>`;
}

const echo =
  '<goals><goal>run</goal></goals><configuration><target><echo message="PROFILE RAN"/></target></configuration>';
const timestamp =
  "<goals><goal>timestamp-property</goal></goals><configuration><name>built</name></configuration>";

/** A core extension, and plugins in two profiles: `ci`, which maven.config names, and one that -Dstage activates. */
export const configured: Sources = {
  ".mvn/extensions.xml":
    "<extensions><extension><groupId>kr.motd.maven</groupId><artifactId>os-maven-plugin</artifactId><version>1.7.1</version></extension></extensions>",
  ".mvn/maven.config": "-Pci\n",
  "pom.xml": `<project><modelVersion>4.0.0</modelVersion>${coordinates("app")}<packaging>pom</packaging><properties><helper>3.6.0</helper></properties><profiles>${profile(
    "ci",
    "",
    plugin("org.apache.maven.plugins", "maven-antrun-plugin", "3.1.0", echo),
  )}${profile(
    "stage",
    "<activation><property><name>stage</name></property></activation>",
    plugin("org.codehaus.mojo", "build-helper-maven-plugin", "${helper}", timestamp),
  )}</profiles></project>`,
};
