import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { requireClient, type Clients, type Program } from "../../clients/found-clients";
import { figures } from "../figures";
import { Workplace } from "../workplace";
import { disturbedTasks, forEachOf, runDisturbed } from "./disturbed-job";

/** A temp folder that is not as the agent gives it to a job. */
interface Temp {
  readonly title: string;
  /** A step before the task that makes it so. */
  readonly before?: string;
  /** What makes it so for the task's process alone: commands of a shell that has mounts of its own, with $TEMP. */
  readonly mounts?: string;
  /** Runs the task as a user who owns nothing. */
  readonly isForeign?: boolean;
  /** What the log says; the task works where there is nothing to say. */
  readonly says?: RegExp;
}

const ours = "$AGENT_TEMPDIRECTORY/feedpass";

const temps: readonly Temp[] = [
  { title: "is not there", before: 'rm -r "$AGENT_TEMPDIRECTORY"' },
  {
    title: "has no space left",
    mounts: 'mount -t tmpfs -o size=4k tmpfs "$TEMP" && head -c 4096 /dev/zero > "$TEMP/fill"',
    says: /cannot be written \(ENOSPC: .*\)/,
  },
  {
    title: "takes no more files",
    mounts: 'mount -t tmpfs -o nr_inodes=1 tmpfs "$TEMP"',
    says: /cannot be written \(ENOSPC: .*\)/,
  },
  {
    title: "is read-only",
    mounts: 'mount --bind "$TEMP" "$TEMP" && mount -o remount,ro,bind "$TEMP"',
    says: /cannot be written \((?:EROFS: read-only|ENOENT: .* mkdir).*\)/,
  },
  { title: "is somebody else's", isForeign: true, says: /cannot be written \(EACCES: .*\)/ },
  { title: "has a file in the place of our folder", before: `touch "${ours}"`, says: /feedpass is a file/ },
  {
    title: "has a link there, to the home",
    before: `ln -s ~ "${ours}"`,
    says: /feedpass is a link/,
  },
  {
    title: "has a link there that leads to itself",
    before: `ln -s feedpass "${ours}"`,
    says: /feedpass is a link/,
  },
  { title: "has a fifo there", before: `mkfifo "${ours}"`, says: /feedpass is a file/ },
  {
    title: "is a folder of ours already, with another's files",
    before: `mkdir -p "${ours}/x"; echo 1 > "${ours}/x/y"`,
  },
];

const isRoot = process.getuid?.() === 0;
/** A user number that no account has; who is not root has no other user than himself. */
const nobody = "65534";

describe("hardening: an agent's temp folder that is not as it should be", () => {
  let workplace: Workplace;
  let clients: Pick<Clients, "node20" | "node24">;
  let fake: Program;

  before(async function () {
    if (process.platform !== "linux") this.skip();
    clients = { node20: requireClient(this, "node20"), node24: requireClient(this, "node24") };
    workplace = await Workplace.open(clients);
    // Whoever owns nothing writes down here what he met.
    chmodSync(workplace.folder, 0o777);
    fake = { path: join(workplace.folder, "uv"), version: "0" };
    writeFileSync(fake.path, "#!/bin/sh\nexit 0\n");
    chmodSync(fake.path, 0o755);
  });

  after(() => workplace.close());

  let count = 0;

  /** A program in the place of node, which is started in a temp folder as the case wants it. */
  function nodeFor({ mounts, isForeign }: Temp): string | undefined {
    if (mounts === undefined && isForeign !== true) return undefined;
    const folder = join(workplace.folder, `node-${(count += 1)}`);
    mkdirSync(folder);
    const node = clients.node24.path;
    const script =
      mounts === undefined
        ? `exec setpriv --reuid=${nobody} --regid=${nobody} --clear-groups "${node}" "$@"`
        : `export TEMP="$AGENT_TEMPDIRECTORY"\nexec unshare ${isRoot ? "-m" : "-rm"} sh -c '${mounts} && exec "$0" "$@"' "${node}" "$@"`;
    writeFileSync(join(folder, "node"), `#!/bin/sh\n${script}\n`);
    chmodSync(join(folder, "node"), 0o755);
    return join(folder, "node");
  }

  for (const temp of temps) {
    it(temp.title, async function () {
      this.timeout(120_000);
      if (temp.isForeign === true && !isRoot) this.skip();
      if (temp.mounts !== undefined && spawnSync("unshare", [isRoot ? "-m" : "-rm", "true"]).status !== 0) {
        process.stdout.write("skipped: unshare not found, or not allowed\n");
        this.skip();
      }
      const node = nodeFor(temp);
      await forEachOf(disturbedTasks(workplace, fake), async (task) => {
        await figures.temps.try(async () => {
          const before = temp.before === undefined ? "" : `- bash: ${JSON.stringify(temp.before)}\n`;
          const { record, left } = await runDisturbed(
            workplace,
            task,
            { script: "index.js", at: 0, how: "kill" },
            { before, ...(node === undefined ? {} : { node }) },
          );
          const text = `${task.name}\n${record.log}`;
          assert.deepEqual(
            left.filter((place) => !/^x after/.test(place)),
            [],
            text,
          );
          assert.doesNotMatch(record.log, /in a way it should not|Unhandled|^\s+at .*\.js:\d+/m, text);
          const step = record.jobs[0]?.steps.find(({ displayName }) => task.step.includes(displayName));
          if (temp.says === undefined) assert.equal(step?.result, "Succeeded", text);
          else if (step?.result !== "Succeeded") assert.match(record.log, temp.says, text);
          else assert.ok(isWithoutFiles(task.name), text);
        });
      });
    });
  }
});

/** Tasks that make no file for a project with one feed that it names itself. */
function isWithoutFiles(name: string): boolean {
  return name === "AuthenticateCargo";
}
