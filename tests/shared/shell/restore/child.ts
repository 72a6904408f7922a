import fs from "node:fs";
import { clients } from "../../../../shared/clients/clients";
import type { RestoringClient } from "../../../../shared/core/client";
import { Problem } from "../../../../shared/core/problem";
import { readRestoreInputs } from "../../../../shared/shell/restore/restore-inputs";
import { runRestore } from "../../../../shared/shell/restore/run-restore";
import { acme } from "../../acme/client";

/** What a test has this process do: each needs a process of its own, since the shell takes the environment over. */
export interface RestoreAction {
  /** `inputs` shows what the inputs are read as; `run` is the task itself. */
  readonly action: "inputs" | "run";
  /** The list that the shell is handed: the product's, the toy client's, or both. */
  readonly list: "product" | "acme" | "all";
}

/** How often each file was opened to be read, as the last line of stderr. */
export type Reads = Readonly<Record<string, number>>;

const lists: Readonly<Record<RestoreAction["list"], readonly RestoringClient[]>> = {
  product: clients,
  acme: [acme],
  all: [...clients, acme],
};

function countReads(): Map<string, number> {
  const reads = new Map<string, number>();
  const plain = fs.openSync;
  const counting = (...args: Parameters<typeof plain>): ReturnType<typeof plain> => {
    reads.set(String(args[0]), (reads.get(String(args[0])) ?? 0) + 1);
    return plain(...args);
  };
  Object.defineProperty(fs, "openSync", { value: counting });
  return reads;
}

async function main({ action, list }: RestoreAction): Promise<void> {
  const known = lists[list];
  if (action === "inputs") {
    const { clients: wanted, versions, ...rest } = readRestoreInputs(known);
    const names = wanted.map(({ name }) => name);
    const asked = [...versions].map(([client, version]) => [client.name, version] as const);
    process.stdout.write(
      `${JSON.stringify({ ...rest, clients: names, versions: Object.fromEntries(asked) })}\n`,
    );
    return;
  }
  const reads = countReads();
  await runRestore(known);
  process.stderr.write(`${JSON.stringify(Object.fromEntries(reads))}\n`);
}

main(JSON.parse(process.argv[2] ?? "") as RestoreAction).catch((error: unknown) => {
  process.exitCode = 1;
  process.stderr.write(error instanceof Problem ? `${error.code}: ${error.message}\n` : `${String(error)}\n`);
});
