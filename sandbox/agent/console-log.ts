/** Where the console goes: any writable stream, or an object that collects text. */
export interface ConsoleOutput {
  write(text: string): unknown;
  readonly isTTY?: boolean;
}

// SGR colours as the web console shows these tags.
const colours: readonly (readonly [string, number])[] = [
  ["##[section]", 32],
  ["##[command]", 36],
  ["##[warning]", 33],
  ["##[error]", 31],
  ["##[debug]", 35],
  ["##[group]", 1],
  ["##[endgroup]", 2],
];

/** The console of a run, as a person knows it from the service. Lines come in masked. */
export class ConsoleLog {
  readonly #output: ConsoleOutput | undefined;
  readonly #coloured: boolean;
  readonly #lines: string[] = [];

  /** @param environment of the agent, for NO_COLOR and FORCE_COLOR. */
  constructor(output: ConsoleOutput | undefined, environment: Readonly<Record<string, string>>) {
    this.#output = output;
    this.#coloured = wantsColour(output, environment);
  }

  write(line: string): void {
    this.#lines.push(line);
    this.#output?.write(`${this.#coloured ? paint(line) : line}\n`);
  }

  /** Everything written so far, without colours. */
  get text(): string {
    return this.#lines.map((line) => `${line}\n`).join("");
  }
}

function wantsColour(
  output: ConsoleOutput | undefined,
  environment: Readonly<Record<string, string>>,
): boolean {
  if (environment["NO_COLOR"]) {
    return false;
  }
  const forced = environment["FORCE_COLOR"];
  return forced === undefined ? output?.isTTY === true : forced !== "0" && forced !== "false";
}

function paint(line: string): string {
  const colour = colours.find(([tag]) => line.startsWith(tag));
  return colour === undefined ? line : `\u001b[${colour[1]}m${line}\u001b[0m`;
}
