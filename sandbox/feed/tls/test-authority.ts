/** A certificate and its private key, both PEM. */
export interface HostCertificate {
  readonly key: string;
  readonly cert: string;
}

/** A Java trust store (PKCS12) for `javax.net.ssl.trustStore` and `.trustStorePassword`. */
export interface JavaTrustStore {
  readonly file: string;
  readonly password: string;
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
