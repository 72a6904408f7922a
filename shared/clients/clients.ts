import type { RestoringClient } from "../core/client";
import { restoringCargo } from "./cargo/restore/client";
import { restoringMaven } from "./maven/restore/client";
import { restoringPdm } from "./pdm/restore/client";
import { pip } from "./pip/authenticate/client";
import { restoringPip } from "./pip/restore/client";
import { restoringPipenv } from "./pipenv/restore/client";
import { restoringPoetry } from "./poetry/restore/client";
import { restoringUv } from "./uv/restore/client";

/**
 * The one list of clients: a client that is in it is detected, restored and reported. In the order of restoring, which is
 * also that in which clients take what several of them can restore.
 */
export const clients: readonly RestoringClient[] = [
  restoringUv,
  restoringPoetry,
  restoringPip,
  restoringPipenv(pip),
  restoringPdm(pip),
  restoringCargo,
  restoringMaven,
];
