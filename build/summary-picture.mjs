import { readFileSync, writeFileSync } from "node:fs";
import { isMain, runMain, StepError } from "./steps.mjs";

const width = 980;
const margin = 24;
/** Of a letter on average, and of a line, at 14 pixels; nothing here knows the reader's fonts. */
const letter = 7.4;
const lineHeight = 24;

/**
 * Draws a job summary, Markdown as RestoreUpstream@1 writes it, as the build page shows it before anything is unfolded.
 * `node build/summary-picture.mjs SUMMARY.md PICTURE.svg`
 */
export function drawSummary(markdown) {
  const parts = [];
  let y = margin;
  const text = (content, x, options = "") =>
    parts.push(`<text x="${x}" y="${y}" ${options}>${content}</text>`);
  for (const block of blocksOf(markdown)) {
    if (block.kind === "table") y = drawTable(block.rows, y, parts);
    else {
      y += block.kind === "paragraph" ? lineHeight : lineHeight + 8;
      for (const [index, line] of wrapped(block.text, block.kind === "heading" ? 78 : 118).entries()) {
        if (index > 0) y += lineHeight;
        text(inline(line), margin, styles[block.kind]);
      }
      if (block.kind === "heading") y += 6;
    }
  }
  const height = y + margin;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="Segoe UI, system-ui, sans-serif" font-size="14" fill="#222">
<rect width="${width}" height="${height}" fill="#fff"/>
${parts.join("\n")}
</svg>
`;
}

const styles = {
  heading: 'font-size="19" font-weight="600"',
  section: 'font-size="16" font-weight="600"',
  paragraph: "",
  folded: 'fill="#444"',
};

/** Headings, paragraphs and tables in their order; of what is folded its title alone. */
function blocksOf(markdown) {
  const blocks = [];
  let isFolded = false;
  for (const line of markdown.split("\n")) {
    const title = /^<details><summary>(.*)<\/summary>$/.exec(line)?.[1];
    if (title !== undefined) {
      blocks.push({ kind: "folded", text: `▸ ${title}` });
      isFolded = true;
    } else if (line === "</details>") isFolded = false;
    else if (isFolded || line === "" || /^\|(?: --- \|)+$/.test(line)) continue;
    else if (line.startsWith("## ")) blocks.push({ kind: "heading", text: line.slice(3) });
    else if (line.startsWith("### ")) blocks.push({ kind: "section", text: line.slice(4) });
    else if (line.startsWith("| ")) {
      const row = line.slice(2, -2).split(" | ");
      const last = blocks.at(-1);
      if (last?.kind === "table") last.rows.push(row);
      else blocks.push({ kind: "table", rows: [row] });
    } else blocks.push({ kind: "paragraph", text: line });
  }
  return blocks;
}

function drawTable(rows, top, parts) {
  const longest = rows[0].map((_, column) => Math.max(...rows.map((row) => plain(row[column] ?? "").length)));
  const widths = longest.map((length) => Math.min(length * letter + 28, 430));
  let y = top + 12;
  rows.forEach((row, index) => {
    const total = widths.reduce((sum, each) => sum + each, 0);
    if (index === 0)
      parts.push(`<rect x="${margin}" y="${y}" width="${total}" height="${lineHeight + 4}" fill="#f3f3f3"/>`);
    parts.push(`<path d="M${margin} ${y + lineHeight + 4}h${total}" stroke="#ddd"/>`);
    let x = margin;
    row.forEach((cell, column) => {
      const weight = index === 0 ? 'font-weight="600"' : "";
      parts.push(
        `<text x="${x + 10}" y="${y + 19}" ${weight}>${inline(shortened(cell, widths[column]))}</text>`,
      );
      x += widths[column];
    });
    y += lineHeight + 4;
  });
  return y;
}

function shortened(cell, room) {
  const most = Math.floor((room - 20) / letter);
  const text = plain(cell);
  return text.length <= most + 2 ? cell : escaped(`${text.slice(0, most)}…`);
}

/** Lines of no more letters than this, broken between words. */
function wrapped(text, most) {
  const lines = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && plain(`${last} ${word}`).length <= most)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

/** Bold text and links; character references are the same in SVG. */
function inline(markdown) {
  return markdown
    .replace(/\*\*(.+?)\*\*/g, '<tspan font-weight="600">$1</tspan>')
    .replace(/\[([^\]]*)\]\([^)\s]*\)/g, '<tspan fill="#0b61a4">$1</tspan>');
}

function plain(markdown) {
  return markdown
    .replace(/\*\*|\[|\]\([^)\s]*\)/g, "")
    .replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)));
}

function escaped(text) {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;");
}

async function draw() {
  const [from, to] = process.argv.slice(2);
  if (from === undefined || to === undefined)
    throw new StepError("Say which summary to draw, and where: SUMMARY.md PICTURE.svg");
  writeFileSync(to, drawSummary(readFileSync(from, "utf8")));
}

if (isMain(import.meta.url)) await runMain(draw);
