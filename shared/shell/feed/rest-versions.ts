import type { Reply } from "../../core/protocol";

/** The newest that the calls about feeds and packages are released in (REST reference 7.1, "Artifacts"). */
export const newestVersion = "7.1";

/**
 * What older Servers know of the same calls: 2020, and 2022 that knows 7.0 (specification/artifacts/6.0), and 2019.1
 * (specification/artifacts/5.1). They answer 400 to a newer one.
 */
const older = ["6.0-preview.1", "5.1-preview.1"] as const;

/** In which version the server answers REST calls: the newest is asked for first, and what it refused is not asked again. */
export class RestVersions {
  /** How many versions were refused, by the newest of the calls that were refused. */
  readonly #refused = new Map<string, number>();

  /**
   * Asks a call in one version after the other, as long as the server says that it does not know one.
   * @param address Without `api-version`.
   * @param newest The version in which the call is asked for first.
   */
  async ask<T>(
    address: string,
    newest: string,
    get: (address: string) => Promise<Reply<T>>,
  ): Promise<Reply<T>> {
    const versions = [newest, ...older];
    const query = `${address}${address.includes("?") ? "&" : "?"}api-version=`;
    for (let index = this.#refused.get(newest) ?? 0; ; index += 1) {
      const reply = await get(query + (versions[index] ?? newest));
      if (index + 1 >= versions.length || !isVersionRefused(reply)) return reply;
      this.#refused.set(newest, Math.max(index + 1, this.#refused.get(newest) ?? 0));
    }
  }
}

const refusals =
  /^Vss(?:Version(?:OutOfRange|NotSupported|NotSpecified)|InvalidPreviewVersion|InvalidApiResourceVersion)Exception$/;

/**
 * Whether a 400 is about the version: by the type, or, where a proxy replaced the body, by the reason phrase ("The
 * requested REST API version of 7.1 is out of range for this server", msft-extensions#491; "The -preview flag must be
 * supplied in the api-version", arcade-services#1141).
 */
function isVersionRefused({ status, typeKey, message }: Reply<unknown>): boolean {
  return status === 400 && (refusals.test(typeKey) || /\bREST API version\b|\bapi-version\b/i.test(message));
}
