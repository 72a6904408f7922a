import type { FoundClients } from "../start/found-clients";
import type { Meter } from "./measuring/meter";
import type { Report } from "./report/report";

/** A Node that runs the tasks. */
export interface BenchNode {
  readonly version: string;
  readonly path: string;
}

/** What every part of the bench has to do with. */
export interface BenchSetting {
  readonly clone: string;
  readonly vsix: string;
  /** A folder of the bench's own, removed at the end. */
  readonly folder: string;
  readonly nodes: readonly BenchNode[];
  readonly clients: FoundClients;
  readonly meter: Meter;
  readonly quick: boolean;
  readonly report: Report;
}
