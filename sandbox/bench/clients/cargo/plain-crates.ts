import { servePlainly, type PlainAnswer, type PlainWorld } from "../../plain-feed/serve-plainly";

const source = "d703fe03-777c-52f7-b2da-1795fc4d0187";
const redirect = "http://blobs.example/crate.blob?sig=none";

/**
 * A feed that offers every crate of the name `crate-<number>`, all of one checksum, and lists those saved so far, in
 * the shapes of the sandbox's feed.
 */
class PlainCrates implements PlainWorld {
  readonly #cksum: string;
  readonly #saved = new Set<string>();

  constructor(cksum: string) {
    this.#cksum = cksum;
  }

  forget(): void {
    this.#saved.clear();
  }

  answer(url: string, origin: string): PlainAnswer {
    const download = /^(.*)\/crates\/(crate-\d+)\/1\.0\.0\/download$/.exec(url);
    if (download?.[2] !== undefined) {
      this.#saved.add(download[2]);
      return { status: 302, body: "", location: redirect };
    }
    const entry = /\/Cargo\/index\/cr\/at\/(crate-\d+)$/.exec(url)?.[1];
    if (entry !== undefined) return found(indexLine(entry, this.#cksum));
    const page = /\/packages\?.*\$top=(\d+)&\$skip=(\d+)/i.exec(url);
    if (page !== null) return found(packagesPage(this.#named(url), Number(page[1]), Number(page[2])));
    const after = /\/packagechanges\?continuationToken=(\d+)&batchSize=(\d+)/i.exec(url);
    if (after !== null)
      return found(changesPage(this.#saved, this.#cksum, Number(after[2]), Number(after[1])));
    return answerOnce(url, origin);
  }

  /** Those that are saved, and whose names have what the list is asked for (specification/artifacts/7.2/feed.json). */
  #named(url: string): readonly string[] {
    const part = /[?&]packageNameQuery=([^&]*)/.exec(url)?.[1] ?? "";
    return part === "" ? [...this.#saved] : [...this.#saved].filter((name) => name.includes(part));
  }
}

/** What a run asks for once. */
function answerOnce(url: string, origin: string): PlainAnswer {
  const feed = /^(.*)\/_packaging\/([^/]+)\/Cargo\/index\/config\.json$/.exec(url);
  if (feed !== null) {
    const base = `${origin}${feed[1] ?? ""}/_packaging/${feed[2] ?? ""}/cargo`;
    return found(
      JSON.stringify({
        dl: `${base}/api/v1/crates/{crate}/{version}/download`,
        api: base,
        "auth-required": true,
      }),
    );
  }
  if (url.includes("/_apis/connectionData")) return found(JSON.stringify({ authenticatedUser: identity }));
  if (/\/_apis\/packaging\/Feeds\/[^/]+\?/i.test(url)) return found(JSON.stringify(feedDocument));
  return { status: 404, body: "{}" };
}

const identity = {
  id: "fdb65b37-a6e2-54f5-afb0-f0587d486afe",
  providerDisplayName: "Fabrikam Fiber Build Service (fabrikam)",
};

const feedDocument = {
  id: "d240e272-d995-545c-a157-b56fb03c671e",
  name: "fiber",
  upstreamEnabled: true,
  upstreamSources: [{ id: source, name: "Public registry", protocol: "Cargo", location: "memory" }],
};

/** A page of the feed API's list, with `MinimalPackageVersion`s. */
function packagesPage(saved: readonly string[], top: number, skip: number): string {
  const names = saved.slice(skip, skip + top);
  const value = names.map((name) => ({ ...crate(name), versions: [version(name)] }));
  return JSON.stringify({ count: value.length, value });
}

/** A part of the feed API's log of changes, in which each crate has one. */
function changesPage(saved: ReadonlySet<string>, cksum: string, most: number, after: number): string {
  const names = [...saved].slice(after, after + most);
  const packageChanges = names.map((name) => {
    const protocolMetadata = { schemaVersion: 1, data: { hashes: { SHA256: cksum } } };
    const files = [{ name: `${name}-1.0.0.crate`, children: [], protocolMetadata }];
    const packageVersion = { ...version(name), files };
    return { package: crate(name), packageVersionChange: { changeType: "addOrUpdate", packageVersion } };
  });
  const nextPackageContinuationToken = after + names.length;
  return JSON.stringify({ count: names.length, nextPackageContinuationToken, packageChanges });
}

function crate(name: string): object {
  return { id: name, name, normalizedName: name, protocolType: "Cargo", isCached: true };
}

function version(name: string): object {
  return {
    ...{ id: `${name}-version`, version: "1.0.0", normalizedVersion: "1.0.0", isLatest: true },
    ...{ isListed: true, isDeleted: false, isCachedVersion: true, directUpstreamSourceId: source },
  };
}

function indexLine(name: string, cksum: string): string {
  return `{"name":"${name}","vers":"1.0.0","deps":[],"cksum":"${cksum}","features":{},"yanked":false}\n`;
}

function found(body: string): PlainAnswer {
  return { status: 200, body };
}

if (require.main === module) servePlainly(new PlainCrates(process.argv[2] ?? ""));
