/** A crate's file: Cargo book, "Registry web API". Joined to one flat text, since thousands are kept. */
export function crateFile(name: string, version: string): string {
  return [name, "-", version, ".crate"].join("");
}
