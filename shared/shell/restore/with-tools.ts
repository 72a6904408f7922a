import type { FeedJob } from "./feed-job";

/** What fetches programs is loaded only where one is asked for: it needs a dozen modules that nothing else does. */
export async function withTools(run: FeedJob): Promise<FeedJob> {
  if (run.inputs.versions.size === 0) return run;
  const { fetchTools } = await import("../tools/fetch-tool.js");
  return fetchTools(run);
}
