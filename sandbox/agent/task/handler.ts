import type { HandlerData } from "./task-definition";

/** The node programs that agents have had, oldest first. src/Misc/externals.sh:32-37 */
export const nodeNames = ["node", "node10", "node16", "node20_1", "node24"] as const;

export type NodeName = (typeof nodeNames)[number];

export interface HandlerPolicy {
  readonly nodes: Readonly<Partial<Record<NodeName, string>>>;
  /** Whether the agent knows the handler Node24: from 4.265.0. */
  readonly knowsNode24: boolean;
  /** DistributedTask.Agent.UseNode24withHandlerData: whether the handler Node24 runs on node24. */
  readonly useNode24: boolean;
  /** AGENT_USE_NODE24, AGENT_USE_NODE20_1, AGENT_USE_NODE10: a node for every handler. */
  readonly forced: NodeName | undefined;
}

export interface ChosenHandler {
  readonly data: HandlerData;
  readonly node: NodeName;
  /** Path of the node program. */
  readonly program: string;
}

/** The handlers that run on Linux, in the order in which the agent prefers them. AW/TaskManager.cs:838-912 */
const preferred = [...nodeNames].reverse();

/**
 * Picks the handler of a section and the node that runs it. AW/Handlers/NodeHandler.cs:430-589
 * Throws when the section has none for Linux, or when this agent does not have the node.
 */
export function chooseHandler(section: readonly HandlerData[], policy: HandlerPolicy): ChosenHandler {
  const names = policy.knowsNode24 ? preferred : preferred.filter((name) => name !== "node24");
  for (const name of names) {
    const data = section.find((handler) => handler.name === name);
    if (data !== undefined) {
      const node = policy.forced ?? nodeOf(name, policy);
      return { data, node, program: programOf(node, data, policy) };
    }
  }
  // AW/TaskRunner.cs:142-151
  throw new Error("A supported task execution handler was not found for Linux.");
}

/** NodeHandler.cs:485: with the knob off, Node24 data runs on node20_1 without a word. */
function nodeOf(name: NodeName, policy: HandlerPolicy): NodeName {
  if (name !== "node24") {
    return name;
  }
  return policy.useNode24 && policy.nodes.node24 !== undefined ? "node24" : "node20_1";
}

/** NodeHandler.cs:539-574: MissingNodePath. The agent has all of them in its folder `externals`; a run may have fewer. */
function programOf(node: NodeName, data: HandlerData, { nodes }: HandlerPolicy): string {
  const program = nodes[node];
  if (program === undefined) {
    const there = nodeNames.filter((name) => nodes[name] !== undefined).join(", ");
    throw new Error(
      `The task's handler ${data.name} needs ${node}, which this machine does not have; there is ${there === "" ? "none" : there}.`,
    );
  }
  return program;
}
