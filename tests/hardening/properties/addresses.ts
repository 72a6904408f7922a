import fc from "fast-check";
import type { Organization } from "../../../shared/core/organization";
import { server, services } from "../../shared/core/organizations";
import { nastyText, password } from "./hostile-texts";

export const organizations: readonly Organization[] = [
  services("fabrikam"),
  server("https://server.example/tfs/DefaultCollection"),
  server("http://server.example:8080/tfs/My%20Collection/"),
];

/** One of the first, which are usual, or of the others, which are not. */
type Mix = (usual: readonly string[], ...others: readonly string[]) => fc.Arbitrary<string>;

function mixed(weight: number, usual: readonly string[], others: readonly string[]): fc.Arbitrary<string> {
  return fc.oneof(
    { weight, arbitrary: fc.constantFrom(...usual) },
    { weight: 1, arbitrary: fc.constantFrom(...others) },
  );
}

const places: readonly string[] = [
  ...["pkgs.dev.azure.com/fabrikam", "PKGS.dev.azure.com/Fabrikam", "pkgs.dev.azure.com:443/fabrikam"],
  ...["fabrikam.pkgs.visualstudio.com", "fabrikam.pkgs.visualstudio.com/DefaultCollection"],
  "pkgs.visualstudio.com/A22222222-2222-4222-8222-222222222222",
  ...["server.example/tfs/DefaultCollection", "server.example:8080/tfs/My%20Collection"],
];
const otherPlaces: readonly string[] = [
  ...["evil.example/fabrikam", "pkgs.dev.azure.com.evil.example/fabrikam", "pkgs.dev.azure.com./fabrikam"],
  ...["pkgs.dev.azure.com:8443/fabrikam", "pkgs.dev.azure.com:0443/fabrikam", "pkgs.dev.azure.com:/fabrikam"],
  ...["pkgs。dev.azure.com/fabrikam", "ⓟkgs.dev.azure.com/fabrikam", "pkgs.dev.azure%2ecom/fabrikam"],
  ...["pkgs.dev.azure.com/contoso", "pkgs.dev.azure.com\\.evil.example/fabrikam", "[::1]/fabrikam", ""],
  ...["pkgs.dev.azure.com@evil.example/fabrikam", "evil.example#@pkgs.dev.azure.com/fabrikam"],
];

const users: readonly string[] = ["", "", "VssSessionToken@", "u:@", `u:${password}@`, `:${password}@`];
const otherUsers: readonly string[] = [
  ...["@", "a@b@", "pkgs.dev.azure.com@", `u:${password}@evil.example/@`, `u:${password}/1@`],
  ...[`u:1/${password}@`, `u:${password}#@`, `u:${password}?@`, `u:${password}\\@`, `u:é${password}@`],
  ...[`u:${password}@@`, `u:@${password}@`, `${password}@`, `\t:${password}@`, `u:${password}\n@`],
];

const projects: readonly string[] = [
  "",
  "",
  "fiber/",
  "My%20Project/",
  "33333333-3333-4333-8333-333333333333/",
];
const otherProjects: readonly string[] = ["../", "%2e%2e/", "./", "//", "a/b/", "%2f/", "é/", "_packaging/"];
const feeds: readonly string[] = [
  "fibers",
  "fibers@view",
  "fibers~force-auth",
  "fib%20ers@v~force-auth",
  "f!'()*",
];
const otherFeeds: readonly string[] = [
  ...["", "..", "..@v", "..~force-auth", ".", "%2e%2e", "%2E@v", "a@b@c", "~force-auth", "%zz", "%2f", "%00"],
  ...["a%40b", "a%7eb", "é", "%e2%80%8b", "a b", "fibers ", "fibers%20", "...", "%252e%252e"],
];
const protocols: readonly string[] = ["/pypi/simple/", "/pypi/simple", "/Cargo/index/", "/maven/v1", "", "/"];
const otherProtocols: readonly string[] = [
  ...["/../../x", "/%2e%2e/x", "//", "/a//b", "?x=/../", "#/../@evil.example/", "/%zz", " ", "/x\\y", ";x"],
];

/**
 * Addresses of which many are a feed's, and most of the others look like one.
 * @param weight How many times a usual part comes for each that is not.
 */
export function feedLikeAddresses(weight = 30): fc.Arbitrary<string> {
  const mostly: Mix = (usual, ...others) => mixed(weight, usual, others);
  const whole = fc
    .tuple(
      mostly(
        ["https://", "https://", "HTTPS://", "http://"],
        "ftp://",
        "https:/",
        "https:\\\\",
        "https:///",
        "//",
      ),
      mostly(users, ...otherUsers),
      mostly(places, ...otherPlaces),
      mostly(projects, ...otherProjects),
      mostly(["_packaging/"], "_PACKAGING/", "packaging/", "_packaging//", ""),
      mostly(feeds, ...otherFeeds),
      mostly(protocols, ...otherProtocols),
    )
    .map(([scheme, user, place, ...path]) => `${scheme}${user}${place}/${path.join("")}`);
  const edited = fc
    .tuple(whole, fc.nat(1000), fc.oneof(fc.constantFrom(...edits), nastyText()))
    .map(([address, at, text]) => {
      const start = Math.round((at * address.length) / 1000);
      return address.slice(0, start) + text + address.slice(start);
    });
  return fc.oneof({ weight: 3, arbitrary: whole }, { weight: 2, arbitrary: edited });
}

const edits: readonly string[] = [
  ...[
    "\t",
    "\n",
    "\r",
    " ",
    "\\",
    "/",
    "//",
    "@",
    ":",
    "#",
    "?",
    "%",
    "%2f",
    "%5c",
    "..",
    ";",
    "|",
    "[",
    "\u3000",
  ],
  ...["\u200b", "\u00ad", "。", "\u0000", "a", "."],
];
