/**
 * Where the job is and which feed it asks about, from what the agent says.
 * @param {Record<string, string | undefined>} environment
 */
export function readPlace(environment) {
  const token = environment["SYSTEM_ACCESSTOKEN"] ?? "";
  const collection = slashed(environment["SYSTEM_COLLECTIONURI"] ?? "");
  const feed = environment["FEED"] ?? "";
  if (token === "" || token.startsWith("$("))
    throw new Error("the job's token is not in SYSTEM_ACCESSTOKEN: the pipeline's step hands it on in `env`");
  if (!URL.canParse(collection)) throw new Error("SYSTEM_COLLECTIONURI holds no address");
  const [name = "", project] = feed.split("/").reverse();
  if (name === "")
    throw new Error("the variable `feed` names no feed: `project/feed`, or `feed` of the organization");
  const bases = basesOf(new URL(collection));
  const scope = project === undefined ? "" : `${encodeURIComponent(project)}/`;
  return {
    token,
    isServer: bases.packages === bases.feeds,
    addresses: [collection, bases.packages, bases.feeds, bases.other],
    /** What package managers ask: `pypi/simple/` and the like. */
    packages: (path, feedName = name) =>
      `${bases.packages}${scope}_packaging/${encodeURIComponent(feedName)}/${path}`,
    /** The same at the organization's other host, where it has one. */
    otherPackages: (path) => `${bases.other}${scope}_packaging/${encodeURIComponent(name)}/${path}`,
    /** REST below the feed. */
    feed: (path) => `${bases.feeds}${scope}_apis/packaging/feeds/${encodeURIComponent(name)}${path}`,
    /** REST of one protocol below the feed. */
    protocol: (path) => `${bases.packages}${scope}_apis/packaging/feeds/${encodeURIComponent(name)}/${path}`,
    organization: (path) => bases.feeds + path,
    name,
  };
}

/** The hosts of Services (specification/artifacts/7.2/feed.json, `host`); a Server has one for everything. */
function basesOf(collection) {
  const legacy = /^([^.]+)\.visualstudio\.com$/.exec(collection.hostname)?.[1];
  const isServices = collection.hostname === "dev.azure.com" || legacy !== undefined;
  const { href } = collection;
  if (!isServices) return { packages: href, feeds: href, other: href };
  const organization = legacy ?? collection.pathname.split("/")[1];
  return {
    packages: `https://pkgs.dev.azure.com/${organization}/`,
    feeds: `https://feeds.dev.azure.com/${organization}/`,
    other: `https://${organization}.pkgs.visualstudio.com/`,
  };
}

function slashed(address) {
  return address.endsWith("/") ? address : `${address}/`;
}
