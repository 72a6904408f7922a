import { askAndLook, describe, listed, refusal } from "./saving.mjs";

const name = "iniconfig";
/** Small wheels of a package that needs nothing; the first one is asked for, the second one only looked at. */
const versions = ["2.0.0", "1.1.1"];

/** What the feed does as an index of Python packages. */
export async function askPypi(context) {
  const { findings, service, place } = context;
  const index = place.packages(`pypi/simple/${name}/`);
  let page;
  await findings.ask(51, "The simple index of a package", async () => {
    const answer = await service.ask(index, { headers: { Accept: "text/html" } });
    if (answer.status !== 200)
      return { open: `it answers ${refusal(answer)}: the feed needs an upstream source for Python` };
    page = answer.body.toString();
    const links = linksOf(page);
    const stated = links.filter(({ sha256 }) => sha256).length;
    return `200, ${stated === links.length ? "each" : `${stated} of ${links.length}`} file with sha256`;
  });
  if (page === undefined) return;
  await findings.ask(53, "Whether the index answers in JSON (PEP 691)", async () => {
    const headers = { Accept: "application/vnd.pypi.simple.v1+json" };
    const type = String((await service.ask(index, { headers })).headers["content-type"] ?? "none");
    return type.split(";")[0];
  });
  await findings.ask(68, "Which host the index links to at the organization's other host", async () => {
    const address = place.otherPackages(`pypi/simple/${name}/`);
    const answer = await service.ask(address);
    if (answer.status !== 200) return `none: it answers ${refusal(answer)}`;
    const hosts = new Set(linksOf(answer.body.toString()).map((link) => new URL(link.address).host));
    return hosts.size === 1 && hosts.has(new URL(address).host) ? "the same" : [...hosts].sort().join(", ");
  });
  await findings.ask(69, "A request with a user name and no password, which is pip's first", async () => {
    const Authorization = `Basic ${Buffer.from("VssSessionToken:").toString("base64")}`;
    return describe(await service.ask(index, { auth: "none", headers: { Authorization } })).split(" ")[0];
  });
  const [wanted, other] = versions.map((version) => ({ version, ...wheelOf(page, version) }));
  await findings.ask(52, `How the path of ${name} ${versions[0]} spells its version`, async () =>
    wanted.address === undefined ? { open: "the index does not name it" } : wanted.address.split("/").at(-2),
  );
  if (wanted.address === undefined || other.address === undefined) return;
  await findings.ask(36, "Whether the index alone saves (pypi)", async () =>
    (await listed(context, "pypi", name)).length === 0 ? "no" : "yes, or the feed held it before",
  );
  await findings.ask(37, "HEAD of a file that is not saved (pypi)", async () =>
    describe({ ...(await service.ask(other.address, { method: "HEAD" })), body: Buffer.alloc(0) }),
  );
  await findings.ask(21, "A file that is not saved, asked for with sec-fetch-mode", async () =>
    describe(await service.ask(other.address, { headers: { "sec-fetch-mode": "cors" } })),
  );
  await askAndLook(
    context,
    { first: 29, saves: 32, lag: 40 },
    { protocol: "pypi", name, version: wanted.version, address: wanted.address },
  );
  await findings.ask(43, "What the list calls a Python package and its version", () =>
    spelling(context, "pypi", name),
  );
  await findings.ask(17, "Whether the job's token is taken as Bearer (pypi)", async () =>
    describe(await service.ask(index, { auth: "Bearer" })).replace("200 with the bytes", "200"),
  );
}

/** `iniconfig, normalized iniconfig; 2.0.0, normalized 2`. */
export async function spelling(context, protocol, wanted) {
  const [first] = await listed(context, protocol, wanted);
  if (first === undefined) return { open: "the list does not have it" };
  const { found, version } = first;
  return `${found.name}, normalized ${found.normalizedName}; ${version.version}, normalized ${version.normalizedVersion}`;
}

function linksOf(page) {
  return [...page.matchAll(/<a [^>]*href="([^"]+)"/g)].map(([, href]) => {
    const [address, fragment = ""] = href.replaceAll("&amp;", "&").split("#");
    return { address, sha256: fragment.startsWith("sha256=") };
  });
}

function wheelOf(page, version) {
  const file = `${name}-${version}-py3-none-any.whl`;
  return linksOf(page).find(({ address }) => address.endsWith(`/${file}`)) ?? { address: undefined };
}
