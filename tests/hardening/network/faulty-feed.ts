import {
  createServer,
  request as send,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from "node:http";
import type { AddressInfo, Socket } from "node:net";
import type { Elsewhere, Fault } from "./network-faults";

/**
 * Stands before a feed: hands requests on, and answers some of them in its own way. It says that the feed holds nothing,
 * so that every run asks for all of it.
 */
export class FaultyFeed {
  /** What arrived at another host: raw headers. */
  readonly elsewhere: string[] = [];
  /** Requests that the fault answered. */
  answered = 0;
  readonly #servers: readonly Server[];
  readonly #sockets = new Set<Socket>();

  private constructor(servers: readonly Server[]) {
    this.#servers = servers;
    for (const server of servers)
      server.on("connection", (socket: Socket) => {
        this.#sockets.add(socket.on("error", () => undefined));
        socket.on("close", () => this.#sockets.delete(socket));
      });
  }

  /** @param where Of which paths the answers are wrong. */
  static async open(feedUrl: string, where: RegExp, fault: Fault): Promise<FaultyFeed> {
    const other = createServer((request, response) => {
      faulty.elsewhere.push(`${request.method} ${request.url}\n${request.rawHeaders.join("\n")}`);
      response.end("{}");
    });
    const front = createServer((request, response) => {
      response.on("error", () => undefined);
      if (where.test(request.url ?? "")) {
        faulty.answered += 1;
        const at: Elsewhere = { address: addressOf(other) };
        fault(request, response, at);
      } else if (/\/packages\?/.test(request.url ?? "")) response.end('{"value":[]}');
      else handOn(feedUrl, request, response);
    });
    const faulty: FaultyFeed = new FaultyFeed([front, other]);
    for (const server of [front, other])
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return faulty;
  }

  /** `http://127.0.0.1:<port>` */
  get address(): string {
    const [front] = this.#servers;
    if (front === undefined) throw new Error("it is closed");
    return addressOf(front);
  }

  close(): void {
    for (const server of this.#servers) server.close();
    for (const socket of this.#sockets) socket.destroy();
  }
}

function addressOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** With the host as it was asked for, so that the feed's addresses are the front's. */
function handOn(feedUrl: string, request: IncomingMessage, response: ServerResponse): void {
  const { hostname, port } = new URL(feedUrl);
  const { method = "GET", url: path = "/", headers } = request;
  const sent = send({ hostname, port, method, path, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 500, answer.rawHeaders);
    answer.pipe(response);
  });
  sent.on("error", () => response.destroy());
  request.pipe(sent);
}
