import type { Plan } from "../../../../../shared/core/plan";
import { variablesOf } from "../../planning";

/** What Cargo sends to each index after these plans, by the variables that they set: all that it takes a token from. */
export function tokensByIndex(...plans: readonly Plan[]): Readonly<Record<string, string | undefined>> {
  const set = new Map(plans.flatMap((plan) => Object.entries(variablesOf(plan))));
  return Object.fromEntries(
    [...set].flatMap(([name, index]) =>
      name.endsWith("_INDEX") ? [[index, set.get(name.replace(/_INDEX$/, "_TOKEN"))] as const] : [],
    ),
  );
}
