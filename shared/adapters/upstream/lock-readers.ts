import { cargoLock } from "./cargo-lock";
import type { LockReader } from "./lock-reader";
import { mavenList } from "./maven-list";
import { pylock } from "./pylock";
import { requirements } from "./requirements";
import { uvLock } from "./uv-lock";
import { verificationMetadata } from "./verification-metadata";

/** Every lock file format that can be read. */
export const lockReaders: readonly LockReader[] = [
  uvLock,
  pylock,
  requirements,
  cargoLock,
  verificationMetadata,
  mavenList,
];
