import type { RestoringClient } from "../core/client";
import { restoringCargo } from "./cargo/restore/client";
import { restoringMaven } from "./maven/restore/client";
import { restoringPoetry } from "./poetry/restore/client";
import { restoringUv } from "./uv/restore/client";

/** The one list of clients: a client that is in it is detected, restored and reported. In the order of restoring. */
export const clients: readonly RestoringClient[] = [
  restoringUv,
  restoringPoetry,
  restoringCargo,
  restoringMaven,
];
