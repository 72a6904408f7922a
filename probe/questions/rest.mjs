import { refusal } from "./saving.mjs";

/** What the REST calls of the feed answer. */
export async function askRest({ findings, service, place }) {
  const status = async (address) => {
    const answer = await service.ask(address);
    return answer.status === 200 ? "200" : refusal(answer);
  };
  for (const version of ["7.1", "7.1-preview.1", "6.0-preview.1", "5.1-preview.1"]) {
    await findings.ask(47, `The feed's document with api-version=${version}`, () =>
      status(place.feed(`?api-version=${version}`)),
    );
  }
  await findings.ask(48, "An api-version that does not exist yet", () =>
    status(place.feed("?api-version=99.0")),
  );
  await findings.ask(46, "What the log of changes says of a version", () => readChanges({ service, place }));
  await findings.ask(26, "Whether the job is told who it is", async () => {
    const path = "_apis/connectionData?connectOptions=none&api-version=7.1-preview";
    const { status: answered, body } = await service.ask(place.organization(path));
    if (answered !== 200) return String(answered);
    const user = JSON.parse(body.toString()).authenticatedUser ?? {};
    const known = ["id", "descriptor", "providerDisplayName", "customDisplayName"].filter(
      (key) => key in user,
    );
    return `with ${known.join(", ")}`;
  });
  await findings.ask(25, "Whether the job may read the feed's permissions", async () => {
    const answer = await service.ask(place.feed("/permissions?api-version=7.1-preview.1"));
    if (answer.status !== 200) return refusal(answer);
    const [first = {}] = JSON.parse(answer.body.toString()).value ?? [];
    return `200, each with ${Object.keys(first).sort().join(", ")}`;
  });
  await findings.ask(49, "Cargo's upstreaming setting with 7.2-preview.1", () =>
    status(place.protocol("cargo/packages/fnv/upstreaming?api-version=7.2-preview.1")),
  );
  await findings.ask(50, "Headers of limits on an ordinary answer", async () => {
    const { headers } = await service.ask(place.packages("pypi/simple/iniconfig/"));
    const names = Object.keys(headers).filter(
      (name) => name.startsWith("x-ratelimit") || name === "retry-after",
    );
    return names.length === 0 ? "none" : names.sort().join(", ");
  });
  await findings.ask(19, "The challenge to a request without credentials", async () => {
    const answer = await service.ask(place.packages("pypi/simple/iniconfig/"), { auth: "none" });
    const challenge = String(answer.headers["www-authenticate"] ?? "");
    const schemes = [...challenge.matchAll(/(?:^|, ?)(Bearer|Basic|TFS-Federated|Negotiate|NTLM)/g)];
    return `${answer.status}, ${schemes.map(([, scheme]) => scheme).join(", ") || "no challenge"}`;
  });
}

async function readChanges({ service, place }) {
  const query = "continuationToken=0&batchSize=1&api-version=7.1-preview.1";
  const answer = await service.ask(place.feed(`/packagechanges?${query}`));
  if (answer.status !== 200) return refusal(answer);
  const [change] = JSON.parse(answer.body.toString()).packageChanges ?? [];
  const version = change?.packageVersionChange?.packageVersion;
  if (version === undefined) return { open: "the feed has no change yet" };
  const [file] = version.files ?? [];
  if (file === undefined) return "without files";
  return `with files, each with ${Object.keys(file).sort().join(", ")}`;
}
