import type { Files } from "../../../core/files";
import type { Job } from "../../../core/job";
import { logText } from "../../../core/log-text";
import { warning, type Note } from "../../../core/plan";
import { Problem } from "../../../core/problem";
import { globalSettings, userSettings } from "./installation";
import { namedSettings, systemProperties, type SystemProperty } from "./maven-options";
import { parseSettingsFacts } from "./settings-facts";

/** What the repository puts between Maven and the feed. */
interface Between {
  readonly what: string;
  readonly where: string;
}

/**
 * Throws where the token could be read on its way to one of the addresses: by anybody, since Maven is told not to
 * verify who answers, or by a proxy of the repository's choice whose authority is the repository's too.
 * Gives warnings of a proxy or an authority that comes from the repository and neither from the agent nor the machine.
 */
export function wayToTheFeed(job: Job, read: Files, addresses: readonly string[]): readonly Note[] {
  const settings = readSettings(job, read);
  const properties = [...systemProperties(job, read), ...settings.flatMap(({ properties: said }) => said)];
  const isPlain = addresses.some((address) => !/^https:/i.test(address));
  const unverified = properties.find(switchesOff);
  if (unverified !== undefined && addresses.some((address) => /^https:/i.test(address)))
    throw notVerified(unverified);
  const authorities = properties.filter(isAuthority).map(between("takes the authorities to trust from"));
  const proxies = [
    ...properties.filter(isProxy).map(between("sends Maven through the proxy")),
    ...settings.flatMap(({ proxies: said }) => said),
  ];
  const [proxy] = proxies;
  if (proxy !== undefined && (isPlain || authorities.length > 0))
    throw readableByProxy(proxy, authorities[0]);
  return [...proxies, ...authorities].map(({ what, where }) =>
    warning(
      `${where} ${what}, and that is the repository's choice, neither the agent's nor the machine's. If you do not know it, take it out; else set it in MAVEN_OPTS or in the machine's settings.xml.`,
    ),
  );
}

interface ReadSettings {
  readonly properties: readonly SystemProperty[];
  readonly proxies: readonly Between[];
}

/** The settings that count beside the job's own: the repository's, the pipeline's and the machine's. */
function readSettings(job: Job, read: Files): readonly ReadSettings[] {
  const files = [
    ...namedSettings(job, read),
    ...[userSettings(job), globalSettings(job) ?? ""].map((path) => ({ path, ofRepository: false })),
  ];
  return files.flatMap(({ path, ofRepository }) => {
    const facts = read.parsed(path, parseSettingsFacts);
    if (facts === undefined) return [];
    const place = (line: number): string => `${logText(path)}:${line}`;
    return [
      {
        properties: facts.properties.map((each) => ({ ...each, where: place(each.line), ofRepository })),
        proxies: ofRepository
          ? facts.proxies.map(({ host, line }) => ({
              what: `sends Maven through the proxy ${logText(host)}`,
              where: place(line),
            }))
          : [],
      },
    ];
  });
}

/** Tried with Maven 3.8 and 3.9: both transports, and what Java's own client would be told. */
function switchesOff({ name, value }: SystemProperty): boolean {
  if (/^aether\.(?:connector|transport)\.https\.securityMode$/.test(name)) return value !== "default";
  return (
    /^maven\.wagon\.http\.ssl\.(?:insecure|allowall|ignore\.validity\.dates)$|^jdk\.internal\.httpclient\.disableHostnameVerification$/.test(
      name,
    ) && value.toLowerCase() !== "false"
  );
}

function isAuthority({ name, ofRepository }: SystemProperty): boolean {
  return ofRepository && /^javax\.net\.ssl\.trustStore$|^java\.security\.properties$/.test(name);
}

function isProxy({ name, ofRepository }: SystemProperty): boolean {
  return (
    ofRepository && /^(?:https?\.proxyHost|socksProxyHost|proxyHost|java\.net\.useSystemProxies)$/.test(name)
  );
}

function between(what: string): (property: SystemProperty) => Between {
  return ({ value, where }) => ({ what: `${what} ${logText(value)}`, where });
}

function notVerified({ name, value, where }: SystemProperty): Problem {
  return new Problem(
    "feed-not-verified",
    `${where} sets ${logText(name)} to ${logText(value)}, so that Maven would give the token to whoever answers in the feed's place.`,
    "Take it out; if the feed's certificate is of an authority of your own, add that to the machine's trust store, or name one in MAVEN_OPTS with -Djavax.net.ssl.trustStore.",
  );
}

function readableByProxy(proxy: Between, authority: Between | undefined): Problem {
  const why =
    authority === undefined
      ? "the feed is reached by http, which a proxy can read"
      : `${authority.where} ${authority.what}`;
  return new Problem(
    "proxy-reads-token",
    `${proxy.where} ${proxy.what}, and ${why}: the proxy could read the token, and both are the repository's choice, neither the agent's nor the machine's.`,
    "Take the proxy out, or configure the agent with it; name the trust store in MAVEN_OPTS or add the authority to the machine's.",
  );
}
