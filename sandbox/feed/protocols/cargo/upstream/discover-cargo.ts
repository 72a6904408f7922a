import {
  UNKNOWN_PACKAGE,
  askClient,
  describeSilence,
  type Discovery,
  type DiscoveryContext,
} from "../../../upstream/discovery";

const PROJECT = {
  "Cargo.toml":
    '[package]\nname = "asking"\nversion = "0.0.0"\nedition = "2021"\n' +
    `[dependencies]\n${UNKNOWN_PACKAGE} = "1"\n`,
  "src/lib.rs": "",
};

// Cargo's network log has one line "fetch <address>" per file of a sparse index.
const LOG = "network=debug,cargo::sources::registry=debug";

/**
 * Asks cargo, with the user's own configuration, for a crate that nobody has, and reads from its log which
 * sparse index it asked: source replacement and the compiled-in default are cargo's own doing.
 */
export async function discoverCargo(context: DiscoveryContext): Promise<Discovery> {
  const run = await askClient("cargo", ["generate-lockfile"], context, {
    environment: { CARGO_LOG: LOG, CARGO_TERM_COLOR: "never" },
    files: PROJECT,
  });
  if (run === undefined) {
    return { client: "cargo", reason: "cargo is not on this machine; install Rust with rustup" };
  }
  const asked = /\bfetch (?:sparse\+)?(https?:\/\/\S+?)\/(?:config\.json|fe\/ed\/feedpass-\S+)/.exec(
    run.output,
  );
  return asked?.[1] === undefined ? describeSilence("cargo", run, context) : { location: asked[1] };
}
