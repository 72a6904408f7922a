import type { ChosenProgram, Client } from "./client";
import { allClients } from "./clients/all-clients";
import { readSetUp, type SetUp } from "./set-up";

/** A client of this machine. */
export interface FoundClient extends ChosenProgram {
  readonly client: Client;
}

/** One that cannot run, and what to do about it. */
export interface MissingClient {
  readonly client: Client;
  readonly reason: string;
}

export interface FoundClients {
  readonly found: readonly FoundClient[];
  readonly missing: readonly MissingClient[];
  readonly nodes: { readonly node20_1?: string; readonly node24?: string };
  readonly javaHome?: string;
}

/**
 * Reads what the set-up found.
 * @throws Error when it has not run.
 */
export async function readClients(file: string): Promise<FoundClients> {
  return chooseClients(await readSetUp(file));
}

/** The clients of the sandbox among the programs of the machine. */
export function chooseClients(setUp: SetUp, clients: readonly Client[] = allClients): FoundClients {
  const all = clients.map((client): FoundClient | MissingClient => {
    const program = client.choose(setUp);
    return program === undefined ? { client, reason: reasonFor(client, setUp) } : { client, ...program };
  });
  const { java, node20, node24 } = setUp;
  return {
    found: all.filter((client) => "version" in client),
    missing: all.filter((client) => "reason" in client),
    nodes: { ...(node20 && { node20_1: node20.path }), ...(node24 && { node24: node24.path }) },
    ...(java && { javaHome: java.home }),
  };
}

/** All clients of the sandbox, those that cannot run too. */
export function clientsIn({ found, missing }: FoundClients): readonly Client[] {
  return [...found, ...missing].map(({ client }) => client);
}

function reasonFor({ needs }: Client, { missing }: SetUp): string {
  return missing.find(({ client }) => needs.includes(client))?.reason ?? "the set-up did not find it";
}
