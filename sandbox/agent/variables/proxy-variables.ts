import type { AgentRun } from "../agent-run";

/** Variables of a configured proxy, and whether each is secret. AW/ExecutionContext.cs:668-694 */
export function listProxyVariables(run: AgentRun): { name: string; value: string; secret: boolean }[] {
  const { proxy } = run;
  if (proxy === undefined) {
    return [];
  }
  return [
    { name: "agent.proxyurl", value: proxy.url, secret: false },
    { name: "agent.proxyusername", value: proxy.username ?? "", secret: false },
    { name: "agent.proxypassword", value: proxy.password ?? "", secret: true },
    { name: "agent.proxybypasslist", value: JSON.stringify(proxy.bypass ?? []), secret: false },
    { name: "agent.usebasicauthforproxy", value: "False", secret: false },
  ].filter(({ value }) => value !== "");
}

/** The agent's environment without what it hides from its children once a proxy is configured. */
export function withoutProxySettings(run: AgentRun): Record<string, string> {
  const hidden = run.proxy === undefined ? /(?!)/ : /^VSTS_HTTP_PROXY(_USERNAME|_PASSWORD)?$/;
  return Object.fromEntries(Object.entries(run.environment).filter(([name]) => !hidden.test(name)));
}
