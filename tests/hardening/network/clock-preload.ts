/**
 * Loaded into a task's process by `--require`, and unknown to it: waits of more than twenty seconds, and the clock, go a
 * thousand times as fast. So the limits that the task has are tried as they are, without an hour for each.
 */
import net from "node:net";
import timers from "node:timers/promises";

const speed = 1000;
const longest = 20_000;

const shortened = (milliseconds: number): number =>
  milliseconds > longest ? milliseconds / speed : milliseconds;

const later = globalThis.setTimeout;
globalThis.setTimeout = Object.assign(
  (action: (...parameters: unknown[]) => void, milliseconds?: number, ...parameters: unknown[]) =>
    later(action, shortened(milliseconds ?? 0), ...parameters),
  later,
);

const wait = timers.setTimeout;
timers.setTimeout = (milliseconds, ...rest) => wait(shortened(milliseconds ?? 0), ...rest);

const begun = Date.now();
const now = Date.now.bind(Date);
Date.now = () => begun + (now() - begun) * speed;

const setSocketTimeout = Reflect.get(net.Socket.prototype, "setTimeout");
net.Socket.prototype.setTimeout = function (milliseconds, action) {
  return setSocketTimeout.call(this, shortened(milliseconds), action);
};
