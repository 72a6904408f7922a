import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { EvenDelay } from "./even-delay";

/** What a plain feed answers: the status, the body, and where a redirect leads. */
export interface PlainAnswer {
  readonly status: number;
  readonly body: string;
  readonly location?: string;
}

/** A feed that answers with next to no work: one that computes as much as the task would measure itself. */
export interface PlainWorld {
  /**
   * Answers a request that has credentials.
   * @param url Path with query.
   * @param origin Scheme and host as the client named them.
   */
  answer(url: string, origin: string): PlainAnswer;
  /** From now on nothing counts as saved. */
  forget(): void;
}

/** What the bench tells this process; the answer to it is a `PlainReply`. */
export interface PlainOrder {
  /** The time before each answer from now on; absent: as before. */
  readonly latencyMs?: number;
  /** Nothing counts as saved any more. */
  readonly forget?: boolean;
}

/** What happened since the last order, and where the feed is. */
export interface PlainReply {
  readonly requests: number;
  /** Mean time that a request waited for its answer. */
  readonly meanMs: number;
  readonly port: number;
}

/** Serves until the bench, which started this process, goes away. */
export function servePlainly(world: PlainWorld): void {
  const delay = new EvenDelay();
  let requests = 0;
  const server = createServer((request, response) => {
    requests += 1;
    const isKnown = request.headers.authorization !== undefined;
    const origin = `http://${request.headers.host ?? ""}`;
    const url = request.url ?? "";
    delay.after(() => {
      send(response, isKnown ? world.answer(url, origin) : { status: 401, body: "{}" });
    });
  });
  server.keepAliveTimeout = 60_000;
  const reply = (): void => {
    const { port } = server.address() as AddressInfo;
    process.send?.({ requests, port, meanMs: delay.takeMean() } satisfies PlainReply);
    requests = 0;
  };
  process.on("message", (order: PlainOrder) => {
    delay.milliseconds = order.latencyMs ?? delay.milliseconds;
    if (order.forget === true) world.forget();
    reply();
  });
  process.on("disconnect", () => {
    server.close();
    server.closeAllConnections();
  });
  server.listen(0, "127.0.0.1", reply);
}

function send(response: ServerResponse, { status, body, location }: PlainAnswer): void {
  const redirect = location === undefined ? {} : { Location: location };
  const type = "application/json; charset=utf-8";
  response.writeHead(status, {
    ...{ "Content-Type": type, "Content-Length": Buffer.byteLength(body) },
    ...redirect,
  });
  response.end(body);
}
