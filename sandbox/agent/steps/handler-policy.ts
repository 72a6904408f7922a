import type { JobContext } from "../job/job-context";
import { isTrue, readKnob } from "../job/knobs";
import type { HandlerPolicy, NodeName } from "../task/handler";

/** What decides about a task's handler and node in this job. AgentKnobs.cs:217-239, 981-987 */
export function readHandlerPolicy(job: JobContext): HandlerPolicy {
  const { nodes, node24Handler } = job.run;
  const knob = readKnob(
    job,
    "DistributedTask.Agent.UseNode24withHandlerData",
    "AGENT_USE_NODE24_WITH_HANDLER_DATA",
  );
  return {
    nodes,
    knowsNode24: node24Handler !== "unknown",
    useNode24: knob === undefined ? node24Handler === "on" : isTrue(knob),
    forced: readForcedNode(job),
  };
}

/** NodeHandler.cs:517-531: the first of these that is true. */
const forcing: readonly (readonly [string, NodeName])[] = [
  ["AGENT_USE_NODE24", "node24"],
  ["AGENT_USE_NODE20_1", "node20_1"],
  ["AGENT_USE_NODE10", "node10"],
];

function readForcedNode(job: JobContext): HandlerPolicy["forced"] {
  return forcing.find(([knob]) => isTrue(readKnob(job, knob)))?.[1];
}
