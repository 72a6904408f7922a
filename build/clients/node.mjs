import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { runNpm } from "../npm.mjs";
import { ClientMissing, keepFolder } from "../client-places.mjs";

const node20 = {
  version: "20.20.2",
  integrity: {
    "linux-x64":
      "sha512-PeHQM8wAdmHtZA1mBocygZxs5LiUWtsJezQTkBd0iY987KpGrD1O2tVEydvMZiuXceRanxt7rjTnDEBwOPujoQ==",
    "linux-arm64":
      "sha512-LCXJnNTFiyGuYBw2gZSI5OBFMbkjAPt8sqD/NKrWoE2QmDgSubTqFng6GaNJ9EJ8HpxBMGcWWpbbcs4Vo+CnGg==",
    "win-x64":
      "sha512-JCwLL25UBIyiXLXUN6dfb/AMZTBtV5LUugV+DpurEn3uAM/GKm7Z/rgR4aV5Z76UHSbzK4n43ox6GTvsOAoNxA==",
  },
};

const node24 = {
  version: "24.18.1",
  integrity: {
    "linux-x64":
      "sha512-lrkq/M/O8giNdc8fSxYK0kuRZPVVFOMM+HRbUNoqZNs2+tdNI9Qjc0n/tWOd2wBsU0e8z/qQBpGrUBIse4vPgA==",
  },
};

/** How the set-up has the Nodes that the agent runs tasks on. */
export const client = {
  obtain: { node20: () => fetchNode(node20), node24: () => fetchNode(node24) },
};

/** A Node of the pinned major: the one that runs this, or the pinned one from the npm registry. `{ path, version, fetched }`. */
async function fetchNode({ version, integrity }) {
  if (process.versions.node.split(".")[0] === version.split(".")[0]) {
    return { path: process.execPath, version: process.versions.node, fetched: false };
  }
  const platform = `${process.platform === "win32" ? "win" : process.platform}-${process.arch}`;
  const name = `node-${platform}`;
  const { folder, fetched } = await keepFolder(`node-${version}`, async (target) => {
    if (integrity[platform] === undefined) {
      throw new ClientMissing(
        `no Node ${version} is known for ${platform}; run this with such a Node instead`,
      );
    }
    const flags = [
      "--no-save",
      "--no-package-lock",
      "--ignore-scripts",
      "--no-fund",
      "--no-audit",
      "--no-bin-links",
    ];
    await runNpm(["install", "--prefix", target, ...flags, `${name}@${version}`]);
    checkIntegrity(target, name, integrity[platform]);
  });
  const program = process.platform === "win32" ? "node.exe" : "node";
  return { path: join(folder, "node_modules", name, "bin", program), version, fetched };
}

/** npm has compared the download with the registry's word; this compares the registry's word with ours. */
function checkIntegrity(target, name, expected) {
  const lock = join(target, "node_modules", ".package-lock.json");
  const packages = existsSync(lock) ? JSON.parse(readFileSync(lock, "utf8")).packages : {};
  const found = packages[`node_modules/${name}`]?.integrity;
  if (found !== expected)
    throw new ClientMissing(`${name} has integrity ${found}, not the pinned ${expected}`);
}
