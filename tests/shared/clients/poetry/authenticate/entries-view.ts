import type { Plan } from "../../../../../shared/core/plan";
import { filesOf, readToml, variablesOf } from "../../planning";

interface Configuration {
  readonly repositories?: Readonly<Record<string, { readonly url: string }>>;
  readonly certificates?: Readonly<Record<string, unknown>>;
}

/** The config.toml that a plan writes, parsed; `{}` where it writes none. */
export function configurationOf(plan: Plan): Configuration {
  const text = Object.entries(filesOf(plan)).find(([path]) => path.endsWith("/poetry/config.toml"))?.[1];
  return text === undefined ? {} : (readToml(text) as Configuration);
}

/** The repositories that a plan adds, in Poetry's order: address, and the password by its name; "" for a decoy. */
export function entriesOf(plan: Plan): readonly (readonly [string, string])[] {
  const variables = variablesOf(plan);
  return Object.entries(configurationOf(plan).repositories ?? {}).map(([name, { url }]) => {
    const variable = `POETRY_HTTP_BASIC_${name.toUpperCase().replaceAll("-", "_")}_PASSWORD`;
    return [url, variables[variable] ?? ""] as const;
  });
}

/** The addresses that have credentials. */
export function authenticatedBy(plan: Plan): readonly string[] {
  return entriesOf(plan).flatMap(([address, password]) => (password === "" ? [] : [address]));
}
