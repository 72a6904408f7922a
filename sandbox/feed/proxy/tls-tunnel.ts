import type { Server } from "node:http";
import type { Socket } from "node:net";
import { TLSSocket, createSecureContext } from "node:tls";
import type { TestAuthority } from "../tls/test-authority";

/**
 * Answers a CONNECT with 200, takes the TLS end of the tunnel with the test CA's certificate for `host`
 * and gives the plain stream to `requests` as a new connection. A broken handshake ends the socket.
 */
export async function openTlsTunnel(
  socket: Socket,
  host: string,
  authority: TestAuthority,
  requests: Server,
): Promise<void> {
  const secureContext = createSecureContext(await authority.certificateFor(host));
  if (socket.destroyed) return;
  socket.write("HTTP/1.1 200 Connection Established\r\n\r\n");
  const plain = new TLSSocket(socket, { isServer: true, secureContext, ALPNProtocols: ["http/1.1"] });
  // A client that does not trust the test CA leaves in the middle of the handshake.
  plain.on("error", () => socket.destroy());
  requests.emit("connection", plain);
}
