/**
 * Says through which proxy an https address is reached, from HTTPS_PROXY and NO_PROXY (lower case first,
 * as curl reads them). Undefined for plain http, for a host of NO_PROXY and when no proxy is set.
 */
export function findProxy(url: URL, environment: NodeJS.ProcessEnv): string | undefined {
  if (url.protocol !== "https:") return undefined;
  const proxy = environment["https_proxy"] ?? environment["HTTPS_PROXY"];
  if (proxy === undefined || proxy === "") return undefined;
  const exceptions = (environment["no_proxy"] ?? environment["NO_PROXY"] ?? "").split(/[\s,]+/);
  if (exceptions.some((exception) => exception !== "" && isException(url, exception))) return undefined;
  return proxy.includes("://") ? proxy : `http://${proxy}`;
}

function isException(url: URL, exception: string): boolean {
  if (exception === "*") return true;
  const match = /^(?:\*?\.)?(.+?)(?::(\d+))?$/.exec(exception.toLowerCase());
  const domain = match?.[1];
  if (domain === undefined) return false;
  if (match?.[2] !== undefined && match[2] !== (url.port || "443")) return false;
  return url.hostname === domain || url.hostname.endsWith(`.${domain}`);
}
