import { Agent } from "node:http";
import { Agent as TlsAgent } from "node:https";
import { Socket } from "node:net";
import type { Duplex } from "node:stream";

/** An agent for plain http whose connections are given up when they are not there in time. */
export class PatientAgent extends Agent {
  readonly #connectMs: number;

  constructor(options: ConstructorParameters<typeof Agent>[0], connectMs: number) {
    super(options);
    this.#connectMs = connectMs;
  }

  override createConnection(...call: Parameters<Agent["createConnection"]>): Duplex | null | undefined {
    return limited(super.createConnection(...call), this.#connectMs);
  }
}

/** As `PatientAgent`, for https. */
export class PatientTlsAgent extends TlsAgent {
  readonly #connectMs: number;

  constructor(options: ConstructorParameters<typeof TlsAgent>[0], connectMs: number) {
    super(options);
    this.#connectMs = connectMs;
  }

  override createConnection(...call: Parameters<TlsAgent["createConnection"]>): Duplex | null | undefined {
    return limited(super.createConnection(...call), this.#connectMs);
  }
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
