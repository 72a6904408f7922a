/** What is done to a task's process, and when. */
export interface Disturbance {
  /** The file that the process runs: `index.js`, or `undo.js` for the post-job step. */
  readonly script: "index.js" | "undo.js";
  /** The number of the effect, from 1; 0 for none. */
  readonly at: number;
  /**
   * `kill`: SIGKILL before it. `half`: SIGKILL behind it, of a write half was written. A signal: sent before it. An error
   * code: it fails with that, where it is one on files.
   */
  readonly how: "kill" | "half" | "SIGINT" | "SIGTERM" | "ENOSPC" | "EACCES" | "EROFS";
  /** Where the process says what it met; without a disturbance, the names of all effects. */
  readonly report: string;
}
