import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { compareResults, describeComparison } from "./comparison";
import { readProbe } from "./probe-result";
import { runProbe } from "./run-probe";

const usage = `Compares what the probe found on a live service with what the sandbox does.

Usage: npm run facts -- probe.json

  probe.json   the artifact of a run of probe/azure-pipelines.yml (docs/verify-on-azure-devops.md)

Exit code: 0 when all that was settled is as in the sandbox, 1 when something differs, 2 for a file that is no result.
`;

/**
 * @param words Arguments without program and script.
 * @param clone The folder of the clone.
 * @param output Where the comparison goes.
 * @returns The exit code.
 */
export async function main(
  words: readonly string[],
  clone: string,
  output: { write(text: string): void } = process.stdout,
): Promise<number> {
  const [file] = words;
  if (file === undefined || words.length > 1 || file.startsWith("-")) {
    output.write(usage);
    return file === "--help" || file === "-h" ? 0 : 2;
  }
  const folder = mkdtempSync(join(tmpdir(), "feedpass-facts-"));
  try {
    const live = readProbe(readFileSync(file, "utf8"), file);
    const { result, record } = await runProbe(clone, folder);
    if (result === undefined) throw new Error(`the probe failed in the sandbox:\n${record.log}`);
    const compared = compareResults(live, result);
    output.write(`${describeComparison(compared).join("\n")}\n`);
    return compared.some(({ verdict }) => verdict === "different") ? 1 : 0;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return 2;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

if (require.main === module) {
  // Compiled, this file lies in out/sandbox/facts.
  void main(process.argv.slice(2), resolve(__dirname, "..", "..", "..")).then((code) => {
    process.exitCode = code;
  });
}
