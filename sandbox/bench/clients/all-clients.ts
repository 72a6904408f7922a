import type { BenchClient } from "../bench-client";
import { cargo } from "./cargo";
import { maven } from "./maven";
import { poetry } from "./poetry";
import { uv } from "./uv";

/** The clients that the bench measures. */
export const benchClients: readonly BenchClient[] = [uv, poetry, cargo, maven];
