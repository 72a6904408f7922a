/** Repositories that still get the token today, and where it arrives. One that no longer does turns the suite red. */
export const failsToday: ReadonlyMap<string, string> = new Map([]);
