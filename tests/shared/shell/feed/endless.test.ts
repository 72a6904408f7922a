import assert from "node:assert/strict";
import { createServer, type RequestListener, type ServerResponse } from "node:http";
import { createServer as createSocketServer, type AddressInfo, type Server, type Socket } from "node:net";
import { readJson, readInto } from "../../../../shared/shell/feed/answer";
import type { FeedAccess } from "../../../../shared/shell/feed/feed-access";
import { readFeedContents } from "../../../../shared/shell/feed/feed-contents";
import { WantedVersions } from "../../../../shared/shell/feed/holdings";
import { defaultPatience, type Patience } from "../../../../shared/shell/feed/patience";
import { saveEntries } from "../../../../shared/shell/feed/save-files";
import { server as collection } from "../../core/organizations";
import { crateEntry, mavenEntry, openAccess, protocols } from "./saving";

/** Small enough for a test, and far enough from each other that it is seen which one ended a request. */
const small: Partial<Patience> = {
  attempts: 3,
  baseMs: 1,
  capMs: 2,
  idleMs: 5000,
  textMs: 5000,
  fileMs: 5000,
};
const megabyte = 2 ** 20;

describe("a feed without an end", () => {
  const opened: (() => void)[] = [];
  let received: number;
  let sent: number;

  beforeEach(() => {
    [received, sent] = [0, 0];
  });
  afterEach(() => {
    for (const close of opened.splice(0)) close();
  });

  async function listen(server: Server): Promise<number> {
    const sockets = new Set<Socket>();
    server.on("connection", (socket: Socket) => sockets.add(socket.on("error", () => undefined)));
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    opened.push(() => {
      for (const socket of sockets) socket.destroy();
      server.close();
    });
    return (server.address() as AddressInfo).port;
  }

  function access(port: number, patience: Partial<Patience>): FeedAccess {
    const organization = collection(`http://127.0.0.1:${port}/Col/`);
    const opening = openAccess(organization, "private", "one", { patience: { ...small, ...patience } });
    opened.push(() => {
      opening.client.close();
    });
    return opening;
  }

  const http = async (answer: RequestListener, patience: Partial<Patience> = {}): Promise<FeedAccess> =>
    access(
      await listen(
        createServer((request, response) => {
          received += 1;
          answer(request, response);
        }),
      ),
      patience,
    );

  const raw = async (answer: (socket: Socket) => void, patience: Partial<Patience>): Promise<FeedAccess> =>
    access(
      await listen(
        createSocketServer((socket) =>
          socket.once("data", () => {
            received += 1;
            answer(socket);
          }),
        ),
      ),
      patience,
    );

  /** Sends pieces as fast as they are taken. */
  const pour = (response: ServerResponse | Socket, piece: string): void => {
    const go = (): void => {
      while (!response.destroyed && response.write(piece)) sent += piece.length;
      sent += piece.length;
    };
    response.on("drain", go);
    go();
  };

  /** Sends one character at a time, each long before anybody would call it silent. */
  const drip = (response: ServerResponse | Socket, text: string): void => {
    let at = 0;
    const timer = setInterval(() => response.write(text[at++ % text.length] ?? ""), 10);
    response.on("close", () => {
      clearInterval(timer);
    });
  };

  const address = ({ organization }: FeedAccess): string =>
    `${organization.feedRoot}Open%20Project/_packaging/private/pypi/simple/x/`;
  const ask = (feed: FeedAccess): Promise<unknown> => feed.client.get(address(feed), readJson);

  it("has limits by default for all that it could go on with", () => {
    for (const [name, limit] of Object.entries(defaultPatience))
      for (const each of [limit].flat()) assert.ok(Number.isFinite(each) && each > 0, name);
  });

  it("gives no answer at all: after so many requests none is sent any more", async () => {
    const feed = await http(() => undefined, { idleMs: 30, maxCuts: 5 });
    await assert.rejects(ask(feed), { name: "BrokenConnection", message: "Nothing came for 30 ms" });
    await assert.rejects(ask(feed), { name: "BrokenConnection" });
    await assert.rejects(ask(feed), {
      name: "GivenUp",
      message: /^More than 5 requests got no whole answer/,
    });
    const before = received;
    const { failed } = await saveEntries(feed, { entries: [crateEntry("a", "1"), crateEntry("b", "1")] });
    assert.deepEqual(
      failed.map(({ kind, text }) => [kind, text.includes("More than 5 requests got no whole answer")]),
      [
        ["network", true],
        ["network", true],
      ],
    );
    assert.equal(received, before);
  });

  it("sends one character after the other: in the body", async () => {
    const feed = await http(
      (_request, response) => {
        response.writeHead(200);
        drip(response, " ");
      },
      { textMs: 300 },
    );
    await assert.rejects(ask(feed), { message: "The answer was not whole after 0.3 s" });
    assert.equal(received, 1, "another attempt would fare the same");
  });

  it("sends one character after the other: in a refusal, and in its headers", async () => {
    const inRefusal = await http(
      (_request, response) => {
        response.writeHead(403);
        drip(response, " ");
      },
      { textMs: 300 },
    );
    await assert.rejects(ask(inRefusal), { message: "The answer was not whole after 0.3 s" });
    const inHeaders = await raw(
      (socket) => {
        socket.write("HTTP/1.1 200 OK\r\n");
        drip(socket, "X-A: b\r\n");
      },
      { textMs: 300 },
    );
    await assert.rejects(ask(inHeaders), { message: "The answer was not whole after 0.3 s" });
  });

  it("answers 100 Continue for ever", async () => {
    const feed = await raw(
      (socket) => {
        const timer = setInterval(() => {
          if (!socket.destroyed) socket.write("HTTP/1.1 100 Continue\r\n\r\n".repeat(5));
        }, 2);
        socket.on("close", () => {
          clearInterval(timer);
        });
      },
      { maxInterim: 50 },
    );
    await assert.rejects(ask(feed), { message: "More than 50 interim answers came, and no other" });
  });

  it("sends a list or a page without an end, and no more of it is taken than the limit says", async () => {
    const feed = await http(
      (request, response) => {
        response.write('{"value":[');
        pour(response, `${JSON.stringify({ id: "x".repeat(8000) })},`);
        request.on("close", () => response.destroy());
      },
      { maxText: megabyte },
    );
    const tooLong = { message: "The answer is longer than 1 MiB" };
    await assert.rejects(ask(feed), tooLong);
    const pieces: number[] = [];
    const reader = { take: (text: string) => pieces.push(text.length), end: () => assert.fail() };
    await assert.rejects(
      feed.client.get(address(feed), (body) => readInto(body, reader)),
      tooLong,
    );
    assert.ok(pieces.reduce((sum, length) => sum + length, 0) < megabyte + 200_000);
    const contents = await readFeedContents(feed, new WantedVersions(protocols, [crateEntry("a", "1")]));
    assert.equal(contents.known, false);
    assert.ok(sent < 60 * megabyte, `${sent} characters went into the pipes`);
  });

  it("sends a refusal without an end: the refusal counts", async () => {
    const feed = await http((_request, response) => {
      response.writeHead(403);
      pour(response, "no ".repeat(3000));
    });
    assert.deepEqual(await ask(feed), { status: 403, message: "", typeKey: "" });
    assert.ok(sent < 60 * megabyte, `${sent} characters went into the pipes`);
  });

  it("sends a file without an end, from the feed and from where it redirects to", async () => {
    const feed = await http(
      (request, response) => {
        if (request.url?.includes("/Col/") === true && request.url.includes("b.jar"))
          response.writeHead(303, { Location: "/storage" }).end();
        else pour(response.writeHead(200), "x".repeat(8000));
      },
      { maxFile: megabyte },
    );
    const entries = [mavenEntry("org/up/a/1/a.jar", "a"), mavenEntry("org/up/b/1/b.jar", "b")];
    const { failed } = await saveEntries(feed, { entries });
    assert.deepEqual(
      failed.map(({ kind, text }) => [kind, text.includes("The answer is longer than 1 MiB")]),
      [
        ["network", true],
        ["network", true],
      ],
    );
  });

  it("says 429 for ever: the run waits for so long in all, and then asks no more", async () => {
    const feed = await http(
      (_request, response) => {
        response.writeHead(429, { "Retry-After": "99999999" }).end();
      },
      { waitMs: 400, pauseMs: 100 },
    );
    const begun = Date.now();
    const entries = Array.from({ length: 300 }, (_, index) => crateEntry(`crate-${index}`, "1.0.0"));
    const { failed } = await saveEntries(feed, { entries });
    assert.ok(Date.now() - begun < 5000);
    assert.equal(failed.length, entries.length);
    assert.deepEqual([...new Set(failed.map(({ kind }) => kind))], ["rateLimited"]);
    assert.ok(failed.at(-1)?.text.includes("The run waited for 0.4 s in all, and asks no more"));
    assert.ok(received < 200, `${received} requests`);
  });

  it("says 429 for ever without a wait: each retry counts", async () => {
    const feed = await http((_request, response) => {
      response.writeHead(429, { "Retry-After": "0" }).end();
    });
    const entries = Array.from({ length: 300 }, (_, index) => mavenEntry(`org/up/a${index}/1/a.jar`));
    const { failed, requests } = await saveEntries(feed, { entries });
    assert.equal(failed.length, entries.length);
    assert.equal(requests, entries.length + 200);
  });

  it("answers for longer than a run may take", async () => {
    const feed = await http((_request, response) => setTimeout(() => response.writeHead(404).end(), 50), {
      runMs: 400,
    });
    const entries = Array.from({ length: 3000 }, (_, index) => mavenEntry(`org/up/a${index}/1/a.jar`));
    const { failed } = await saveEntries(feed, { entries });
    assert.equal(failed.length, entries.length);
    const late = failed.filter(({ text }) => text.includes("The run took 0.4 s, and asks no more"));
    assert.ok(late.length > 2000, `${late.length} were not asked for`);
    assert.ok(received < 1000, `${received} requests`);
  });

  const page = (first: number): string =>
    JSON.stringify({
      value: Array.from({ length: 1000 }, (_, index) => ({
        id: String(first + index),
        name: "n",
        versions: [],
      })),
    });
  for (const [title, pageAt, pages] of [
    ["pages that are always new", page, 7],
    ["the same page again", () => page(0), 2],
    ["two pages in turn", (skip: number) => page(skip % 2000), 3],
  ] as const) {
    it(`lists ${title}: nothing is known of what it holds`, async () => {
      const feed = await http(
        (request, response) => {
          const skip = /\$skip=(\d+)/.exec(request.url ?? "")?.[1];
          response.end(skip === undefined ? "{}" : pageAt(Number(skip)));
        },
        { maxPages: 6 },
      );
      const contents = await readFeedContents(feed, new WantedVersions(protocols, [crateEntry("a", "1")]));
      assert.equal(contents.known, false);
      assert.equal(received, pages + 1);
    });
  }

  it("is behind a proxy that answers one character after the other", async () => {
    const port = await listen(
      createSocketServer((socket) => {
        drip(socket, "HTTP/1.1 200 OK\r\nX-A: b\r\nX-C: d\r\nX-E: f\r\n");
      }),
    );
    const organization = collection("https://feed.example/Col/");
    const opening = openAccess(organization, "private", "one", {
      patience: { ...small, connectMs: 200, attempts: 1 },
      proxy: { url: new URL(`http://127.0.0.1:${port}`), bypass: [] },
    });
    opened.push(() => {
      opening.client.close();
    });
    await assert.rejects(ask(opening), {
      message: "No answer of the proxy in 200 ms",
    });
  });
});
