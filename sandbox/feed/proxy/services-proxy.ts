import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { Socket, type AddressInfo } from "node:net";
import type { TestAuthority } from "../tls/test-authority";
import { carriesCredentials, type ProxyCredentials } from "./proxy-credentials";
import { openTlsTunnel } from "./tls-tunnel";

/** One CONNECT (or plain request) that the proxy took up; what it answered with 407 is not among them. */
export interface ProxyConnect {
  readonly host: string;
  readonly port: number;
  readonly refused: boolean;
}

export interface ServicesProxyOptions {
  /** Gets each request of a tunnel; `req.socket` is a TLS socket and the Host header is the client's. */
  readonly handler: (req: IncomingMessage, res: ServerResponse) => void;
  /** Says whether the proxy serves that host. */
  readonly hosts: (host: string) => boolean;
  readonly authority: TestAuthority;
  /** When given, the proxy answers 407 to requests without these Basic credentials. */
  readonly credentials?: ProxyCredentials;
}

export interface ServicesProxy {
  /** `http://127.0.0.1:<port>`, without credentials. */
  readonly url: string;
  connects(): readonly ProxyConnect[];
  stop(): Promise<void>;
}

const CLIENT_IDLE = 60_000;

/**
 * Starts an HTTP proxy on loopback that leads CONNECTs of the known hosts, port 443, to `handler`
 * and refuses everything else with 403: nothing leaves the machine through it.
 */
export async function startServicesProxy(options: ServicesProxyOptions): Promise<ServicesProxy> {
  const seen: ProxyConnect[] = [];
  const sockets = new Set<Socket>();
  // This server never listens: it speaks HTTP in the tunnels.
  const requests = createServer({ keepAliveTimeout: CLIENT_IDLE }, options.handler);
  const proxy = createServer((req, res) => {
    refusePlain(req, res, options, seen);
  });
  proxy.on("connection", (socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });
  proxy.on("connect", (req, stream, head) => {
    if (stream instanceof Socket) connect(req, stream, head, { ...options, seen, requests });
    else stream.destroy();
  });
  await new Promise<void>((resolve, reject) => {
    proxy.once("error", reject).listen(0, "127.0.0.1", resolve);
  });
  return {
    url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    connects: () => [...seen],
    stop: () => stopServer(proxy, sockets),
  };
}

interface ConnectContext extends ServicesProxyOptions {
  readonly seen: ProxyConnect[];
  readonly requests: Server;
}

function connect(req: IncomingMessage, socket: Socket, head: Buffer, context: ConnectContext): void {
  socket.on("error", () => socket.destroy());
  if (!isAuthorized(req, context)) {
    socket.end(reply("407 Proxy Authentication Required", CHALLENGE));
    return;
  }
  const { host, port } = splitAuthority(req.url ?? "", 443);
  const refused = port !== 443 || !context.hosts(host);
  context.seen.push({ host, port, refused });
  if (refused) {
    socket.end(reply("403 Forbidden", []));
    return;
  }
  if (head.length > 0) socket.unshift(head);
  openTlsTunnel(socket, host, context.authority, context.requests).catch((error: unknown) => {
    socket.destroy(error instanceof Error ? error : undefined);
  });
}

function refusePlain(
  req: IncomingMessage,
  res: ServerResponse,
  options: ServicesProxyOptions,
  seen: ProxyConnect[],
): void {
  if (!isAuthorized(req, options)) {
    res.writeHead(407, "Proxy Authentication Required", { "Proxy-Authenticate": BASIC }).end();
    return;
  }
  const absolute = /^[a-z]+:\/\/([^/?#]*)/i.exec(req.url ?? "")?.[1];
  seen.push({ ...splitAuthority(absolute ?? req.headers.host ?? "", 80), refused: true });
  res.writeHead(403, { "Content-Type": "text/plain" });
  res.end("The sandbox proxy serves HTTPS to the sandbox's own hosts only.\n");
}

const BASIC = 'Basic realm="Feedpass sandbox proxy", charset="UTF-8"';
const CHALLENGE = [`Proxy-Authenticate: ${BASIC}`];

function isAuthorized(req: IncomingMessage, options: ServicesProxyOptions): boolean {
  if (options.credentials === undefined) return true;
  return carriesCredentials(req.headers["proxy-authorization"], options.credentials);
}

function reply(status: string, headers: readonly string[]): string {
  return [`HTTP/1.1 ${status}`, ...headers, "Content-Length: 0", "Connection: close", "", ""].join("\r\n");
}

function splitAuthority(authority: string, defaultPort: number): { host: string; port: number } {
  const match = /^(?:[^@]*@)?(.*?)(?::(\d+))?$/.exec(authority);
  return {
    host: (match?.[1] ?? "").toLowerCase(),
    port: match?.[2] === undefined ? defaultPort : Number(match[2]),
  };
}

async function stopServer(server: Server, sockets: ReadonlySet<Socket>): Promise<void> {
  const closed = new Promise<void>((resolve) => {
    server.close(() => {
      resolve();
    });
  });
  for (const socket of sockets) socket.destroy();
  await closed;
}
