import { request as plainRequest } from "node:http";
import { request as secureRequest } from "node:https";

const waitMs = 60_000;
const maxBody = 8 * 1024 * 1024;

/**
 * The way to one organization. Credentials go to its own origins alone, and no redirect is followed.
 * @typedef {{ status: number, headers: import("node:http").IncomingHttpHeaders, body: Buffer }} Answer
 */
export class Service {
  #token;
  #origins;

  /** @param {{ token: string, addresses: readonly string[] }} own Addresses below which the organization answers. */
  constructor({ token, addresses }) {
    this.#token = token;
    this.#origins = new Set(addresses.map((address) => new URL(address).origin));
  }

  /**
   * Asks an address once. Rejects when no whole answer comes in a minute.
   * @param {string} address
   * @param {{ method?: "GET" | "HEAD", auth?: "Basic" | "Bearer" | "none", headers?: Record<string, string> }} [how]
   * @returns {Promise<Answer>}
   */
  ask(address, { method = "GET", auth = "Basic", headers = {} } = {}) {
    const url = new URL(address);
    const own = this.#origins.has(url.origin);
    if (!own && auth !== "none") return Promise.reject(new Error(`${url.host} is not the organization's`));
    const given = auth === "none" ? {} : { Authorization: this.#authorization(auth) };
    const common = { "User-Agent": "feedpass-probe", "X-TFS-FedAuthRedirect": "Suppress" };
    return send(url, method, { ...common, ...headers, ...given });
  }

  /** The text without the token, in any form in which an answer might repeat it. */
  clean(text) {
    let clean = text;
    for (const form of [this.#token, this.#basic(), encodeURIComponent(this.#token)])
      clean = clean.replaceAll(form, "***");
    return clean;
  }

  #authorization(scheme) {
    return scheme === "Bearer" ? `Bearer ${this.#token}` : `Basic ${this.#basic()}`;
  }

  #basic() {
    return Buffer.from(`probe:${this.#token}`).toString("base64");
  }
}

function send(url, method, headers) {
  const request = url.protocol === "https:" ? secureRequest : plainRequest;
  return new Promise((resolve, reject) => {
    const signal = AbortSignal.timeout(waitMs);
    const sent = request(url, { method, headers, signal }, (answer) => {
      const chunks = [];
      let size = 0;
      answer.on("data", (chunk) => {
        size += chunk.length;
        if (size > maxBody) sent.destroy(new Error(`an answer of more than ${maxBody} bytes`));
        else chunks.push(chunk);
      });
      answer.on("end", () => {
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: Buffer.concat(chunks) });
      });
      answer.on("error", reject);
    });
    sent.on("error", reject);
    sent.end();
  });
}
