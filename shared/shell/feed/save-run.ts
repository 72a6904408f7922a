import type { FailureKind } from "../../core/failure";
import type { LockEntry } from "../../core/lock-entry";
import { PackedList } from "../../core/packed-list";
import type { Failure } from "./failures";
import type {
  FailedItem,
  SavedItem,
  SkippedItem,
  SaveProgress,
  SaveResult,
  StoppingKind,
} from "./save-result";

const stopping: readonly FailureKind[] = [
  "unauthorized",
  "permission",
  "feedMissing",
] satisfies StoppingKind[];

/** Whether a failure of a kind ends a run. */
export function isStopping(kind: FailureKind): kind is StoppingKind {
  return stopping.includes(kind);
}

/** The results of a run while they come in, and whether it goes on. */
export class SaveRun {
  readonly #saved = new PackedList<SavedItem>();
  readonly #failed: FailedItem[] = [];
  readonly #onProgress: ((progress: SaveProgress) => void) | undefined;
  #alreadySaved = 0;
  readonly #notTried = new PackedList<SkippedItem>();
  #stopped: SaveResult["stopped"];

  constructor(onProgress: ((progress: SaveProgress) => void) | undefined) {
    this.#onProgress = onProgress;
  }

  get isRunning(): boolean {
    return this.#stopped === undefined;
  }

  /** Ends the run: one more entry was not looked at, because requests were stopped. */
  abort(entry: LockEntry): void {
    this.#stopped ??= "aborted";
    this.notTried(entry);
  }

  saved({ protocol, name, version }: LockEntry, file: string | undefined): void {
    this.#saved.add({ protocol, name, version, ...(file !== undefined && { file }) });
    this.#tell();
  }

  alreadySaved(): void {
    this.#alreadySaved += 1;
    this.#tell();
  }

  notTried({ protocol, name, version, where, file }: LockEntry): void {
    this.#notTried.add({ protocol, name, version, where, ...(file !== undefined && { file }) });
  }

  failed(entry: LockEntry, failure: Failure, foundFile?: string): void {
    const { protocol, name, version, where, file } = entry;
    const named = file ?? foundFile;
    const { kind, status, text } = failure;
    // Requests under way at the same time are refused alike; one failure says it.
    if (isStopping(kind) && !this.isRunning) {
      this.notTried(entry);
      return;
    }
    if (isStopping(kind)) this.#stopped ??= kind;
    this.#failed.push({
      ...{ protocol, name, version, where, kind, text },
      ...(named !== undefined && { file: named }),
      ...(status !== undefined && { status }),
    });
    this.#tell();
  }

  /** The result. The sort is stable: within a kind failures stay in the order in which they came. */
  result(requests: number): SaveResult {
    const rank = ({ kind }: FailedItem): number => (kind === "hash" ? 0 : isStopping(kind) ? 1 : 2);
    return {
      saved: this.#saved,
      alreadySaved: this.#alreadySaved,
      failed: this.#failed.sort((one, other) => rank(one) - rank(other)),
      notTried: this.#notTried,
      ...(this.#stopped !== undefined && { stopped: this.#stopped }),
      requests,
    };
  }

  #tell(): void {
    this.#onProgress?.({
      saved: this.#saved.length,
      alreadySaved: this.#alreadySaved,
      failed: this.#failed.length,
    });
  }
}
