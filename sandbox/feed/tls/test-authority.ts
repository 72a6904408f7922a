import { mkdir, writeFile } from "node:fs/promises";
import { isIP } from "node:net";
import { join } from "node:path";
import { generate } from "selfsigned";
import { makeJavaTrustStore, type JavaTrustStore } from "./java-trust-store";

/** A certificate and its private key, both PEM. */
export interface HostCertificate {
  readonly key: string;
  readonly cert: string;
}

/** A certificate authority that lives as long as the sandbox does. */
export interface TestAuthority {
  /** PEM bundle with the authority alone: SSL_CERT_FILE, CARGO_HTTP_CAINFO, NODE_EXTRA_CA_CERTS. */
  readonly caFile: string;
  /** Undefined when the machine has no `keytool`. */
  javaTrustStore(): Promise<JavaTrustStore | undefined>;
  /** The same certificate for the same host each time. */
  certificateFor(host: string): Promise<HostCertificate>;
}

const DAY = 24 * 60 * 60 * 1000;
const CLOCK_SKEW = 5 * 60 * 1000;

/**
 * Makes a new authority and writes its certificate, never its key, to `folder` (made when it is not there).
 * Certificates are P-256, valid from five minutes ago for a day.
 */
export async function createTestAuthority(
  folder: string,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<TestAuthority> {
  await mkdir(folder, { recursive: true });
  const authority = await signAuthority();
  const caFile = join(folder, "test-ca.pem");
  await writeFile(caFile, authority.cert);
  const certificates = new Map<string, Promise<HostCertificate>>();
  let store: Promise<JavaTrustStore | undefined> | undefined;
  return {
    caFile,
    javaTrustStore: () => (store ??= makeJavaTrustStore(caFile, join(folder, "test-ca.p12"), environment)),
    certificateFor(host) {
      const name = host.toLowerCase();
      const certificate = certificates.get(name) ?? signHost(name, authority);
      certificates.set(name, certificate);
      return certificate;
    },
  };
}

async function signAuthority(): Promise<HostCertificate> {
  const made = await generate([{ name: "commonName", value: "Feedpass sandbox test CA" }], {
    ...commonOptions(),
    extensions: [
      { name: "basicConstraints", cA: true, critical: true },
      { name: "keyUsage", keyCertSign: true, cRLSign: true, critical: true },
    ],
  });
  return { key: made.private, cert: made.cert };
}

async function signHost(host: string, authority: HostCertificate): Promise<HostCertificate> {
  // The host is in the alternative name alone: a common name holds 64 characters at most (RFC 5280, A.1).
  const made = await generate([{ name: "commonName", value: "Feedpass sandbox" }], {
    ...commonOptions(),
    ca: authority,
    extensions: [
      { name: "basicConstraints", cA: false, critical: true },
      { name: "keyUsage", digitalSignature: true, critical: true },
      { name: "extKeyUsage", serverAuth: true },
      { name: "subjectAltName", altNames: [isIP(host) ? { type: 7, ip: host } : { type: 2, value: host }] },
    ],
  });
  return { key: made.private, cert: made.cert };
}

function commonOptions(): { keyType: "ec"; algorithm: string; notBeforeDate: Date; notAfterDate: Date } {
  const start = Date.now() - CLOCK_SKEW;
  return {
    keyType: "ec",
    algorithm: "sha256",
    notBeforeDate: new Date(start),
    notAfterDate: new Date(start + DAY),
  };
}
