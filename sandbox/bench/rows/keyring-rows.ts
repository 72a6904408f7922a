import { chmodSync, copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { BenchClient } from "../bench-client";
import type { BenchNode, BenchSetting } from "../bench-setting";
import { benchClients } from "../clients/all-clients";
import { medianRatio, quantities, runRounds, type RoundPlan } from "../measuring/rounds";
import type { Command, Quantity } from "../measuring/sample";
import { median } from "../measuring/statistics";
import type { Row } from "../report/row";

const part = "keyring";
const base = "node -e 0";
const answer = "keyring";

const rounds: RoundPlan = { warmUps: 3, fewest: 21, most: 61, error: 0.01 };
const quickRounds: RoundPlan = { warmUps: 1, fewest: 5, most: 5, error: 1 };

/** A client asks the job's keyring once for each process and index, and some four times for an install. */
export async function measureKeyring(setting: BenchSetting): Promise<void> {
  const keyring = benchClients.flatMap((bench) => bench.keyring ?? [])[0];
  if (process.platform === "win32" || keyring === undefined) return;
  const command = keyringCommand(setting, keyring);
  for (const node of setting.nodes) setting.report.add(...(await rowsOf(setting, node, command)));
}

async function rowsOf(setting: BenchSetting, node: BenchNode, command: Command): Promise<readonly Row[]> {
  const commands = new Map([
    [base, { ...command, argv: [node.path, "-e", "0"] }],
    [answer, command],
  ]);
  const samples = await runRounds(setting.meter, commands, base, setting.quick ? quickRounds : rounds);
  return (["cpuMs", "wallMs"] as const).map((quantity: Quantity) => {
    const value = medianRatio(samples, answer, base, quantity);
    return {
      part,
      what: `keyring of the job, one answer, ${quantity === "cpuMs" ? "CPU" : "wall"}`,
      node: node.version,
      ...{ unit: "÷", limit: 2, aim: 0.2 },
      ...(value === undefined
        ? { remark: "needs python3" }
        : { value, remark: `${median(quantities(samples, answer, quantity)).toFixed(1)} ms` }),
    };
  });
}

/** The program as a task makes it, asked for a user name and a password in JSON. */
function keyringCommand(
  { clone, folder }: BenchSetting,
  { program, address }: NonNullable<BenchClient["keyring"]>,
): Command {
  const bin = join(folder, "keyring", "bin");
  mkdirSync(bin, { recursive: true });
  copyFileSync(join(clone, program), join(bin, "keyring"));
  chmodSync(join(bin, "keyring"), 0o700);
  const places = "organization https://pkgs.dev.azure.com /fabrikam/ BENCH_TOKEN VssSessionToken\n";
  writeFileSync(join(folder, "keyring", "keyring-places.txt"), places);
  return {
    argv: [join(bin, "keyring"), "--mode=creds", "--output=json", "get", address, "VssSessionToken"],
    workingDirectory: folder,
    environment: { PATH: process.env["PATH"] ?? "", BENCH_TOKEN: "x".repeat(1100) },
  };
}
