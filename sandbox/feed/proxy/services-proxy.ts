import type { IncomingMessage, ServerResponse } from "node:http";
import type { TestAuthority } from "../tls/test-authority";

/** One CONNECT (or plain request) that reached the proxy. */
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
  readonly credentials?: { readonly user: string; readonly password: string };
}

export interface ServicesProxy {
  /** `http://127.0.0.1:<port>`, without credentials. */
  readonly url: string;
  connects(): readonly ProxyConnect[];
  stop(): Promise<void>;
}
