import type { Client } from "../client";
import { cargo } from "./cargo";
import { maven } from "./maven";
import { pip } from "./pip";
import { poetry } from "./poetry";
import { uv } from "./uv";

/** The clients that the sandbox runs, in the order of the table at the end of `npm start`. */
export const allClients: readonly Client[] = [uv, poetry, pip, cargo, maven];
