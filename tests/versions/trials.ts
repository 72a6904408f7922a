import assert from "node:assert/strict";
import type { HostileRepository } from "../hardening/hostile-repository";
import type { Laboratory } from "../hardening/laboratory";
import { tryRepositories, type Setting, type Verdict } from "../hardening/try-repositories";
import { isAtLeast, type ClientVersion } from "./clients";
import type { Cell, VersionTable } from "./version-table";

/** One column of a client's table: what is tried with every version, and from which it has to hold. */
export interface Trial {
  readonly column: string;
  readonly repository: HostileRepository;
  /** The first version with which it works; those before are tried all the same, and written down. */
  readonly from: string;
}

/** What the table says of one trial. `leaks` stands for the token in somebody else's hands. */
export function cellOf({ repository }: Trial, verdict: Verdict): Cell {
  if (verdict.leaks.length > 0) return "leaks";
  if (repository.elsewhereAnonymous === true && verdict.authorizedElsewhere.length > 0) return "401";
  if (verdict.refusal !== undefined) return "refused";
  if (repository.expect === "works") return verdict.works ? "yes" : "no";
  return verdict.elsewhere > 0 ? "nothing" : "not asked";
}

/** Tries all of them with one version, adds its row, and asserts what has to hold. */
export async function tryVersion(
  table: VersionTable,
  { version, reason }: ClientVersion,
  trials: readonly Trial[],
  laboratory: Laboratory,
  setting: Setting,
): Promise<void> {
  if (reason !== undefined) {
    table.add(
      version,
      trials.map(() => "skipped"),
    );
    return;
  }
  const verdicts = await tryRepositories(
    laboratory,
    setting,
    trials.map(({ repository }) => repository),
  );
  const rows = trials.map((trial) => {
    const verdict = verdicts.get(trial.repository.id);
    assert.ok(verdict !== undefined);
    return { trial, verdict, cell: cellOf(trial, verdict) };
  });
  table.add(
    version,
    rows.map(({ cell }) => cell),
  );
  for (const { trial, verdict, cell } of rows) {
    const wanted = trial.repository.expect === "works" ? "yes" : "nothing";
    if (isAtLeast(version, trial.from))
      assert.equal(cell, wanted, `${version}, ${trial.column}\n${verdict.leaks.join("\n")}\n${verdict.log}`);
  }
}
