import type { Credentials } from "../../../core/credentials";
import type { AgentProxy, Job } from "../../../core/job";
import type { Effect } from "../../../core/plan";
import { escapeXml } from "../../../formats/xml/xml-file";
import type { SettingsEntry } from "./settings-file";

/** The environment variable for the proxy's password; no secret stands in the job's settings.xml. */
function passwordVariable({ nonce }: Job): string {
  return `FEEDPASS_MAVEN_PROXY_PASSWORD_${nonce.toUpperCase()}`;
}

export function proxyEffects(job: Job): readonly Effect[] {
  if (job.proxy?.password === undefined) return [];
  return [{ kind: "set-variable", name: passwordVariable(job), value: job.proxy.password }];
}

export function proxyCredentials({ proxy }: Job): readonly Credentials[] {
  if (proxy?.password === undefined) return [];
  return [{ username: proxy.username ?? "", token: proxy.password }];
}

/** The agent's proxy as Maven's settings say it, for both schemes. */
export function proxyEntries(job: Job): readonly SettingsEntry[] {
  const { proxy } = job;
  return proxy === undefined ? [] : ["https", "http"].map((scheme) => proxyEntry(scheme, job, proxy));
}

function proxyEntry(scheme: string, job: Job, proxy: AgentProxy): SettingsEntry {
  const { hostname, port, protocol } = proxy.url;
  const user = proxy.username === undefined ? "" : `<username>${escapeXml(proxy.username)}</username>`;
  const password =
    proxy.password === undefined ? "" : `<password>\${env.${passwordVariable(job)}}</password>`;
  const id = `feedpass-agent-proxy-${scheme}`;
  return {
    id,
    line: 0,
    xml: `<proxy><id>${id}</id><active>true</active><protocol>${scheme}</protocol><host>${escapeXml(hostname)}</host><port>${
      port === "" ? (protocol === "https:" ? "443" : "80") : port
    }</port>${user}${password}<nonProxyHosts>${escapeXml(nonProxyHosts(proxy.bypass))}</nonProxyHosts></proxy>`,
  };
}

/** The agent's bypass list is of regular expressions, Maven's of names with `*`; those that say more are left out. */
function nonProxyHosts(bypass: readonly string[]): string {
  const hosts = bypass
    .map((expression) => expression.replace(/^\^?(?:https?\??:(?:\\?\/){2})?/, "").replace(/\$$/, ""))
    .map((expression) => expression.replace(/^\\\./, "*.").replace(/\.\*/g, "*").replace(/\\\./g, "."))
    .filter((host) => /^[A-Za-z0-9*.:-]+$/.test(host));
  return ["localhost", "127.*", ...hosts].join("|");
}
