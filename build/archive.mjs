import JSZip from "jszip";

/** The first moment that a ZIP entry can have (APPNOTE 4.4.6: years count from 1980). */
const beginning = new Date(Date.UTC(1980, 0, 1));

/** Comes first, so that whoever reads the package as a stream knows the types of all that follows. */
const first = "[Content_Types].xml";

/** What tfx asks the machine's `file` for, several at a time: neither the words nor the order are the same everywhere. */
const types = {
  ".cmd": "text/plain",
  ".jar": "application/java-archive",
  ".py": "text/plain",
  ".sh": "text/plain",
};

/**
 * The same entries in an archive whose bytes depend on their names and contents alone: sorted, all of one date, without
 * what the machine says of its files. Compressed by pako, whose output is the same with every Node and processor.
 * @param {Uint8Array} archive A ZIP file.
 * @returns {Promise<Uint8Array>} A ZIP file.
 */
export async function withoutOrigin(archive) {
  const before = await JSZip.loadAsync(archive);
  const after = new JSZip();
  for (const name of Object.keys(before.files).sort(byName)) {
    const { dir } = before.files[name];
    const content = dir ? null : await before.files[name].async("uint8array");
    after.file(name, name === first ? typesWithoutOrigin(content) : content, {
      dir,
      date: beginning,
      createFolders: false,
    });
  }
  const compression = { compression: "DEFLATE", compressionOptions: { level: 9 } };
  return after.generateAsync({ type: "uint8array", platform: "DOS", ...compression });
}

function typesWithoutOrigin(content) {
  const lines = Buffer.from(content).toString().split("\n");
  const extensionOf = (line) => /<Default Extension="([^"]+)"/.exec(line)?.[1];
  const defaults = lines
    .filter((line) => extensionOf(line) !== undefined)
    .map((line) => {
      const type = types[extensionOf(line)];
      return type === undefined ? line : line.replace(/ContentType="[^"]*"/, `ContentType="${type}"`);
    })
    .sort();
  const at = lines.findIndex((line) => extensionOf(line) !== undefined);
  const others = lines.filter((line) => extensionOf(line) === undefined);
  return Buffer.from(others.toSpliced(at, 0, ...defaults).join("\n"));
}

function byName(one, other) {
  if (one === first || other === first) return one === first ? -1 : 1;
  return one < other ? -1 : 1;
}
