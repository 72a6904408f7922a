import { askAndLook, describe, refusal } from "./saving.mjs";
import { spelling } from "./pypi.mjs";

/** Small crates that need nothing; one of them with an underscore. */
const crates = [
  { name: "fnv", version: "1.0.7", auth: "Bearer", facts: { first: 30, saves: 33, lag: 41 } },
  { name: "lazy_static", version: "1.4.0", auth: "Basic", facts: { first: 18, saves: 34 } },
];

/** What the feed does as a registry of crates. */
export async function askCargo(context) {
  const { findings, service, place } = context;
  let config;
  await findings.ask(54, "config.json of the Cargo index", async () => {
    const answer = await service.ask(place.packages("Cargo/index/config.json"), { auth: "Bearer" });
    if (answer.status !== 200) return { open: `it answers ${refusal(answer)}` };
    config = JSON.parse(answer.body.toString());
    const dl = pathOf(config.dl).replace(/[0-9a-f]{8}-[0-9a-f-]{27}/gi, "GUID");
    return `dl ${dl}; auth-required ${config["auth-required"]}`;
  });
  if (config === undefined) return;
  await findings.ask(55, "The API address of the Cargo index", async () =>
    config.api === undefined ? "none" : pathOf(config.api).replace(/[0-9a-f]{8}-[0-9a-f-]{27}/gi, "GUID"),
  );
  await findings.ask(56, "Validators of the Cargo index", async () => {
    const { headers } = await service.ask(place.packages("Cargo/index/3/f/fnv"), { auth: "Bearer" });
    return ["etag", "last-modified"].filter((name) => name in headers).join(", ") || "none";
  });
  await findings.ask(15, "The index of a feed with ~force-auth, without credentials", async () => {
    const address = place.packages("Cargo/index/config.json", `${place.name}~force-auth`);
    return String((await service.ask(address, { auth: "none" })).status);
  });
  for (const { name, version, auth, facts } of crates) {
    const address = config.dl.replaceAll("{crate}", name).replaceAll("{version}", version);
    await askAndLook(context, facts, { protocol: "cargo", name, version, address, auth });
  }
  await findings.ask(44, "What the list calls a crate with an underscore", () =>
    spelling(context, "cargo", "lazy_static"),
  );
  await findings.ask(28, "A crate that no source has", async () =>
    describe(
      await service.ask(
        config.dl.replaceAll("{crate}", "feedpass-no-such-crate").replaceAll("{version}", "1.0.0"),
      ),
    ),
  );
}

/** From the organization on; hosts differ between services. */
function pathOf(address) {
  return new URL(address.replaceAll("{", "%7B").replaceAll("}", "%7D")).pathname
    .replaceAll("%7B", "{")
    .replaceAll("%7D", "}")
    .replace(/^.*\/_packaging\//, "_packaging/");
}
