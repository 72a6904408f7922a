/**
 * An error that the user can fix.
 * `message` says what was looked for, where, and what was found; `hint` says the next step.
 * Anything else that is thrown is a defect of ours and keeps its stack.
 */
export class Problem extends Error {
  readonly code: string;
  readonly hint: string;

  constructor(code: string, message: string, hint: string) {
    super(message);
    this.name = "Problem";
    this.code = code;
    this.hint = hint;
  }
}
