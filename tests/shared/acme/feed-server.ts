import { createHash } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

/** A request as the server saw it. */
export interface SeenRequest {
  /** Behind the collection. */
  readonly path: string;
  readonly authorization: string | undefined;
}

/** A package of the upstream source: the content of its file is `name version`. */
export interface UpstreamPackage {
  readonly name: string;
  readonly version: string;
}

export function contentOf({ name, version }: UpstreamPackage): string {
  return `${name} ${version}`;
}

export function sha256Of(upstream: UpstreamPackage): string {
  return createHash("sha256").update(contentOf(upstream)).digest("hex");
}

/**
 * The collection `Col` with the feed `tools`, which speaks the toy protocol at a loopback address: an upstream source,
 * and what was saved from it. It refuses everybody but the job.
 */
export class AcmeFeed {
  readonly requests: SeenRequest[] = [];
  readonly #upstream: readonly UpstreamPackage[];
  readonly #token: string;
  readonly #server = createServer((request, answer) => {
    const { status, body } = this.#answer(request);
    answer.statusCode = status;
    answer.end(typeof body === "string" ? body : JSON.stringify(body));
  });
  readonly #saved = new Set<string>();
  /** Whether the job may save from upstream. */
  maySave = true;

  private constructor(upstream: readonly UpstreamPackage[], token: string) {
    this.#upstream = upstream;
    this.#token = token;
  }

  static async start(upstream: readonly UpstreamPackage[], token: string): Promise<AcmeFeed> {
    const feed = new AcmeFeed(upstream, token);
    await new Promise<void>((resolve) => feed.#server.listen(0, "127.0.0.1", resolve));
    return feed;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  get collectionUri(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/Col/`;
  }

  /** The feed's address, of the toy protocol. */
  get address(): string {
    return `${this.collectionUri}_packaging/tools/acme/`;
  }

  /** `name version` of what was saved, sorted. */
  saved(): readonly string[] {
    return [...this.#saved].sort();
  }

  #answer({ url = "", headers: { authorization } }: IncomingMessage): Answer {
    const path = url.replace(/^\/Col\//, "");
    this.requests.push({ path, authorization });
    const pair = Buffer.from(authorization?.replace(/^Basic /, "") ?? "", "base64").toString();
    if (!pair.endsWith(`:${this.#token}`)) return { status: 401, body: "who are you" };
    if (path.startsWith("_apis/connectionData"))
      return {
        status: 200,
        body: { authenticatedUser: { id: "42", customDisplayName: "The Build Service" } },
      };
    if (path.startsWith("_apis/packaging/Feeds/tools/packages?"))
      return { status: 200, body: this.#packages(Number(/skip=(\d+)/.exec(path)?.[1])) };
    if (path.startsWith("_apis/packaging/Feeds/tools?"))
      return { status: 200, body: { upstreamSources: [{ id: "a-1", name: "Acme public", location: "x" }] } };
    const [kind, name = "", version = ""] = path.replace("_packaging/tools/acme/", "").split("/");
    if (kind === "index") return this.#index(name);
    return kind === "files" ? this.#file({ name, version }) : { status: 404, body: "nothing here" };
  }

  #packages(skip: number): unknown {
    const value = [...this.#saved].slice(skip).map((key) => {
      const [name = "", version = ""] = key.split(" ");
      const versions = [{ id: `v-${key}`, version, directUpstreamSourceId: "a-1" }];
      return { id: `p-${name}`, name, normalizedName: name, versions };
    });
    return { value };
  }

  #index(name: string): Answer {
    const found = this.#upstream.filter((each) => each.name === name);
    const lines = found.map((each) => `${each.version} ${name}-${each.version}.acme ${sha256Of(each)}\n`);
    return { status: found.length === 0 ? 404 : 200, body: lines.join("") };
  }

  #file({ name, version }: UpstreamPackage): Answer {
    const found = this.#upstream.find((each) => each.name === name && each.version === version);
    if (found === undefined) return { status: 404, body: "no such version" };
    if (!this.maySave) return { status: 403, body: "AddUpstreamPackage" };
    this.#saved.add(`${name} ${version}`);
    return { status: 200, body: contentOf(found) };
  }
}

interface Answer {
  readonly status: number;
  /** An object is sent as JSON. */
  readonly body: unknown;
}
