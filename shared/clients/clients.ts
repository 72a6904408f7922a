import { cargoLock } from "./cargo/locks/cargo-lock";
import type { LockReader } from "../core/lock-entry";
import { mavenList } from "./maven/locks/dependency-list";
import { pylock } from "../formats/python/pylock";
import { requirements } from "../formats/python/requirements";
import { uvLock } from "./uv/locks/uv-lock";
import { verificationMetadata } from "./maven/locks/verification-metadata";

/** Every lock file format that can be read. */
export const lockReaders: readonly LockReader[] = [
  uvLock,
  pylock,
  requirements,
  cargoLock,
  verificationMetadata,
  mavenList,
];
