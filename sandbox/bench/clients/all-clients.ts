import type { BenchClient } from "../bench-client";
import { cargo } from "./cargo";
import { maven } from "./maven";
import { pip } from "./pip";
import { poetry } from "./poetry";
import { uv } from "./uv";

/** The clients that the bench measures. */
export const benchClients: readonly BenchClient[] = [uv, poetry, pip, cargo, maven];
