import { createServer, request as requestHttp, type IncomingMessage, type ServerResponse } from "node:http";
import { request as requestHttps } from "node:https";
import { Socket, type AddressInfo } from "node:net";
import { readFileSync } from "node:fs";
import { HttpsProxyAgent } from "https-proxy-agent";
import { openTlsTunnel } from "../../sandbox/feed/proxy/tls-tunnel";
import { isServicesHost, servicesBlobHost } from "../../sandbox/feed/request/site";
import type { RunningFeed } from "../../sandbox/feed/start-feed";
import type { TestAuthority } from "../../sandbox/feed/tls/test-authority";
import { answerEvil } from "./evil-answers";

/**
 * Where a request arrived: at the job's own organization or collection, at another one on the service's own host, or
 * elsewhere, which is also the service's own host when a proxy of the repository's choice reads what goes there.
 */
export type Place = "own" | "other organization" | "elsewhere";

/** A request, as it arrived. */
export interface Arrival {
  readonly place: Place;
  readonly method: string;
  /** As the client meant it: scheme, host, port unless it is the scheme's own, path and query. */
  readonly address: string;
  /** Raw header lines, an empty line, and the body. */
  readonly content: string;
}

/** How a request came: directly, or in a tunnel to a host and port. */
interface Way {
  readonly scheme: "http" | "https";
  readonly host: string;
  readonly port: number;
  readonly door: Door;
}

/** The listeners: the agent's proxy, the service as a Server, and the repository's own proxy. */
type Door = "proxy" | "server" | "repository";

const doors = ["proxy", "server", "repository"] as const;

/**
 * All that one job can reach. `proxy` is the proxy that the agent is configured with: behind it every host name exists,
 * the service's own are the sandbox's feed, and every other host, port and scheme is an evil host that writes down what
 * it gets; asked directly it is an evil host on loopback. `server` is Azure DevOps Server. `repository` is a
 * proxy of the repository's choice, which reads TLS with certificates of an authority that no machine trusts.
 */
export class Internet {
  readonly arrivals: Arrival[] = [];
  /** Hosts that somebody opened a tunnel to through the repository's proxy, whether or not a request came. */
  readonly repositoryTunnels: string[] = [];
  readonly #feed: RunningFeed;
  readonly #authorities: { readonly trusted: TestAuthority; readonly untrusted: TestAuthority };
  readonly #toServices: HttpsProxyAgent<string>;
  readonly #ca: string;
  readonly #ports = new Map<Door, number>();
  readonly #ends: (() => Promise<void>)[] = [];

  private constructor(feed: RunningFeed, trusted: TestAuthority, untrusted: TestAuthority) {
    this.#feed = feed;
    this.#authorities = { trusted, untrusted };
    this.#ca = readFileSync(trusted.caFile, "utf8");
    this.#toServices = new HttpsProxyAgent(feed.proxyUrl ?? "");
  }

  static async open(feed: RunningFeed, trusted: TestAuthority, untrusted: TestAuthority): Promise<Internet> {
    const internet = new Internet(feed, trusted, untrusted);
    for (const door of doors) await internet.#listen(door);
    return internet;
  }

