import assert from "node:assert/strict";
import fc from "fast-check";
import { figures } from "../figures";

/** Cases that each property is tried with: `npm run test:long` sets more. */
const cases = Number(process.env["FEEDPASS_PROPERTY_CASES"] ?? "2000");

/** The same in every run, so that a failure comes again; fast-check prints it, with the smallest failing case. */
const seed = Number(process.env["FEEDPASS_PROPERTY_SEED"] ?? "20261121");

/** Something that holds of a function for all values. */
export interface Property<Subject, Value> {
  readonly title: string;
  readonly subject: Subject;
  readonly values: fc.Arbitrary<Value>;
  /** Throws where it does not hold. */
  readonly check: (subject: Subject, value: Value) => void;
  /** Broken doubles of the function, each by what is wrong with it: the property must not hold of them. */
  readonly faults: Readonly<Record<string, Subject>>;
}

/** Declares the tests of a property: that it holds, and that it does not hold of any of the faults. */
export function property<Subject, Value>({
  title,
  subject,
  values,
  check,
  faults,
}: Property<Subject, Value>): void {
  const run = (tried: Subject, parameters: fc.Parameters<[Value]>): fc.RunDetails<[Value]> =>
    fc.check(
      fc.property(values, (value) => {
        check(tried, value);
      }),
      { numRuns: cases, seed, ...parameters },
    );

  it(`${title} (${cases} cases)`, function () {
    this.timeout(0);
    const details = run(subject, {});
    figures.properties.count(details.numRuns, details.failed ? 1 : 0);
    if (details.failed) throw new Error(fc.defaultReportMessage(details), { cause: details.errorInstance });
    assert.equal(details.numRuns, cases);
  });

  for (const [fault, broken] of Object.entries(faults))
    it(`${title}: not where ${fault}`, function () {
      this.timeout(0);
      const { failed } = run(broken, { endOnFailure: true });
      figures.planted.count(1, failed ? 0 : 1);
      assert.ok(failed, "the planted fault was not found");
    });
}

/** What a share of a property's values has to be, so that the property is not about next to nothing. */
export class Share {
  readonly #least: number;
  #all = 0;
  #meant = 0;

  /** @param least From 0 to 1. */
  constructor(least: number) {
    this.#least = least;
  }

  count(isMeant: boolean): void {
    this.#all += 1;
    if (isMeant) this.#meant += 1;
  }

  /** Throws where too few were meant. */
  verify(): void {
    assert.ok(this.#all > 0 && this.#meant / this.#all >= this.#least, `${this.#meant} of ${this.#all}`);
  }
}
