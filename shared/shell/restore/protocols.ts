import type { Client } from "./restore-inputs";

const protocols: Readonly<Record<Client, string>> = { uv: "pypi", cargo: "cargo", maven: "maven" };

/** The feed's protocols that some clients speak. */
export function protocolsOf(clients: Iterable<Client>): readonly string[] {
  return [...clients].map((client) => protocols[client]);
}