  async close(): Promise<void> {
    for (const end of this.#ends.splice(0)) await end();
    this.#toServices.destroy();
  }

  /** `http://127.0.0.1:<port>` */
  address(door: Door): string {
    return `http://127.0.0.1:${this.port(door)}`;
  }

  port(door: Door): number {
    return this.#ports.get(door) ?? 0;
  }

  async #listen(door: Door): Promise<void> {
    const sockets = new Set<Socket>();
    const server = createServer((request, response) => {
      void this.#answer(wayOf(request, door, this.port(door)), request, response);
    });
    server.on("connection", (socket) => {
      sockets.add(socket);
      socket.on("close", () => sockets.delete(socket));
    });
    server.on("connect", (request, socket, head) => {
      if (socket instanceof Socket) this.#tunnel(request, socket, head, door);
      else socket.destroy();
    });
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject).listen(0, "127.0.0.1", resolve);
    });
    this.#ports.set(door, (server.address() as AddressInfo).port);
    this.#ends.push(async () => {
      const closed = new Promise<void>((resolve) => {
        server.close(() => {
          resolve();
        });
      });
      for (const socket of sockets) socket.destroy();
      await closed;
    });
  }

  #tunnel(request: IncomingMessage, socket: Socket, head: Buffer, door: Door): void {
    socket.on("error", () => socket.destroy());
    const [, host = "", port = "443"] = /^\[?(.*?)\]?(?::(\d+))?$/.exec(request.url ?? "") ?? [];
    if (door === "repository") this.repositoryTunnels.push(host);
    if (head.length > 0) socket.unshift(head);
    const way: Way = { scheme: "https", host: host.toLowerCase(), port: Number(port), door };
    const requests = createServer((inner, response) => {
      void this.#answer(way, inner, response);
    });
    const authority = door === "repository" ? this.#authorities.untrusted : this.#authorities.trusted;
    openTlsTunnel(socket, way.host.replace(/\.$/, ""), authority, requests).catch(() => {
      socket.destroy();
    });
  }

  async #answer(way: Way, request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const body = Buffer.concat((await request.toArray()) as Buffer[]);
      const path = pathOf(request.url ?? "/");
      const place = this.#placeOf(way, path);
      this.arrivals.push({
        place,
        method: request.method ?? "",
        address: `${way.scheme}://${way.host}${isOwnPort(way) ? "" : `:${way.port}`}${path}`,
        content: [...headerLines(request), "", body.toString("latin1")].join("\n"),
      });
      if (isService(way) && way.door !== "repository") await this.#passOn(way, path, request, body, response);
      else refuse(way, path, request, response);
    } catch {
      response.destroy();
    }
  }

  #placeOf(way: Way, path: string): Place {
    if (!isService(way) || way.door === "repository" || way.host === servicesBlobHost) return "elsewhere";
    const normal = new URL(path, "http://any.example").pathname.toLowerCase();
    if (way.door === "server") return normal.startsWith("/defaultcollection/") ? "own" : "other organization";
    const guid = this.#feed.ids.organization("fabrikam") ?? "";
    const isOwn =
      way.host === "pkgs.visualstudio.com"
        ? normal.startsWith(`/a${guid.toLowerCase()}/`)
        : way.host.startsWith("fabrikam.") || normal.startsWith("/fabrikam/");
    return isOwn ? "own" : "other organization";
  }

  /** The feed answers, as it would without anybody between. */
  async #passOn(
    way: Way,
    path: string,
    request: IncomingMessage,
    body: Buffer,
    response: ServerResponse,
  ): Promise<void> {
    const server = new URL(this.#feed.serverUrl);
    const options = { method: request.method ?? "GET", path, headers: request.headers };
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      const sent =
        way.door === "server"
          ? requestHttp({ ...options, host: server.hostname, port: server.port }, resolve)
          : requestHttps(
              { ...options, host: way.host, port: 443, agent: this.#toServices, ca: this.#ca },
              resolve,
            );
      sent.on("error", reject).end(body);
    });
    response.writeHead(answer.statusCode ?? 502, answer.statusMessage ?? "", answer.rawHeaders);
    answer.pipe(response);
  }
}

/** A client that knows of a proxy asks for a whole address, one that does not for a path. */
function wayOf(request: IncomingMessage, door: Door, port: number): Way {
  const [, host, asked] = /^http:\/\/([^/?#:]+)(?::(\d+))?/i.exec(request.url ?? "") ?? [];
  const named = /^(.*?)(?::\d+)?$/.exec(request.headers.host ?? "")?.[1] ?? "";
  if (host === undefined) return { scheme: "http", host: named.toLowerCase(), port, door };
  return { scheme: "http", host: host.toLowerCase(), port: Number(asked ?? "80"), door };
}

function pathOf(url: string): string {
  const path = url.replace(/^https?:\/\/[^/?#]*/i, "");
  return path === "" ? "/" : path;
}

function isOwnPort({ scheme, port }: Way): boolean {
  return port === (scheme === "https" ? 443 : 80);
}

/** Whether the service itself is asked, by its host names or as a Server. */
function isService({ scheme, host, port, door }: Way): boolean {
  if (door === "server") return host === "127.0.0.1";
  return scheme === "https" && port === 443 && isServicesHost(host);
}

function headerLines({ rawHeaders }: IncomingMessage): readonly string[] {
  return rawHeaders.flatMap((text, index) =>
    index % 2 === 0 ? [`${text}: ${rawHeaders[index + 1] ?? ""}`] : [],
  );
}

function refuse(way: Way, path: string, request: IncomingMessage, response: ServerResponse): void {
  const isAuthorized = hasPassword(request.headers.authorization ?? "");
  const { status, headers, body } = answerEvil({ host: way.host, path, isAuthorized });
  response.writeHead(status, { ...headers, "Content-Length": Buffer.byteLength(body) }).end(body);
}

/** A user name alone is none: whoever wants the token says 401 until there is more. */
function hasPassword(authorization: string): boolean {
  const [, basic] = /^Basic (.*)$/i.exec(authorization) ?? [];
  return basic === undefined
    ? authorization !== ""
    : !Buffer.from(basic, "base64").toString("latin1").endsWith(":");
}
