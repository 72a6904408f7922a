import type { IncomingMessage, ServerResponse } from "node:http";

/** Answers a request in a way in which no feed should. */
export type Fault = (request: IncomingMessage, response: ServerResponse, at: Elsewhere) => void;

/** Another host, whose requests are written down; by the port it is not the feed's. */
export interface Elsewhere {
  readonly address: string;
}

/** Gives a text piece by piece, one every few milliseconds, until nobody listens. */
function drip(response: ServerResponse, text: string): void {
  let at = 0;
  const timer = setInterval(() => response.write(text[at++ % text.length] ?? ""), 10);
  response.on("close", () => {
    clearInterval(timer);
  });
}

/** The same as fast as it is taken. */
function pour(response: ServerResponse, piece: string): void {
  const go = (): void => {
    while (!response.destroyed && response.write(piece));
  };
  response.on("drain", go);
  go();
}

/** What is written past HTTP's own rules, to the socket. */
function raw(response: ServerResponse, text: string): ServerResponse["socket"] {
  response.socket?.write(text);
  return response.socket;
}

function everyMs(response: ServerResponse, milliseconds: number, text: string): void {
  const { socket } = response;
  const timer = setInterval(() => {
    if (socket?.destroyed === false) socket.write(text);
  }, milliseconds);
  socket?.on("close", () => {
    clearInterval(timer);
  });
}

const pageOf = (first: number): string =>
  JSON.stringify({
    value: Array.from({ length: 1000 }, (_, index) => ({ id: `${first + index}`, name: "n", versions: [] })),
  });

/** By what they do. Each is tried at each kind of address. */
export const networkFaults: Readonly<Record<string, Fault>> = {
  "no answer at all": () => undefined,
  "one byte after the other": (_, response) => {
    drip(response.writeHead(200), " ");
  },
  "a header one byte after the other": (_, response) => {
    raw(response, "HTTP/1.1 200 OK\r\n");
    everyMs(response, 10, "X-A: b\r\n");
  },
  "an answer without an end": (_, response) => {
    pour(response.writeHead(200), `{"value":[${'{"id":"x"},'.repeat(800)}`);
  },
  "a refusal without an end": (_, response) => {
    pour(response.writeHead(403), "no ".repeat(3000));
  },
  "100 Continue for ever": (_, response) => {
    everyMs(response, 2, "HTTP/1.1 100 Continue\r\n\r\n".repeat(5));
  },
  "429 for ever, Retry-After: 99999999": (_, response) => {
    response.writeHead(429, { "Retry-After": "99999999" }).end();
  },
  "429 for ever, without a wait": (_, response) => {
    response.writeHead(429, { "Retry-After": "0" }).end();
  },
  "503 for ever": (_, response) => {
    response.writeHead(503, { "Retry-After": "1" }).end();
  },
  "lists that page for ever": (request, response) => {
    response.end(pageOf(Number(/\$skip=(\d+)/.exec(request.url ?? "")?.[1] ?? "0")));
  },
  "the connection closed at once": (_, response) => {
    response.socket?.destroy();
  },
  "the connection reset in the middle": (_, response) => {
    response.writeHead(200, { "Content-Length": "1000" }).write("x".repeat(500));
    setTimeout(() => response.socket?.resetAndDestroy(), 20);
  },
  "less than its Content-Length": (_, response) => {
    raw(response, 'HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{"value":[]}')?.end();
  },
  "more than its Content-Length": (_, response) => {
    raw(response, 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n{"value":[]} and more')?.end();
  },
  "two lengths that differ": (_, response) => {
    raw(response, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}x")?.end();
  },
  "a redirect to itself": (request, response) => {
    response.writeHead(302, { Location: request.url ?? "/" }).end();
  },
  "redirects without an end": (request, response) => {
    response.writeHead(302, { Location: `${request.url ?? "/"}x` }).end();
  },
  "a redirect to another host": (request, response, { address }) => {
    response.writeHead(302, { Location: `${address}${request.url ?? "/"}` }).end();
  },
  "a redirect to where nobody can go": (_, response) => {
    response.writeHead(302, { Location: "gopher://[x" }).end();
  },
  "another protocol": (_, response) => {
    raw(response, "SSH-2.0-OpenSSH_9.6\r\n")?.end();
  },
  "a header of a megabyte": (_, response) => {
    raw(response, `HTTP/1.1 200 OK\r\nX-A: ${"x".repeat(2 ** 20)}\r\n\r\n`)?.end();
  },
  "nothing, with 200": (_, response) => {
    response.end();
  },
  "a sign-in page, with 203": (_, response) => {
    response.writeHead(203, { "Content-Type": "text/html" }).end("<html>Sign in</html>");
  },
  "null for a list": (_, response) => {
    response.end("null");
  },
  "lists within lists, 100 000 deep": (_, response) => {
    response.end("[".repeat(100_000));
  },
  "what would be a command of the agent": (_, response) => {
    const message = "##vso[task.setvariable variable=STOLEN]yes\n##vso[task.complete result=Succeeded]";
    response.writeHead(400, { "Content-Type": "application/json" }).end(JSON.stringify({ message }));
  },
  "the Authorization header, in the message": (request, response) => {
    const message = `You said ${request.headers.authorization ?? "nothing"}`;
    response.writeHead(400, { "Content-Type": "application/json" }).end(JSON.stringify({ message }));
  },
};
