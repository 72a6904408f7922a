import { askAndLook, describe } from "./saving.mjs";
import { spelling } from "./pypi.mjs";

const folder = "javax/inject/javax.inject/1";
const name = "javax.inject:javax.inject";

/** What the feed does as a Maven repository: two small files of one version, and one with capitals. */
export async function askMaven(context) {
  const { findings, service, place } = context;
  const file = (path) => place.packages(`maven/v1/${path}`);
  const pom = file(`${folder}/javax.inject-1.pom`);
  await findings.ask(38, "HEAD of a Maven file that is not saved", async () =>
    describe({ ...(await service.ask(pom, { method: "HEAD" })), body: Buffer.alloc(0) }),
  );
  await askAndLook(
    context,
    { first: 31, saves: 35, lag: 42 },
    { protocol: "maven", name, version: "1", address: pom },
  );
  for (const [fact, ending] of [
    [57, "sha1"],
    [57, "md5"],
    [57, "sha256"],
  ]) {
    await findings.ask(fact, `${ending} beside a saved Maven file`, async () =>
      describe(await service.ask(`${pom}.${ending}`)),
    );
  }
  await findings.ask(58, "maven-metadata.xml of a saved artifact", async () =>
    describe(await service.ask(file("javax/inject/javax.inject/maven-metadata.xml"))),
  );
  await findings.ask(45, "What the list calls a Maven artifact with capitals", async () => {
    const answer = await service.ask(file("org/antlr/ST4/4.3.4/ST4-4.3.4.pom"));
    if (answer.status >= 400) return { open: `its file answers ${answer.status}` };
    return spelling(context, "maven", "org.antlr:ST4");
  });
}
