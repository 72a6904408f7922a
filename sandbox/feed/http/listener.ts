import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A `node:http` request listener. */
export type RequestHandler = (request: IncomingMessage, response: ServerResponse) => void;

/** A listener on loopback. */
export interface Listener {
  /** `http://127.0.0.1:<port>`. */
  readonly origin: string;
  /** Stops listening and cuts what is still open. */
  close(): Promise<void>;
}

/**
 * Listens on 127.0.0.1.
 * @param port 0 for a free one.
 * @throws Error when the port is taken.
 */
export async function listen(handler: RequestHandler, port: number): Promise<Listener> {
  const server = createServer(handler);
  // A build pauses between restores; a connection closed at the wrong moment would look like a fault.
  server.keepAliveTimeout = 75_000;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  const { port: actual } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${actual}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}
