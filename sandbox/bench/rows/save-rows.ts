import type { BenchNode, BenchSetting } from "../bench-setting";
import type { Row } from "../report/row";
import { latencyMs, withSaves, type SaveRun } from "./save-runs";

const part = "save";
/** The default of the task's input; the others are run beside it to see whether it is well chosen. */
const concurrency = 16;
const others = [8, 24, 32];

/** How fast `save` has a feed save the files of a lock file, and what it keeps in memory meanwhile. */
export async function measureSave(setting: BenchSetting): Promise<void> {
  for (const node of setting.nodes) await measureWithNode(setting, node);
}

function measureWithNode(setting: BenchSetting, { version, path }: BenchNode): Promise<void> {
  return withSaves(setting, { version, path }, async (save) => {
    const add = (...rows: readonly Measured[]): void => {
      setting.report.add(...rows.map((row) => ({ ...row, part, node: version })));
    };
    const slow = await save({ files: setting.quick ? 100 : 300, width: 1 });
    const few = await save({ files: 2000, width: concurrency });
    const again = await save({ files: 2000, width: concurrency, keepSaved: true });
    add(shareRow(few, { limit: 85, aim: 95 }), fasterRow(slow, few), againRow(few, again));
    add(memoryRow("2 000", few));
    const parts: SaveRun[] = [];
    for (const position of [1, 2, 3])
      parts.push(
        await save({
          files: 2000,
          width: concurrency,
          keepSaved: position > 1,
          slice: { position, total: 3 },
        }),
      );
    add(...requestRows(few, again, parts));
    if (setting.quick) return;
    for (const width of others) add(shareRow(await save({ files: 2000, width })));
    add(memoryRow("20 000", await save({ files: 20_000, width: concurrency })));
  });
}

type Measured = Omit<Row, "part" | "node">;

function shareRow(run: SaveRun, bounds?: { readonly limit: number; readonly aim: number }): Measured {
  const { sample, requests, meanMs, width } = run;
  const seconds = sample.wallMs / 1000;
  const computed = ((sample.cpuMs ?? NaN) / 1000).toFixed(2);
  return checked([run], {
    ...{ what: `save of 2 000 files, ${width} at once, of concurrency ÷ latency`, unit: "%", atLeast: true },
    ...bounds,
    value: (100 * requests * latencyMs) / (width * sample.wallMs),
    remark: `${seconds.toFixed(2)} s, of which the task computes ${computed} s; ${requests} requests, answered after ${meanMs.toFixed(1)} ms`,
  });
}

function fasterRow(slow: SaveRun, few: SaveRun): Measured {
  const each = ({ sample, requests }: SaveRun): number => sample.wallMs / requests;
  return checked([slow, few], {
    ...{ what: "save, as fast as one by one", unit: "÷", atLeast: true, limit: 12, aim: 15 },
    value: each(slow) / each(few),
    remark: `by request: ${each(slow).toFixed(1)} and ${each(few).toFixed(2)} ms`,
  });
}

function againRow(few: SaveRun, again: SaveRun): Measured {
  return checked([few, again], {
    ...{ what: "save when everything is saved", unit: "%", limit: 10 },
    value: (100 * again.sample.wallMs) / few.sample.wallMs,
    remark: `${(again.sample.wallMs / 1000).toFixed(2)} s, ${again.requests} requests`,
  });
}

/** How many requests a saved file costs, a second run, and the same files shared out to parallel jobs. */
function requestRows(few: SaveRun, again: SaveRun, parts: readonly SaveRun[]): readonly Measured[] {
  const sum = parts.reduce((all, { requests }) => all + requests, 0);
  const remark = `${few.requests} requests for 2 000 files`;
  return [
    checked([few], {
      ...{ what: "save, requests for each saved file", unit: "requests", limit: 2.1 },
      ...{ value: few.requests / 2000, remark },
    }),
    checked([few, again], {
      ...{ what: "save when everything is saved, requests of the first run's", unit: "%", limit: 2 },
      ...{ value: (100 * again.requests) / few.requests, remark: `${again.requests} requests` },
    }),
    checked([few, ...parts], {
      ...{ what: "save in three parts, requests together", unit: "÷", limit: 1.15 },
      ...{ value: sum / few.requests, remark: `${sum} requests` },
    }),
  ];
}

function memoryRow(count: string, run: SaveRun): Measured {
  const { sample, requests } = run;
  const peak = sample.peakKiB;
  return checked([run], {
    ...{ what: `save of ${count} files, peak memory`, unit: "MiB", limit: 130, aim: 110 },
    ...(peak !== undefined && { value: peak / 1024 }),
    remark:
      peak === undefined ? "needs python3" : `${(sample.wallMs / 1000).toFixed(1)} s, ${requests} requests`,
  });
}

/** The row, or one that says why there is no value: a run that failed says nothing about speed. */
function checked(runs: readonly SaveRun[], { value, ...row }: Measured): Measured {
  const failure = runs.find((run) => run.failure !== undefined)?.failure;
  if (failure !== undefined) return { ...row, failed: true, remark: failure };
  return value === undefined ? row : { ...row, value };
}
