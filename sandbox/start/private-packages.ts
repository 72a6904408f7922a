import { createHash } from "node:crypto";
import { gunzipSync, gzipSync } from "node:zlib";
import { javaArtifact } from "../feed/protocols/maven/java-artifact";
import { pythonWheel } from "../feed/protocols/pypi/python-wheel";
import { rustCrate } from "../feed/protocols/cargo/rust-crate";
import type { SeedPackage } from "../feed/start-feed";

const version = "1.2.0";

/** The packages that only the private feed has: `fabrikam-greeting` for uv and Cargo, `com.fabrikam:greeting` for Maven. */
export function privatePackages(): readonly SeedPackage[] {
  return [wheel(), crate(), ...artifact()];
}

function wheel(): SeedPackage {
  const name = "fabrikam-greeting";
  const source = 'def greet(name: str) -> str:\n    return f"Hello {name}, from the private feed"\n';
  const built = pythonWheel({ name, version, modules: { "fabrikam_greeting/__init__.py": source } });
  return { protocol: "pypi", name, version, ...built };
}

function crate(): SeedPackage {
  const name = "fabrikam-greeting";
  const source =
    'pub fn greet(name: &str) -> String {\n    format!("Hello {name}, from the private feed")\n}\n';
  const { content, indexEntry } = rustCrate({ name, version, source });
  // Cargo.lock of the example holds the checksum, and two builds of zlib may compress in two ways: so not at all.
  const stored = gzipSync(gunzipSync(content), { level: 0 });
  stored[9] = 255;
  const cksum = createHash("sha256").update(stored).digest("hex");
  return { protocol: "cargo", name, version, content: stored, indexEntry: { ...indexEntry, cksum } };
}

function artifact(): readonly SeedPackage[] {
  const resources = { "com/fabrikam/greeting.txt": "from the private feed\n" };
  const files = javaArtifact({ group: "com.fabrikam", artifact: "greeting", version, resources });
  return files.map((file) => ({ protocol: "maven", ...file }));
}
