import type { Addresses, Expectation, Face } from "../hostile-repository";

/** An address that looks like the job's own feed, or is meant to be taken for it. */
export interface LookAlike {
  readonly slug: string;
  /** To complete the sentence "an index at …". */
  readonly title: string;
  /** `path` is the protocol's, e.g. `pypi/simple/`. */
  readonly address: (at: Addresses, path: string) => string;
  readonly face?: Face;
  /** What a client makes of it where it is not `quiet`. */
  readonly expect?: Expectation;
}

const feedPath = "fabrikam/Fabrikam%20Fiber/_packaging/fiber";
const host = "pkgs.dev.azure.com";

function at(origin: string): LookAlike["address"] {
  return (_, path) => `${origin}/${feedPath}/${path}`;
}

/** Addresses that are not the job's own, for every client. */
export const lookAlikes: readonly LookAlike[] = [
  {
    slug: "port",
    title: "another port of the feed's host",
    address: at(`https://${host}:8443`),
    expect: "asked",
  },
  { slug: "http", title: "the feed's host by http", address: at(`http://${host}`) },
  { slug: "http-443", title: "the feed's host and port by http", address: at(`http://${host}:443`) },
  { slug: "user-host", title: "the feed's host as a user name", address: at(`https://${host}@evil.example`) },
  {
    slug: "user-port",
    title: "the feed's host and port as user name and password",
    address: at(`https://${host}:443@evil.example`),
  },
  {
    slug: "user-path",
    title: "the feed's address as a user name",
    address: at(`https://${host}%2ffabrikam%2f@evil.example`),
  },
  {
    slug: "suffix",
    title: "a host that begins with the feed's",
    address: at(`https://${host}.evil.example`),
    expect: "asked",
  },
  {
    slug: "prefix",
    title: "a host that ends with the feed's",
    address: at(`https://evil-${host}`),
    expect: "asked",
  },
  { slug: "dash", title: "a host with a dash for a dot", address: at("https://pkgs-dev.azure.com") },
  { slug: "other-label", title: "a host of the same domain", address: at("https://packages.dev.azure.com") },
  { slug: "host-dot", title: "the feed's host with a dot at its end", address: at(`https://${host}.`) },
  {
    slug: "cyrillic",
    title: "a host with a Cyrillic letter",
    address: at("https://pkgs.dev.\u0430zure.com"),
  },
  {
    slug: "puny",
    title: "a host with that letter in Punycode",
    address: at("https://pkgs.dev.xn--zure-43d.com"),
  },
  {
    slug: "full-width",
    title: "a host with a full-width letter, which is the feed's",
    address: at("https://\uff50kgs.dev.azure.com"),
  },
  {
    slug: "ideographic-dot",
    title: "a host with an ideographic full stop",
    address: at("https://pkgs.dev\u3002azure.com"),
  },
  {
    slug: "backslash",
    title: "a backslash before another host",
    address: at(`https://evil.example\\@${host}`),
  },
  {
    slug: "hash",
    title: "the feed's address behind a hash",
    address: (_, path) => `https://evil.example/#@${host}/${feedPath}/${path}`,
  },
  {
    slug: "query",
    title: "the feed's address in a query",
    address: (_, path) => `https://evil.example/?@${host}/${feedPath}/${path}`,
  },
  {
    slug: "organization-longer",
    title: "an organization whose name begins with the job's own",
    address: (_, path) => `https://${host}/fabrikam2/_packaging/fiber/${path}`,
  },
  {
    slug: "dots",
    title: "dots that lead out of the organization",
    address: (_, path) => `https://${host}/fabrikam/../contoso/_packaging/parts/${path}`,
  },
  {
    slug: "encoded-dots",
    title: "encoded dots that lead out of it",
    address: (_, path) => `https://${host}/fabrikam/%2e%2e/contoso/_packaging/parts/${path}`,
  },
  {
    slug: "half-encoded-dots",
    title: "half-encoded dots that lead out of it",
    address: (_, path) => `https://${host}/fabrikam/.%2E/contoso/_packaging/parts/${path}`,
  },
  {
    slug: "encoded-slash",
    title: "encoded slashes that lead out of it",
    address: (_, path) => `https://${host}/fabrikam/..%2fcontoso/_packaging/parts/${path}`,
  },
  {
    slug: "backslash-dots",
    title: "backslashes and dots that lead out of it",
    address: (_, path) => `https://${host}/fabrikam/..\\contoso/_packaging/parts/${path}`,
  },
  {
    slug: "double-slash",
    title: "two slashes before another organization",
    address: (_, path) => `https://${host}//contoso/_packaging/parts/${path}`,
  },
  {
    slug: "legacy-other",
    title: "the old host name of another organization",
    address: (_, path) => `https://contoso.pkgs.visualstudio.com/_packaging/parts/${path}`,
  },
  {
    slug: "legacy-evil",
    title: "the old host name as a prefix",
    address: (_, path) => `https://fabrikam.pkgs.visualstudio.com.evil.example/_packaging/fiber/${path}`,
    expect: "asked",
  },
  {
    slug: "redirect",
    title: "a host that redirects to an evil one",
    address: (to, path) => to.evil(`${feedPath}/${path}`, "redirect"),
    expect: "asked",
  },
  {
    slug: "server-port",
    title: "another port of the Server",
    address: (to, path) => to.loopback(`DefaultCollection/_packaging/fiber/${path}`),
    face: "server",
    expect: "asked",
  },
  {
    slug: "server-name",
    title: "another name of the Server's host",
    address: (to, path) => to.feed(path).replace("127.0.0.1", "localhost"),
    face: "server",
  },
  {
    slug: "server-number",
    title: "the Server's host as one number",
    address: (to, path) => to.feed(path).replace("127.0.0.1", "2130706433"),
    face: "server",
  },
  {
    slug: "server-collection",
    title: "another collection of the Server",
    address: (to, path) => to.other(path),
    face: "server",
  },
  {
    slug: "server-collection-dots",
    title: "dots that lead to another collection",
    address: (to, path) =>
      to.feed(path).replace("/DefaultCollection/", "/DefaultCollection/../OtherCollection/"),
    face: "server",
  },
];
