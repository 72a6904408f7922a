import type { HandlerData } from "./task-definition";

export type NodeName = "node20_1" | "node24";

export interface HandlerPolicy {
  readonly nodes: Readonly<Partial<Record<NodeName, string>>>;
  /** `Node20_1` stands for an agent that does not know Node24 yet, as far as a task gives it the choice. */
  readonly preferred: "Node20_1" | "Node24";
  /** DistributedTask.Agent.UseNode24withHandlerData. */
  readonly useNode24: boolean;
  /** AGENT_USE_NODE24, AGENT_USE_NODE20_1: a node for every handler. */
  readonly forced: NodeName | undefined;
}

export interface ChosenHandler {
  readonly data: HandlerData;
  readonly node: NodeName;
  /** Path of the node program. */
  readonly program: string;
}

/** Lower number wins; the kinds that cannot run on Linux are not known. AW/TaskManager.cs:838-912 */
const priorities: ReadonlyMap<string, number> = new Map([
  ["node24", 101],
  ["node20_1", 102],
  ["node16", 103],
  ["node10", 104],
  ["node", 105],
]);

/**
 * Picks the handler of a section and the node that runs it. AW/Handlers/NodeHandler.cs:430-589
 * Throws when the section has none for Linux, or when this agent does not have the node.
 */
export function chooseHandler(section: readonly HandlerData[], policy: HandlerPolicy): ChosenHandler {
  const known = section
    .filter((handler) => priorities.has(handler.name))
    .sort((a, b) => (priorities.get(a.name) ?? 0) - (priorities.get(b.name) ?? 0));
  const older = policy.preferred === "Node20_1" ? known.find(({ name }) => name === "node20_1") : undefined;
  const data = older ?? known[0];
  if (data === undefined) {
    // AW/TaskRunner.cs:142-151
    throw new Error("A supported task execution handler was not found for Linux.");
  }
  const node = policy.forced ?? nodeOf(data, policy);
  const program = node === undefined ? undefined : policy.nodes[node];
  if (node === undefined || program === undefined) {
    throw new Error(`The task needs ${node ?? data.name}, which this agent does not have.`);
  }
  return { data, node, program };
}

function nodeOf(data: HandlerData, policy: HandlerPolicy): NodeName | undefined {
  if (data.name === "node24") {
    // NodeHandler.cs:485: with the knob off, Node24 data runs on node20_1 without a word.
    return policy.useNode24 && policy.nodes.node24 !== undefined ? "node24" : "node20_1";
  }
  return data.name === "node20_1" ? "node20_1" : undefined;
}
