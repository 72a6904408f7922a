import { existsSync } from "node:fs";
import { mkdtemp, realpath, rm } from "node:fs/promises";
import { cpus, platform, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { chooseClients } from "../start/found-clients";
import { readSetUp, type SetUp } from "../start/set-up";
import { runBench } from "./bench";
import type { BenchNode } from "./bench-setting";
import { readCommandLine, usage, UsageError, type BenchCommand } from "./command-line";
import { openMeter } from "./measuring/meter";
import { judge, type Row } from "./report/row";
import { Report } from "./report/report";
import { renderTable } from "./report/table";

/**
 * The command line of `npm run bench`, when all is built.
 * @param words Arguments without program and script.
 * @param clone The folder of the clone.
 * @returns The exit code: 0, 1 when something is over its limit, 2 when the command line is not understood.
 */
export async function main(words: readonly string[], clone: string): Promise<number> {
  try {
    const command = readCommandLine(words);
    if (!command.help) return await measure(command, clone);
    process.stdout.write(usage);
    return 0;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return error instanceof UsageError ? 2 : 1;
  }
}

async function measure(command: BenchCommand, clone: string): Promise<number> {
  const report = new Report((line) => process.stderr.write(`${line}\n`));
  const vsix = join(clone, "out", "feedpass.vsix");
  if (!existsSync(vsix)) throw new Error(`${vsix} is not there: run npm run package`);
  const setUp = await readSetUp(join(clone, ".clients", "clients.json"));
  const clients = chooseClients(setUp);
  const nodes = nodesOf(setUp);
  const folder = await realpath(await mkdtemp(join(tmpdir(), "feedpass-bench-")));
  const meter = await openMeter();
  if (!meter.knowsAccounting) report.note("There is no python3, so CPU time and memory are not known.");
  describe(report, nodes);
  try {
    const setting = { clone, vsix, folder, nodes, clients, meter, quick: command.quick, report };
    await runBench(setting, command.parts);
  } finally {
    meter.close();
    await rm(folder, { recursive: true, force: true });
  }
  process.stdout.write(command.json ? renderJson(report) : renderText(report));
  return report.rows.some(isBad) ? 1 : 0;
}

function nodesOf({ node20, node24 }: SetUp): readonly BenchNode[] {
  const nodes = [node20, node24].filter((node) => node !== undefined);
  if (nodes.length === 0) throw new Error("The set-up has found neither Node 20 nor Node 24.");
  return nodes;
}

function describe(report: Report, nodes: readonly BenchNode[]): void {
  report.note(
    `${cpus().length} processors, ${platform()}; Node ${nodes.map(({ version }) => version).join(" and ")}.`,
  );
  if (nodes.length === 1) report.note("Only one of Node 20 and Node 24 is here.");
}

function renderText({ rows, notes }: Report): string {
  const over = rows.filter(isBad);
  const verdict =
    over.length === 0
      ? ["Nothing is over its limit."]
      : over.map(
          ({ what, node }) =>
            `Over its limit or failed: ${what}${node === undefined ? "" : `, Node ${node}`}`,
        );
  return `${[renderTable(rows), ...notes, ...wholeRuns, ...verdict].join("\n\n")}\n`;
}

function isBad(row: Row): boolean {
  return ["over", "failed"].includes(judge(row));
}

const wholeRuns = [
  "For the whole: `time npm test` (limit 20 min, aim 10 min) and `npm run bench -- --whole`.",
];

function renderJson({ rows, notes }: Report): string {
  const judged = rows.map((row) => ({ ...row, verdict: judge(row) }));
  return `${JSON.stringify({ rows: judged, notes }, null, 2)}\n`;
}

if (require.main === module) {
  // Compiled, this file lies in out/sandbox/bench.
  void main(process.argv.slice(2), resolve(__dirname, "..", "..", "..")).then((code) => {
    process.exitCode = code;
  });
}
