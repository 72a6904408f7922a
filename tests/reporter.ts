import { reporters } from "mocha";

/** mocha's own "spec" report, with the counts once more as its last line: `12 passed, 0 failed, 1 skipped`. */
class CountsLast extends reporters.Spec {
  override epilogue(): void {
    super.epilogue();
    const { passes, failures, pending } = this.stats;
    const skipped = pending > 0 ? `, ${pending} skipped` : "";
    process.stdout.write(`${passes} passed, ${failures} failed${skipped}\n`);
  }
}

// mocha takes a reporter from `default` and from nothing else that an ES export can be.
export { CountsLast as default };
