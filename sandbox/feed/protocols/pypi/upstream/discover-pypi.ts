import {
  UNKNOWN_PACKAGE,
  askClient,
  describeSilence,
  restoreUserinfo,
  type Discovery,
  type DiscoveryContext,
} from "../../../upstream/discovery";

const HOW_TO_GET =
  "neither pip nor uv is on this machine; install Python 3 with pip, or uv by its own installation page";

/**
 * Asks pip for its effective `index-url` (its configuration files, environment and built-in default), and uv
 * for its default index when there is no pip.
 */
export async function discoverPypi(context: DiscoveryContext): Promise<Discovery> {
  for (const program of ["python3", "python"]) {
    const found = await askPip(program, context);
    if (found !== undefined) return found;
  }
  return (await askUv(context)) ?? { client: "pip", reason: HOW_TO_GET };
}

async function askPip(program: string, context: DiscoveryContext): Promise<Discovery | undefined> {
  // pip wraps its help at COLUMNS; the default that the help names is the effective value, with **** in it.
  const wide = { environment: { COLUMNS: "10000" } };
  const help = await askClient(program, ["-m", "pip", "download", "--help"], context, wide);
  if (help === undefined || (!context.signal.aborted && !help.output.includes("--index-url")))
    return undefined;
  const address = /--index-url <url>\s[^]*?\(default\s+(\S+?)\)/.exec(help.output)?.[1];
  if (address === undefined) return describeSilence("pip", help, context);
  if (!address.includes("****")) return { location: address };
  const config = await askClient(program, ["-m", "pip", "config", "list"], context);
  const values = (config?.output ?? "").matchAll(/index-url=['"](.*)['"]\s*$/gm);
  return {
    location: restoreUserinfo(
      address,
      [...values].map((match) => match[1] ?? ""),
    ),
  };
}

async function askUv(context: DiscoveryContext): Promise<Discovery | undefined> {
  const words = ["pip", "compile", "--no-cache", "--verbose", "requirements.in"];
  const run = await askClient("uv", words, context, { files: { "requirements.in": `${UNKNOWN_PACKAGE}\n` } });
  if (run === undefined) return undefined;
  const pattern = new RegExp(`GET request for: (\\S+)/${UNKNOWN_PACKAGE}/`, "g");
  // uv asks its default index after all others.
  const address = [...run.output.matchAll(pattern)].at(-1)?.[1];
  if (address === undefined) return describeSilence("uv", run, context);
  const { UV_DEFAULT_INDEX, UV_INDEX_URL } = context.environment;
  return { location: restoreUserinfo(address, [UV_DEFAULT_INDEX ?? "", UV_INDEX_URL ?? ""]) };
}
