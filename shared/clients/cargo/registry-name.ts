/** The environment variables of a registry: upper case, `-` and `.` become `_` (Cargo's config reference, "Environment variables"). */
export function registryVariables(name: string): {
  readonly index: string;
  readonly token: string;
  readonly credentialProvider: string;
} {
  const label = `CARGO_REGISTRIES_${name.toUpperCase().replace(/[-.]/g, "_")}`;
  return {
    index: `${label}_INDEX`,
    token: `${label}_TOKEN`,
    credentialProvider: `${label}_CREDENTIAL_PROVIDER`,
  };
}

/** A name that Cargo accepts for a registry: letters, digits, `-` and `_` (Cargo, `restricted_names.rs`). */
export function validRegistryName(text: string): string {
  return text.replace(/[^A-Za-z0-9_-]+/g, "-");
}

/** Whether Cargo takes a name for that of its public registry, whose index no configuration moves. */
export function isCratesIo(name: string): boolean {
  return registryVariables(name).token === registryVariables("crates-io").token;
}
