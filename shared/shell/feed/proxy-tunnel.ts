import { request } from "node:http";
import { request as requestTls } from "node:https";
import type { Socket } from "node:net";
import type { AgentProxy } from "../../core/job";
import { clearText } from "../secrets";

/** The proxy did not open the tunnel; `status` is what it answered. */
export class ProxyRefusal extends Error {
  override readonly name = "ProxyRefusal";
  readonly status: number;

  constructor(proxy: AgentProxy, status: number) {
    super(`The proxy ${proxy.url.origin} answered ${status} to CONNECT`);
    this.status = status;
  }
}

/** Opens a tunnel through the proxy (RFC 9110, section 9.3.6). `authority` is `host:port`. */
export function openTunnel(proxy: AgentProxy, authority: string, connectMs: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const open = proxy.url.protocol === "https:" ? requestTls : request;
    const connect = open({
      host: proxy.url.hostname,
      port: proxy.url.port,
      method: "CONNECT",
      path: authority,
      headers: { Host: authority, ...proxyAuthorization(proxy) },
      agent: false,
    });
    connect.once("connect", (answer, socket: Socket) => {
      clearTimeout(timer);
      if (answer.statusCode === 200) resolve(socket);
      else {
        socket.destroy();
        reject(new ProxyRefusal(proxy, answer.statusCode ?? 0));
      }
    });
    connect.once("response", (answer) => {
      answer.destroy();
      reject(new ProxyRefusal(proxy, answer.statusCode ?? 0));
    });
    // Not the request's own timeout, which begins anew with each byte.
    const timer = setTimeout(
      () => connect.destroy(new Error(`No answer of the proxy in ${connectMs} ms`)),
      connectMs,
    );
    connect.once("close", () => {
      clearTimeout(timer);
    });
    connect.once("error", reject);
    connect.end();
  });
}

/** The header with the proxy's own credentials; empty when the agent was configured with none. */
export function proxyAuthorization(proxy: AgentProxy): Record<string, string> {
  const { username, password } = proxy;
  if (username === undefined || username === "") return {};
  const pair = Buffer.from(`${username}:${clearText(password ?? "")}`).toString("base64");
  return { "Proxy-Authorization": `Basic ${pair}` };
}

/**
 * Whether an address is reached without the proxy: loopback, or one of the agent's bypass expressions finds itself in
 * `scheme://host[:port]`, as in the agent (VSA/VstsAgentWebProxy.cs). What is no JavaScript expression bypasses nothing.
 */
export function isBypassed(proxy: AgentProxy, url: URL): boolean {
  if (/^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(url.hostname)) return true;
  return proxy.bypass.some((expression) => {
    try {
      return new RegExp(expression, "i").test(url.origin);
    } catch {
      return false;
    }
  });
}
