import type { Agent } from "node:http";
import { Socket } from "node:net";

/** The same agent, whose connections are given up when they are not there in time. */
export function patient<T extends Agent>(agent: T, connectMs: number): T {
  const connect = agent.createConnection.bind(agent);
  agent.createConnection = (...call) => limited(connect(...call), connectMs);
  return agent;
}

function limited<T>(connection: T, connectMs: number): T {
  if (!(connection instanceof Socket) || !connection.connecting) return connection;
  const timer = setTimeout(() => {
    connection.destroy(new Error(`No connection in ${connectMs} ms`));
  }, connectMs);
  // Both listeners go: a connection is kept for thousands of requests, and what they know would stay with it.
  const stop = (): void => {
    clearTimeout(timer);
    connection.off("connect", stop).off("close", stop);
  };
  connection.once("connect", stop).once("close", stop);
  return connection;
}
