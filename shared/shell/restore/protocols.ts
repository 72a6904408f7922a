import type { Protocol } from "../../core/lock-entry";
import type { Client } from "./restore-inputs";

const protocols: Readonly<Record<Client, Protocol>> = { uv: "pypi", cargo: "cargo", maven: "maven" };

/** The feed's protocols that some clients speak. */
export function protocolsOf(clients: Iterable<Client>): readonly Protocol[] {
  return [...clients].map((client) => protocols[client]);
}
