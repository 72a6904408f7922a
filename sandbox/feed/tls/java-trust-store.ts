import { execFile } from "node:child_process";
import { rm } from "node:fs/promises";

/** A Java trust store (PKCS12) for `javax.net.ssl.trustStore` and `.trustStorePassword`. */
export interface JavaTrustStore {
  readonly file: string;
  readonly password: string;
}

// Java refuses a PKCS12 trust store without a password; it guards a public certificate only.
const PASSWORD = "changeit";

/**
 * Writes a trust store that holds the one certificate of `caFile` to `file`.
 * Undefined when there is no `keytool` on PATH; an Error with keytool's words when it fails.
 */
export async function makeJavaTrustStore(
  caFile: string,
  file: string,
  environment: NodeJS.ProcessEnv,
): Promise<JavaTrustStore | undefined> {
  await rm(file, { force: true });
  const words = ["-importcert", "-noprompt", "-alias", "feedpass-test-ca", "-file", caFile];
  const store = ["-keystore", file, "-storetype", "PKCS12", "-storepass", PASSWORD];
  const found = await new Promise<boolean>((resolve, reject) => {
    execFile("keytool", [...words, ...store], { env: environment, timeout: 30_000 }, (error, stdout) => {
      if (error === null) resolve(true);
      else if (error.code === "ENOENT") resolve(false);
      else reject(new Error(`keytool could not make a trust store: ${stdout.trim() || error.message}`));
    });
  });
  return found ? { file, password: PASSWORD } : undefined;
}
