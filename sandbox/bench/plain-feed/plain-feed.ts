import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import type { PlainOrder, PlainReply } from "./serve-plainly";

/** A feed in a process of its own, on loopback. */
export interface PlainFeed {
  /** `http://127.0.0.1:<port>/`. */
  readonly serverUrl: string;
  /** Says what happened since the last call, and does what the order says. */
  tell(order?: PlainOrder): Promise<PlainReply>;
  stop(): Promise<void>;
}

/**
 * Starts a program that answers for a feed, with `servePlainly`.
 * @param script Its compiled file.
 * @param words Its arguments.
 * @throws Error when its process ends before it listens.
 */
export async function startPlainFeed(script: string, words: readonly string[]): Promise<PlainFeed> {
  const child = fork(script, words, { execArgv: [] });
  const { port } = await replyOf(child);
  return {
    serverUrl: `http://127.0.0.1:${port}/`,
    tell(order = {}) {
      child.send(order);
      return replyOf(child);
    },
    async stop() {
      if (child.exitCode !== null) return;
      const ended = once(child, "exit");
      child.disconnect();
      await ended;
    },
  };
}

function replyOf(child: ChildProcess): Promise<PlainReply> {
  return new Promise((resolve, reject) => {
    const fail = (): void => {
      reject(new Error("The bench's feed has ended."));
    };
    child.once("exit", fail);
    child.once("message", (reply) => {
      child.off("exit", fail);
      resolve(reply as PlainReply);
    });
  });
}
