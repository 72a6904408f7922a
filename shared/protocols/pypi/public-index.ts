/** What stands for the host of the public index where a file means it without naming it. */
export const publicIndex = "the public index";

/** Whether an address is one that Python's clients take for the public index's (pipenv, `is_pypi_url`). */
export function isPublicIndex(address: string): boolean {
  return /^https?:\/\/pypi\.(?:[a-z]+\.)?[a-z]{3}\/simple\/?$/i.test(address);
}
