import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Protocol } from "../feed/start-feed";

/** A package manager of this machine. */
export interface Client {
  readonly title: "uv" | "Cargo" | "Maven";
  /** What it speaks with a feed. */
  readonly protocol: Protocol;
  readonly version: string;
  /** Folders that a step needs on PATH to run it, beside those that are there. */
  readonly folders: readonly string[];
}

/** One that cannot run, and what to do about it. */
export interface MissingClient {
  readonly title: Client["title"];
  readonly protocol: Protocol;
  readonly reason: string;
}

export interface FoundClients {
  readonly found: readonly Client[];
  readonly missing: readonly MissingClient[];
  readonly nodes: { readonly node20_1?: string; readonly node24?: string };
  readonly javaHome?: string;
}

interface Program {
  readonly path: string;
  readonly version: string;
}

/** What the set-up writes to `.clients/clients.json`. */
export interface ClientsFile {
  readonly uv?: Program;
  readonly cargo?: Program;
  readonly java?: { readonly home: string };
  readonly node20?: Program;
  readonly node24?: Program;
  readonly maven38?: Program;
  readonly maven39?: Program;
  readonly onPath: { readonly uv?: Program; readonly mvn?: Program };
  readonly missing: readonly { readonly client: string; readonly reason: string }[];
}

/**
 * Reads what the set-up found.
 * @throws Error when there is no such file: then the set-up has not run.
 */
export async function readClients(file: string): Promise<FoundClients> {
  const text = await readFile(file, "utf8").catch(() => {
    throw new Error(`${file} is not there; run npm start, which sets up first.`);
  });
  return chooseClients(JSON.parse(text) as ClientsFile);
}

/** The machine's own programs come before those that the set-up fetched. */
export function chooseClients(file: ClientsFile): FoundClients {
  const reasonFor = (...names: readonly string[]): string =>
    file.missing.find(({ client }) => names.includes(client))?.reason ?? "the set-up did not find it";
  const isOwn = file.onPath.uv !== undefined && knowsAuthenticate(file.onPath.uv.version);
  const uv = isOwn ? file.onPath.uv : file.uv;
  const maven = file.java && (file.onPath.mvn ?? file.maven39 ?? file.maven38);
  const java = file.java && [join(file.java.home, "bin")];
  const all = [
    choose("uv", "pypi", uv, isOwn ? [] : undefined, () => reasonFor("uv")),
    choose("Cargo", "cargo", file.cargo, undefined, () => reasonFor("cargo")),
    choose(
      "Maven",
      "maven",
      maven,
      maven === file.onPath.mvn ? (java ?? []) : [...folderOf(maven), ...(java ?? [])],
      () => reasonFor("java", "maven39", "maven38"),
    ),
  ];
  return {
    found: all.filter((client) => "version" in client),
    missing: all.filter((client) => "reason" in client),
    nodes: {
      ...(file.node20 && { node20_1: file.node20.path }),
      ...(file.node24 && { node24: file.node24.path }),
    },
    ...(file.java && { javaHome: file.java.home }),
  };
}

function choose(
  title: Client["title"],
  protocol: Protocol,
  program: Program | undefined,
  folders: readonly string[] | undefined,
  reason: () => string,
): Client | MissingClient {
  if (program === undefined) return { title, protocol, reason: reason() };
  return { title, protocol, version: program.version, folders: folders ?? folderOf(program) };
}

function folderOf(program: Program | undefined): readonly string[] {
  return program === undefined ? [] : [dirname(program.path)];
}

/** Whether a uv has the index setting `authenticate`, which came with 0.6. */
function knowsAuthenticate(version: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major > 0 || minor >= 6;
}
