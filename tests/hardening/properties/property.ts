import assert from "node:assert/strict";
import fc from "fast-check";
import { figures } from "../figures";

/** Cases that each property is tried with: `npm run test:long` sets more. */
const cases = Number(process.env["FEEDPASS_PROPERTY_CASES"] ?? "2000");

/** The same in every run, so that a failure comes again; fast-check prints it, with the smallest failing case. */
const seed = Number(process.env["FEEDPASS_PROPERTY_SEED"] ?? "20261121");

/** Something that holds of a function for all values. */
export interface Property<Subject, Value, Checked = void> {
  readonly title: string;
  readonly subject: Subject;
  readonly values: fc.Arbitrary<Value>;
  /** Throws, or rejects, where it does not hold. */
  readonly check: (subject: Subject, value: Value) => Checked;
  /** Broken doubles of the function, each by what is wrong with it: the property must not hold of them. */
  readonly faults: Readonly<Record<string, Subject>>;
}

type Parameters = fc.Parameters<[unknown]>;
type Details = Pick<fc.RunDetails<[unknown]>, "failed" | "numRuns" | "errorInstance"> & {
  readonly report: string;
};

/** Declares the tests of a property: that it holds, and that it does not hold of any of the faults. */
export function property<Subject, Value>({ values, check, ...declared }: Property<Subject, Value>): void {
  declare(declared, (tried, parameters) => {
    const holds = fc.property(values, (value) => {
      check(tried, value);
    });
    return Promise.resolve(detailsOf(fc.check(holds, parameters as fc.Parameters<[Value]>)));
  });
}

/** The same of a function that gives a promise. */
export function asyncProperty<Subject, Value>({
  values,
  check,
  ...declared
}: Property<Subject, Value, Promise<void>>): void {
  declare(declared, async (tried, parameters) => {
    const holds = fc.asyncProperty(values, (value) => check(tried, value));
    return detailsOf(await fc.check(holds, parameters as fc.Parameters<[Value]>));
  });
}

function detailsOf<Value>(details: fc.RunDetails<[Value]>): Details {
  const { failed, numRuns, errorInstance } = details;
  return { failed, numRuns, errorInstance, report: fc.defaultReportMessage(details) ?? "" };
}

function declare<Subject>(
  { title, subject, faults }: Pick<Property<Subject, unknown>, "title" | "subject" | "faults">,
  run: (tried: Subject, parameters: Parameters) => Promise<Details>,
): void {
  it(`${title} (${cases} cases)`, async function () {
    this.timeout(0);
    const { failed, numRuns, errorInstance, report } = await run(subject, { numRuns: cases, seed });
    figures.properties.count(numRuns, failed ? 1 : 0);
    if (failed) throw new Error(report, { cause: errorInstance });
    assert.equal(numRuns, cases);
  });

  for (const [fault, broken] of Object.entries(faults))
    it(`${title}: not where ${fault}`, async function () {
      this.timeout(0);
      const { failed } = await run(broken, { numRuns: cases, seed, endOnFailure: true });
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
