import JSZip from "jszip";

/** The first moment that a ZIP entry can have (APPNOTE 4.4.6: years count from 1980). */
const beginning = new Date(Date.UTC(1980, 0, 1));

/** Comes first, so that whoever reads the package as a stream knows the types of all that follows. */
const first = "[Content_Types].xml";

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
    after.file(name, content, { dir, date: beginning, createFolders: false });
  }
  const compression = { compression: "DEFLATE", compressionOptions: { level: 9 } };
  return after.generateAsync({ type: "uint8array", platform: "DOS", ...compression });
}

function byName(one, other) {
  if (one === first || other === first) return one === first ? -1 : 1;
  return one < other ? -1 : 1;
}
