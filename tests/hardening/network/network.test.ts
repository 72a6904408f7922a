import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { requireClient } from "../../clients/found-clients";
import { figures } from "../figures";
import { forEachOf } from "../kills/disturbed-job";
import { commandLine, descendantsOf } from "../leaks/command-lines";
import { TokenPlaces } from "../leaks/token-places";
import { lockedProject, taskStep } from "../projects";
import { TokenSearch } from "../token-forms";
import { Workplace, type Finished } from "../workplace";
import { FaultyFeed } from "./faulty-feed";
import { networkFaults, type Fault } from "./network-faults";

/** What a task may have of memory at most, in MiB: three lists at a time, of 64 MiB each, which it reads whole. */
const mostMemory = 400;
/** What a run may take, with a clock that goes a thousand times as fast: its budget of six hours is 22 seconds. */
const mostSeconds = 60;

const indexes = "its indexes";

/** The kinds of addresses: what the feed says of itself, its indexes, and the files. */
const places: Readonly<Record<string, RegExp>> = {
  "the feed's lists": /\/_apis\//,
  [indexes]: /\/pypi\/simple\/|\/Cargo\/index\//i,
  "its files": /\/download(?:\/|$)|\/pypi\/packages\//i,
};

/** What came of a run against a feed that goes wrong. */
interface Met {
  readonly record: Finished;
  readonly faulty: Pick<FaultyFeed, "answered" | "elsewhere">;
  readonly memory: number;
  readonly seconds: number;
  readonly leaks: readonly string[];
}

describe("hardening: a feed that goes wrong, for the packaged task with its own limits", () => {
  let workplace: Workplace;
  const preload = join(__dirname, "clock-preload.js");

  before(async function () {
    if (process.platform !== "linux") this.skip();
    workplace = await Workplace.open({
      node20: requireClient(this, "node20"),
      node24: requireClient(this, "node24"),
    });
  });

  after(() => workplace.close());

  async function meet(where: RegExp, fault: Fault): Promise<Met> {
    const faulty = await FaultyFeed.open(workplace.feed.serverUrl, where, fault);
    const places = new TokenPlaces(new TokenSearch(workplace.token()));
    const memory = new PeakMemory();
    const begun = Date.now();
    try {
      const record = await workplace.run({
        steps: `steps:\n${taskStep("RestoreUpstream@1", { feed: "Fabrikam Fiber/fiber", mode: "save", reportPath: "report.json" })}`,
        sources: lockedProject(),
        serverUrl: `${faulty.address}/`,
        environment: { NODE_OPTIONS: `--require "${preload}"` },
        onFolder: (folder) => {
          memory.watch(folder);
        },
        onOutput: (text, folder) => {
          if (text.startsWith("##[section]Finishing: ")) places.lookBelow(folder, "after a step");
        },
      });
      places.lookAtRecord(record);
      const seconds = (Date.now() - begun) / 1000;
      return { record, faulty, memory: memory.stop(), seconds, leaks: places.found };
    } finally {
      memory.stop();
      faulty.close();
    }
  }

  for (const [place, where] of Object.entries(places)) {
    it(`ends in time with little memory and says what it met, the token nowhere: ${place}`, async function () {
      this.timeout(600_000);
      const problems: string[] = [];
      let answered = 0;
      await forEachOf(Object.entries(networkFaults), async ([title, fault]) => {
        const met = await meet(where, fault);
        answered += met.faulty.answered > 0 ? 1 : 0;
        const found = [...problemsOf(met), ...(place === indexes ? successOf(met) : [])];
        figures.networkFaults.count(1, found.length > 0 ? 1 : 0);
        problems.push(
          ...found.map(
            (problem) => `${title}: ${problem}\n${met.seconds} s, ${met.memory} MiB\n${met.record.log}`,
          ),
        );
      });
      assert.deepEqual(problems, []);
      assert.equal(answered, Object.keys(networkFaults).length, "a fault that nobody met shows nothing");
    });
  }

  it("is found where a run goes wrong", async () => {
    const met = await meet(/nowhere/, () => undefined);
    assert.deepEqual(problemsOf(met), []);
    assert.equal(met.record.result, "Succeeded", met.record.log);
    assert.ok(met.memory > 20, `${met.memory} MiB: the task was not seen`);
    const { record, faulty } = met;
    const planted: readonly Met[] = [
      { ...met, seconds: mostSeconds + 1 },
      { ...met, memory: mostMemory + 1 },
      { ...met, leaks: ["report.json: as it is"] },
      { ...met, faulty: { ...faulty, elsewhere: ["GET /\nAuthorization\nBasic x"] } },
      { ...met, record: { ...record, log: `${record.log}in a way it should not` } },
      {
        ...met,
        record: { ...record, log: `${record.log}\n    at ClientRequest.<anonymous> (index.js:1:2)` },
      },
      { ...met, record: { ...record, result: "Canceled" } },
    ];
    for (const each of planted) assert.notDeepEqual(problemsOf(each), []);
    assert.notDeepEqual(successOf(met), []);
    figures.planted.count(planted.length + 1);
  });
});

function problemsOf({ record, faulty, memory, seconds, leaks }: Met): readonly string[] {
  const { log, result } = record;
  const stolen = record.jobs.some(({ variables }) => variables.has("STOLEN"));
  return [
    ...leaks,
    ...(seconds > mostSeconds ? [`it took ${seconds} s`] : []),
    ...(memory > mostMemory ? [`it took ${memory} MiB`] : []),
    ...(/^(?:Succeeded|SucceededWithIssues|Failed)$/.test(result) ? [] : [`it ended as ${result}`]),
    ...(/in a way it should not|^\s+at .*\.js:\d+|Warning: /m.test(log) ? ["it is told as a defect"] : []),
    ...(stolen ? ["the feed set a variable"] : []),
    ...(faulty.elsewhere.some((text) => /authorization/i.test(text)) ? ["another host has credentials"] : []),
  ];
}

/** Where no index is right nothing can be saved, and nothing is said to be. */
function successOf({ record }: Met): readonly string[] {
  const isNothing = / 0 saved now, 0 already saved, /.test(record.log) && record.result !== "Succeeded";
  return isNothing ? [] : ["it says that something was saved"];
}

/** The most memory that a task's process had, as the system counts it (proc(5), VmHWM), in MiB. */
class PeakMemory {
  #most = 0;
  #timer: NodeJS.Timeout | undefined;

  /** @param folder The job's, by which its processes are told from others. */
  watch(folder: string): void {
    this.#timer = setInterval(() => {
      for (const pid of descendantsOf(process.pid))
        if (commandLine(pid).includes(`${folder}/`)) this.#most = Math.max(this.#most, peakOf(pid));
    }, 20);
  }

  stop(): number {
    clearInterval(this.#timer);
    return this.#most;
  }
}

function peakOf(pid: number): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    return Number(/^VmHWM:\s+(\d+) kB/m.exec(status)?.[1] ?? "0") / 1024;
  } catch {
    return 0;
  }
}
