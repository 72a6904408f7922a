import { setFlagsFromString } from "node:v8";

/**
 * Keeps V8's space for new objects as large as it is now. While thousands of answers are under way it would double again
 * and again, to 48 MiB and more on Node 24, and what a run does last with all its versions then fills that with garbage
 * before any is collected: 164 MiB instead of 108 for 20 000 files, for 3 % less CPU time (docs/performance.md). Must be
 * called after large files are read, which need the space. V8 looks at this flag whenever it might grow
 * (`SemiSpaceNewSpace::Grow`, heap/new-spaces.cc); a V8 that does not know it says so and goes on.
 */
export function keepNewSpace(): void {
  setFlagsFromString("--semi-space-growth-factor=1");
}
