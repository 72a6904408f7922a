import { readFileSync } from "node:fs";
import { Agent, type RequestOptions } from "node:http";
import { Agent as TlsAgent } from "node:https";
import { Socket } from "node:net";
import type { Duplex } from "node:stream";
import { connect, createSecureContext, rootCertificates, type SecureContext } from "node:tls";
import type { AgentProxy } from "../../core/job";
import { isBypassed, openTunnel, proxyAuthorization } from "./proxy-tunnel";

/** How a request is addressed; `headers` as names and values in turn, those of the way alone. */
export interface Route extends RequestOptions {
  readonly headers: readonly string[];
}

/** Keep-alive connections, direct or through the agent's proxy. `destroy` closes them. */
export class Connections {
  readonly #plain: Agent;
  readonly #tls: TlsAgent;
  readonly #tunnels: TlsAgent | undefined;
  readonly #proxy: AgentProxy | undefined;

  constructor(options: { proxy?: AgentProxy; ca?: string; maxSockets: number; connectMs: number }) {
    const { proxy, ca, maxSockets, connectMs } = options;
    const kept = { keepAlive: true, maxSockets, maxFreeSockets: maxSockets };
    const secureContext = ca === undefined ? undefined : trusting(ca);
    this.#plain = patient(new Agent(kept), connectMs);
    this.#tls = patient(new TlsAgent({ ...kept, ...(secureContext && { secureContext }) }), connectMs);
    this.#proxy = proxy;
    this.#tunnels = proxy && new TunnelAgent(kept, proxy, secureContext, connectMs);
  }

  /** How a request to the address is addressed and which agent carries it. */
  route(url: URL): Route {
    const proxy = this.#proxy !== undefined && !isBypassed(this.#proxy, url) ? this.#proxy : undefined;
    const path = url.pathname + url.search;
    if (proxy !== undefined && url.protocol === "http:") return this.#absoluteForm(proxy, url);
    const agent = url.protocol === "http:" ? this.#plain : proxy === undefined ? this.#tls : this.#tunnels;
    return {
      protocol: url.protocol,
      hostname: url.hostname.replace(/^\[|\]$/g, ""),
      port: url.port === "" ? null : url.port,
      path,
      headers: ["Host", url.host],
      ...(agent && { agent }),
    };
  }

  destroy(): void {
    for (const agent of [this.#plain, this.#tls, this.#tunnels]) agent?.destroy();
  }

  /** Plain http goes to a proxy whole (RFC 9112, section 3.2.2); many refuse CONNECT to port 80. */
  #absoluteForm(proxy: AgentProxy, url: URL): Route {
    return {
      protocol: proxy.url.protocol,
      hostname: proxy.url.hostname,
      port: proxy.url.port,
      path: url.origin + url.pathname + url.search,
      headers: ["Host", url.host, ...Object.entries(proxyAuthorization(proxy)).flat()],
      agent: proxy.url.protocol === "https:" ? this.#tls : this.#plain,
    };
  }
}

/** An https agent whose connections begin as tunnels. */
class TunnelAgent extends TlsAgent {
  readonly #proxy: AgentProxy;
  readonly #secureContext: SecureContext | undefined;
  readonly #connectMs: number;

  constructor(
    kept: { keepAlive: boolean; maxSockets: number; maxFreeSockets: number },
    proxy: AgentProxy,
    secureContext: SecureContext | undefined,
    connectMs: number,
  ) {
    super(kept);
    this.#proxy = proxy;
    this.#secureContext = secureContext;
    this.#connectMs = connectMs;
  }

  override createConnection(
    options: RequestOptions & { servername?: string },
    callback: (error: Error | null, stream: Duplex) => void,
  ): undefined {
    const host = options.host ?? options.hostname ?? "";
    const secureContext = this.#secureContext;
    openTunnel(this.#proxy, `${host}:${options.port ?? 443}`, this.#connectMs).then(
      (socket) => {
        const servername = options.servername ?? host;
        callback(null, connect({ socket, servername, ...(secureContext && { secureContext }) }));
      },
      (error: unknown) => {
        // Node's agent looks at the second argument only when there is no error.
        (callback as (error: unknown) => void)(error);
      },
    );
  }
}

/** One context for all connections: building it parses every root. Node drops NODE_EXTRA_CA_CERTS when `ca` is set. */
function trusting(ca: string): SecureContext {
  return createSecureContext({ ca: [...rootCertificates, ...extraAuthorities(), ca] });
}

function extraAuthorities(): readonly string[] {
  const file = process.env["NODE_EXTRA_CA_CERTS"] ?? "";
  try {
    return file === "" ? [] : [readFileSync(file, "utf8")];
  } catch {
    return [];
  }
}

/** The same agent, whose connections are given up when they are not there in time. */
function patient<T extends Agent>(agent: T, connectMs: number): T {
  const connect = agent.createConnection.bind(agent);
  agent.createConnection = (...call) => limited(connect(...call), connectMs);
  return agent;
}

function limited<T>(connection: T, connectMs: number): T {
  if (!(connection instanceof Socket) || !connection.connecting) return connection;
  const timer = setTimeout(() => {
    connection.destroy(new Error(`No connection in ${connectMs} ms`));
  }, connectMs);
  // Both listeners go: a connection is kept for thousands of requests, and what they know would stay with it.
  const stop = (): void => {
    clearTimeout(timer);
    connection.off("connect", stop).off("close", stop);
  };
  connection.once("connect", stop).once("close", stop);
  return connection;
}
