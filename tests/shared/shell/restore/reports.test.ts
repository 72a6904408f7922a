import assert from "node:assert/strict";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { useShellAgent, type ShellRun } from "./run-shell";

const hash = "0".repeat(64);
const lock = `version = 1
requires-python = ">=3.9"

[[package]]
name = "app"
version = "1"
source = { virtual = "." }
dependencies = [{ name = "alpha" }]

[[package]]
name = "alpha"
version = "1.0.0"
source = { registry = "https://registry.example/simple" }
wheels = [{ url = "https://registry.example/alpha-1.0.0-py3-none-any.whl", hash = "sha256:${hash}", size = 1 }]
`;

/** Every form that a token can show up in, written down without what the product has for it. */
function formsOf(token: string): readonly string[] {
  const base64 = (text: string): string => Buffer.from(text).toString("base64");
  const pairs = [token, `:${token}`, `VssSessionToken:${token}`, `build:${token}`, `xy:${token}`];
  const packed = [...pairs.map(base64), base64(`{"auth":"${base64(`build:${token}`)}"}`)];
  const hex = Buffer.from(token).toString("hex");
  const markup = token.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
  return [
    ...[token, JSON.stringify(token).slice(1, -1), markup, encodeURIComponent(token), hex, hex.toUpperCase()],
    ...packed,
    ...packed.map((text) => Buffer.from(text, "base64").toString("base64url")),
  ];
}

/** Pieces of a token that a text has: 15 characters in a row, white space between them or not. */
function piecesIn(text: string, token: string): readonly string[] {
  const dense = text.replace(/\s+/g, "");
  return formsOf(token).flatMap((form) => {
    const inner = form.length > 60 ? form.slice(24, -8) : form;
    const starts = Array.from({ length: Math.max(0, inner.length - 14) }, (_, start) => start);
    return starts.map((start) => inner.slice(start, start + 15)).filter((piece) => dense.includes(piece));
  });
}

/** What a client prints: each form whole, in its environment's line, wrapped, in colours, and letter by letter. */
function output(token: string): string {
  const forms = formsOf(token).flatMap((form) => [
    `UV_INDEX_PASSWORD=${form}`,
    `https://build:${form}@feed.example/`,
    ...(form.match(/.{1,76}/g) ?? []),
    ...(form.match(/.{1,9}/g) ?? []).map((piece) => `  ${piece}`),
    (form.match(/.{1,5}/g) ?? []).join("\u001b[31m"),
    ...form.split(""),
  ]);
  return ["The build backend's environment:", ...forms, "error: the build backend failed"].join("\n");
}

/** Echoes what it was asked with in everything that it answers. */
function echo(request: IncomingMessage, response: ServerResponse): void {
  const said = request.headers.authorization ?? "";
  const path = request.url ?? "";
  const pair = Buffer.from(said.replace("Basic ", ""), "base64").toString();
  const token = pair.slice(pair.indexOf(":") + 1);
  if (path.includes("/connectionData"))
    response.end(JSON.stringify({ authenticatedUser: { customDisplayName: `The ${said}`, id: token } }));
  else if (path.includes("/packages?")) {
    const versions = [{ id: "v", version: "1.0.0", directUpstreamSourceId: "s" }];
    const held =
      path.includes("PyPi") && path.includes("skip=0") ? [{ id: "p", name: "beta", versions }] : [];
    response.end(JSON.stringify({ value: held }));
  } else if (/\/feeds\/[^/]+\?/i.test(path))
    response.end(JSON.stringify({ upstreamSources: [{ id: "s", name: token, location: said }] }));
  else response.writeHead(403).end(JSON.stringify({ message: `You sent ${said}, ${pair}`, typeKey: token }));
}

const tokens = {
  "as the agent gives it":
    "eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiIsIng1dCI6Im9PdmN6NU1fN3A_x-0123456789.abcdefghijklmnop",
  "with characters that are escaped": 'p&ss"word<with+/=of%all\\kinds~and-more#0123456789@x',
};

describe("restore: reports", () => {
  const agent = useShellAgent();
  let server: Server;

  beforeEach(async () => {
    server = createServer(echo);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  const run = (mode: string, token: string): Promise<ShellRun> =>
    agent().run(
      { action: "run", list: "product" },
      {
        collectionUri: `http://127.0.0.1:${(server.address() as AddressInfo).port}/Col/`,
        token,
        inputs: { feed: "Open Project/private", mode, reportPath: "report.json" },
      },
    );

  for (const [title, token] of Object.entries(tokens)) {
    for (const mode of ["restore", "save"]) {
      it(`hold no piece of a token ${title} that the client and the feed say (${mode})`, async () => {
        const text = output(token);
        assert.ok(piecesIn(text, token).length > 500);
        agent().write({ "uv.lock": lock, "pyproject.toml": "[tool.uv]\n", "output.txt": text });
        agent().program("uv", "#!/bin/sh\ncat output.txt; cat output.txt >&2; exit 2\n");
        const { stdout, stderr } = await run(mode, token);
        const lines = stdout.split("\n").filter((line) => !line.startsWith("##vso[task.setsecret]"));
        const written = {
          report: agent().read("s/report.json"),
          summary: agent().read("temp/feedpass-restore-step.md"),
        };
        for (const [name, shown] of Object.entries({ console: lines.join("\n"), stderr, ...written }))
          assert.deepEqual(piecesIn(shown, token), [], `${name}: ${shown}`);
        const { identity, failed } = JSON.parse(written.report) as {
          readonly identity: string;
          readonly failed: readonly { readonly text: string }[];
        };
        // The user name is no secret, and stands before the token in the pair.
        assert.match(identity, /^The Basic [\w=]*\*\*\*[\w=]* \(\*\*\*\)$/);
        assert.match(failed[0]?.text ?? "", /You sent Basic [\w=]*\*\*\*[\w=]*, VssSessionToken:\*\*\*/);
        if (mode === "restore") assert.match(lines.join("\n"), /^UV_INDEX_PASSWORD=\*\*\*$/m);
      });
    }
  }
});

describe("restore: masks", () => {
  const agent = useShellAgent();
  const token = tokens["as the agent gives it"];

  for (const mode of ["restore", "save"]) {
    it(`are printed before the feed is asked, and before a client runs (${mode})`, async () => {
      let printed = "";
      const before: string[] = [];
      const server = createServer((_request, response) => {
        // What was printed before the request was sent is in the pipe by now.
        setTimeout(() => {
          before.push(printed);
          response.writeHead(404).end();
        }, 50);
      });
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      try {
        agent().write({ "uv.lock": lock, "pyproject.toml": "[tool.uv]\n" });
        agent().program("uv", "#!/bin/sh\nexit 2\n");
        const { stdout } = await agent().run(
          { action: "run", list: "product" },
          {
            collectionUri: `http://127.0.0.1:${(server.address() as AddressInfo).port}/Col/`,
            token,
            inputs: { feed: "Open Project/private", mode },
            onOutput: (text) => (printed += text),
          },
        );
        const lines = stdout.split("\n");
        const masks = lines.filter((line) => line.startsWith("##vso[task.setsecret]"));
        assert.ok(masks.length > 5 && masks[0] === `##vso[task.setsecret]${token}`, stdout);
        assert.deepEqual(lines.slice(0, masks.length), masks, "nothing is printed before them");
        assert.ok(
          before[0]?.startsWith(masks.join("\n")),
          `the first request came after: ${before[0] ?? ""}`,
        );
      } finally {
        server.closeAllConnections();
        server.close();
      }
    });
  }
});
