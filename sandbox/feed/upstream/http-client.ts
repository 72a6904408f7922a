import { Agent as HttpAgent, get as getHttp, type IncomingMessage, type RequestOptions } from "node:http";
import { Agent as HttpsAgent, get as getHttps } from "node:https";
import { createSecureContext, type SecureContext } from "node:tls";
import { HttpsProxyAgent } from "https-proxy-agent";
import { findProxy } from "./proxy-settings";
import { withoutSecrets, type RegistryAddress } from "./registry-address";
import { readTrustedAuthorities } from "./trusted-authorities";
import { UpstreamDown } from "./upstream-registry";

export interface HttpClientOptions {
  readonly environment?: NodeJS.ProcessEnv;
  /** Variables, beside those that every program reads, that name a file of certificate authorities. */
  readonly authorityVariables?: readonly string[];
  /** Milliseconds without a byte before a request counts as failed; 30 seconds unless told. */
  readonly timeout?: number;
}

/** Asks registries. Its connections stay open between requests, and do not keep the process alive. */
export interface HttpClient {
  /**
   * GETs an address, following redirects. The credentials of `from` go to its own origin alone.
   * The body of the message streams; undefined for 404 and 410; UpstreamDown for whatever else is not 2xx.
   */
  get(url: string, from: RegistryAddress, accept?: string): Promise<UpstreamMessage | undefined>;
}

/** An answer of 2xx; `url` is the address that gave it in the end. */
export interface UpstreamMessage {
  readonly url: string;
  readonly message: IncomingMessage;
}

const REDIRECTS = new Set([301, 302, 303, 307, 308]);
const MOST_REDIRECTS = 10;

/** Makes a client that honours HTTPS_PROXY, NO_PROXY and the machine's certificate authorities. */
export function createHttpClient(options: HttpClientOptions = {}): HttpClient {
  const environment = options.environment ?? process.env;
  const timeout = options.timeout ?? 30_000;
  const findConnection = createConnections(environment, options.authorityVariables ?? []);
  return {
    async get(url, from, accept = "*/*") {
      let address = new URL(url);
      for (let hop = 0; hop <= MOST_REDIRECTS; hop += 1) {
        const headers = { Accept: accept, "User-Agent": "feedpass-sandbox", ...credentials(address, from) };
        const message = await request(address, { ...findConnection(address), headers, timeout });
        const status = message.statusCode ?? 0;
        if (status >= 200 && status < 300) return { url: address.href, message };
        message.resume();
        if (status === 404 || status === 410) return undefined;
        const target = REDIRECTS.has(status) ? message.headers.location : undefined;
        if (target === undefined) throw new UpstreamDown(`${printable(address)} answered ${status}`);
        address = followLocation(address, target);
      }
      throw new UpstreamDown(`${printable(new URL(url))} redirected more than ${MOST_REDIRECTS} times`);
    },
  };
}

/** Reads the whole text of an answer; UpstreamDown when it breaks off. */
export async function readText(answer: UpstreamMessage): Promise<string> {
  try {
    const parts = (await answer.message.toArray()) as Buffer[];
    return Buffer.concat(parts).toString("utf8");
  } catch (error) {
    throw new UpstreamDown(`${printable(new URL(answer.url))} broke off its answer`, { cause: error });
  }
}

interface Connection {
  readonly agent: HttpAgent;
  readonly secureContext?: SecureContext;
}

function createConnections(
  environment: NodeJS.ProcessEnv,
  authorityVariables: readonly string[],
): (url: URL) => Connection {
  const plain = new HttpAgent({ keepAlive: true });
  const secure = new Map<string, HttpAgent>();
  let secureContext: SecureContext | undefined;
  return (url) => {
    if (url.protocol === "http:") return { agent: plain };
    const proxy = findProxy(url, environment) ?? "";
    // One context for all connections: to parse the system's bundle takes tens of milliseconds.
    secureContext ??= createSecureContext({ ca: readTrustedAuthorities(environment, authorityVariables) });
    const settings = { keepAlive: true, secureContext };
    const agent =
      secure.get(proxy) ?? (proxy === "" ? new HttpsAgent(settings) : new HttpsProxyAgent(proxy, settings));
    secure.set(proxy, agent);
    // HttpsProxyAgent uses its own context for the proxy alone, and the request's for the host behind it.
    return { agent, secureContext };
  };
}

function credentials(address: URL, from: RegistryAddress): { Authorization?: string } {
  if (from.authorization === undefined || address.origin !== new URL(from.url).origin) return {};
  return { Authorization: from.authorization };
}

function followLocation(address: URL, location: string): URL {
  const target = URL.canParse(location, address.href) ? new URL(location, address) : undefined;
  if (target === undefined || !/^https?:$/.test(target.protocol)) {
    throw new UpstreamDown(`${printable(address)} redirected to an address that is not http or https`);
  }
  return target;
}

async function request(url: URL, options: TimedOptions): Promise<IncomingMessage> {
  try {
    return await requestOnce(url, options);
  } catch (error) {
    // A kept connection may have been closed by the other end while the request was on its way.
    if (!isReset(error)) throw asDown(url, error);
  }
  return requestOnce(url, options).catch((error: unknown) => {
    throw asDown(url, error);
  });
}

type TimedOptions = RequestOptions & Connection & { readonly timeout: number };

function requestOnce(url: URL, options: TimedOptions): Promise<IncomingMessage> {
  const get = url.protocol === "http:" ? getHttp : getHttps;
  return new Promise((resolve, reject) => {
    const sent = get(url, options, resolve);
    const giveUp = (): void => {
      sent.destroy(new Error("no answer in time"));
    };
    // The socket's own timeout does not run while a proxy is still setting up the tunnel.
    const timer = setTimeout(giveUp, options.timeout);
    sent.on("response", () => {
      clearTimeout(timer);
    });
    sent.on("timeout", giveUp).on("error", (error) => {
      clearTimeout(timer);
      reject(error);
    });
  });
}

function isReset(error: unknown): boolean {
  return error instanceof Error && "code" in error && (error.code === "ECONNRESET" || error.code === "EPIPE");
}

function asDown(url: URL, error: unknown): UpstreamDown {
  const reason = withoutSecrets(error instanceof Error ? error.message : String(error));
  return new UpstreamDown(`${printable(url)} cannot be reached: ${reason}`, { cause: error });
}

function printable(url: URL): string {
  return `${url.origin}${url.pathname}`;
}
