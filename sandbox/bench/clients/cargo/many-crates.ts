import { rustCrate } from "../../../feed/protocols/cargo/rust-crate";
import type { ProjectFiles } from "../../projects/project-files";

const version = "1.0.0";
/** The same bytes stand for all: what is measured is the number of files, not the work of packing them. */
function oneCrate(): ReturnType<typeof rustCrate> {
  return rustCrate({ name: "crate", version, source: "pub const ONE: u8 = 1;\n" });
}

/** The checksum of all of them. */
export function checksumOfCrates(): string {
  return oneCrate().indexEntry.cksum;
}

/** A project of Cargo whose lock file names so many of these crates. */
export function lockedCrates(count: number): ProjectFiles {
  const cksum = checksumOfCrates();
  const packages = Array.from(
    { length: count },
    (_, n) => `[[package]]
name = "crate-${n}"
version = "${version}"
source = "registry+https://github.com/rust-lang/crates.io-index"
checksum = "${cksum}"
`,
  );
  return {
    "Cargo.toml": `[package]\nname = "app"\nversion = "1.0.0"\nedition = "2021"\n`,
    "Cargo.lock": `version = 4\n\n${packages.join("\n")}`,
  };
}
