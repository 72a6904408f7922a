import { versionOfFile } from "./file-names";
import type { PypiFile } from "./pypi-upstream";

/** A file of a simple page and its absolute address. */
export interface LinkedPypiFile {
  readonly file: PypiFile;
  readonly url: string;
}

/** Prefers JSON (PEP 691) and takes HTML (PEP 503), which older mirrors give alone. */
export const SIMPLE_PAGE_TYPES =
  "application/vnd.pypi.simple.v1+json, application/vnd.pypi.simple.v1+html;q=0.2, text/html;q=0.1";

/**
 * Reads a project's simple page. Files that are no wheel and no source distribution of the project are left
 * out. Throws a SyntaxError for JSON that cannot be read.
 */
export function readSimplePage(
  normalizedName: string,
  page: { readonly url: string; readonly type: string; readonly text: string },
): readonly LinkedPypiFile[] {
  const links = /[/+]json\b/.test(page.type) ? readJson(page.text) : readHtml(page.text);
  return links.flatMap(({ filename, href, ...facts }) => {
    const version = versionOfFile(normalizedName, filename);
    if (version === undefined || !URL.canParse(href, page.url)) return [];
    const url = new URL(href, page.url);
    url.hash = "";
    return [{ file: { filename, version, ...facts }, url: url.href }];
  });
}

interface Link {
  readonly filename: string;
  readonly href: string;
  readonly sha256?: string;
  readonly requiresPython?: string;
  readonly yanked?: string;
}

interface JsonPage {
  readonly files?: readonly {
    readonly filename: string;
    readonly url: string;
    readonly hashes?: { readonly sha256?: string };
    readonly "requires-python"?: string | null;
    readonly yanked?: boolean | string;
  }[];
}

function readJson(text: string): Link[] {
  const page = JSON.parse(text) as JsonPage;
  return (page.files ?? []).map((file) => {
    const yanked = file.yanked === true ? "" : file.yanked === false ? undefined : file.yanked;
    return {
      filename: file.filename,
      href: file.url,
      ...present("sha256", file.hashes?.sha256),
      ...present("requiresPython", file["requires-python"] ?? undefined),
      ...present("yanked", yanked),
    };
  });
}

function readHtml(text: string): Link[] {
  return [...text.matchAll(/<a\b([^>]*)>([^<]*)<\/a\s*>/gi)].flatMap((anchor) => {
    const attributes = readAttributes(anchor[1] ?? "");
    const href = attributes.get("href");
    if (href === undefined) return [];
    return {
      filename: decodeEntities(anchor[2] ?? "").trim(),
      href,
      ...present("sha256", /#(?:.*&)?sha256=([0-9a-f]{64})/i.exec(href)?.[1]?.toLowerCase()),
      ...present("requiresPython", attributes.get("data-requires-python")),
      ...present("yanked", attributes.get("data-yanked")),
    };
  });
}

function readAttributes(text: string): Map<string, string> {
  const found = text.matchAll(/([^\s=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"']+)))?/g);
  return new Map(
    [...found].map((match) => [
      (match[1] ?? "").toLowerCase(),
      decodeEntities(match[2] ?? match[3] ?? match[4] ?? ""),
    ]),
  );
}

const ENTITIES: Readonly<Record<string, string>> = { lt: "<", gt: ">", quot: '"', apos: "'", amp: "&" };

function decodeEntities(text: string): string {
  return text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(lt|gt|quot|apos|amp));/gi, (whole, hex, decimal, name) => {
    if (typeof hex === "string") return String.fromCodePoint(Number.parseInt(hex, 16));
    if (typeof decimal === "string") return String.fromCodePoint(Number(decimal));
    return ENTITIES[String(name).toLowerCase()] ?? whole;
  });
}

function present<Key extends string>(key: Key, value: string | undefined): Partial<Record<Key, string>> {
  return value === undefined ? {} : ({ [key]: value } as Partial<Record<Key, string>>);
}
