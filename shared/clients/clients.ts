import type { AuthenticatingClient, RestoringClient } from "../core/client";
import { restoringCargo } from "./cargo/restore/client";
import { restoringMaven } from "./maven/restore/client";
import { pip } from "./pip/authenticate/client";
import { restoringPoetry } from "./poetry/restore/client";
import { restoringUv } from "./uv/restore/client";

/** The one list of clients: a client that is in it is detected, restored and reported. In the order of restoring. */
export const clients: readonly RestoringClient[] = [
  restoringUv,
  restoringPoetry,
  restoringCargo,
  restoringMaven,
];

/** Clients that have a task of their own and are not restored yet, in the order of tables. */
export const authenticatedOnly: readonly AuthenticatingClient[] = [pip];
