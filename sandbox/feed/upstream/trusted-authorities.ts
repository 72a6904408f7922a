import { readFileSync } from "node:fs";
import { rootCertificates } from "node:tls";

const VARIABLES = ["SSL_CERT_FILE", "NODE_EXTRA_CA_CERTS"];

// Where Linux distributions keep their bundle: Debian and Alpine, Fedora, openSUSE.
const BUNDLES = [
  "/etc/ssl/certs/ca-certificates.crt",
  "/etc/pki/tls/certs/ca-bundle.crt",
  "/etc/ssl/ca-bundle.pem",
];

/**
 * Gives the PEM certificates that the machine's clients trust: Node's own and the files that the clients'
 * variables or the operating system name. Node alone would not know a company's CA that pip and cargo do.
 * @param variables Names of the clients' own variables.
 */
export function readTrustedAuthorities(
  environment: NodeJS.ProcessEnv,
  variables: readonly string[],
): string[] {
  const files = [...[...VARIABLES, ...variables].map((name) => environment[name] ?? ""), ...BUNDLES].filter(
    (file) => file !== "",
  );
  return [...rootCertificates, ...[...new Set(files)].flatMap(readBundle)];
}

function readBundle(file: string): string[] {
  try {
    return [readFileSync(file, "utf8")];
  } catch {
    return [];
  }
}
