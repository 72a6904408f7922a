import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** One request that reached the host, with everything in which a token could stand. */
export interface Arrival {
  readonly path: string;
  readonly text: string;
}

/** A host on loopback that is none of the job's: it has nothing, takes whatever it is given, and remembers it. */
export class RecordingHost {
  readonly address: string;
  readonly #server: Server;
  #arrivals: Arrival[] = [];

  private constructor(server: Server) {
    this.#server = server;
    this.address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    server.on("request", (request, response) => {
      const headers = request.rawHeaders.join("\n");
      this.#arrivals.push({ path: request.url ?? "", text: `${request.method} ${request.url}\n${headers}` });
      request.resume();
      const answer = request.method === "PUT" ? 201 : request.headers.authorization === undefined ? 401 : 404;
      response.writeHead(answer, answer === 401 ? { "WWW-Authenticate": 'Basic realm="other"' } : {}).end();
    });
  }

  static async open(): Promise<RecordingHost> {
    const server = createServer();
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    server.unref();
    return new RecordingHost(server);
  }

  /** What arrived since the last time. */
  take(): readonly Arrival[] {
    const taken = this.#arrivals;
    this.#arrivals = [];
    return taken;
  }

  close(): Promise<void> {
    this.#server.closeAllConnections();
    return new Promise((done) => {
      this.#server.close(() => {
        done();
      });
    });
  }
}
