import type { AddedIndex } from "./added-indexes";
import type { ForeignIndex, OwnIndex } from "./found-indexes";

/** What the project, the environment and the input name. */
export interface Found {
  readonly own: readonly OwnIndex[];
  readonly foreign: readonly ForeignIndex[];
  readonly added: readonly AddedIndex[];
  /** Where was looked. */
  readonly places: readonly string[];
}
