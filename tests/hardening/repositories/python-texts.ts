import type { Addresses } from "../hostile-repository";

/** A pyproject.toml with dependencies, and whatever follows the table `project`. */
export function pyproject(dependencies: readonly string[], more = "", name = "app"): string {
  return `[project]\nname = "${name}"\nversion = "1.0.0"\nrequires-python = ">=3.9"\ndependencies = ${JSON.stringify(dependencies)}\n\n${more}`;
}

/** `[[tool.uv.index]]`, or `[[index]]` for uv.toml. */
export function index(name: string, url: string, more = "", table = "tool.uv.index"): string {
  return `[[${table}]]\nname = "${name}"\nurl = "${url}"\n${more}\n`;
}

/** The job's own feed as the default index `fiber`. */
export function ownIndex(at: Addresses, name = "fiber"): string {
  return index(name, at.feed("pypi/simple/"), "default = true\n");
}

/** `tool.uv.sources` that take `evil` from the index of that name. */
export function fromIndex(name: string): string {
  return `[tool.uv.sources]\nevil = { index = "${name}" }\n\n`;
}

/** The lines of a PEP 723 block, and a line of code. */
export function script(lines: string): string {
  const block = lines.split("\n").map((line) => (line === "" ? "#\n" : `# ${line}\n`));
  return `# /// script\n${block.join("")}# ///\nprint("ran")\n`;
}

/** A PEP 517 backend that nobody gets to run: its project is only read. */
export const noBackend = '[build-system]\nrequires = []\nbuild-backend = "backend"\nbackend-path = ["."]\n\n';

/** The lines that write a wheel, version 1.0.0, into `dist`, with what it needs. */
export function makeWheel(name: string, needed = ""): string {
  const needs = needed === "" ? "" : `Requires-Dist: ${needed}\\n`;
  return `mkdir -p dist && python3 -c "
import base64, hashlib, zipfile
stem = '${name}-1.0.0'
files = {'${name}.py': b'', stem + '.dist-info/METADATA': b'Metadata-Version: 2.1\\nName: ${name}\\nVersion: 1.0.0\\n${needs}', stem + '.dist-info/WHEEL': b'Wheel-Version: 1.0\\nGenerator: b\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n'}
rows = ['%s,sha256=%s,%d' % (p, base64.urlsafe_b64encode(hashlib.sha256(d).digest()).rstrip(b'=').decode(), len(d)) for p, d in files.items()]
with zipfile.ZipFile('dist/' + stem + '-py3-none-any.whl', 'w') as wheel:
    for path, data in files.items(): wheel.writestr(path, data)
    wheel.writestr(stem + '.dist-info/RECORD', '\\n'.join(rows + [stem + '.dist-info/RECORD,,']))
"`;
}
