import type { JobContext } from "../job/job-context";
import { isTrue, readKnob } from "../job/knobs";
import type { HandlerPolicy } from "../task/handler";

/** What decides about a task's handler and node in this job. AgentKnobs.cs:217-239, 981-987 */
export function readHandlerPolicy(job: JobContext): HandlerPolicy {
  const { nodes, handler } = job.run;
  const knob = readKnob(
    job,
    "DistributedTask.Agent.UseNode24withHandlerData",
    "AGENT_USE_NODE24_WITH_HANDLER_DATA",
  );
  return {
    nodes,
    preferred: handler ?? (nodes.node24 === undefined ? "Node20_1" : "Node24"),
    // The service decides about this knob; here the node24 that the run was given does.
    useNode24: knob === undefined ? nodes.node24 !== undefined : isTrue(knob),
    forced: readForcedNode(job),
  };
}

/** NodeHandler.cs:517-531 */
function readForcedNode(job: JobContext): HandlerPolicy["forced"] {
  if (isTrue(readKnob(job, "AGENT_USE_NODE24"))) {
    return "node24";
  }
  return isTrue(readKnob(job, "AGENT_USE_NODE20_1")) ? "node20_1" : undefined;
}
