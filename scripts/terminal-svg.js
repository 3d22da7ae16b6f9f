// Turns screens of a terminal, with their colours, into one SVG that shows them one after the other.

const CHARACTER = 8.4;
const LINE = 19;
const MARGIN = 16;
const BAR = 30;

// Of the 8 colours that our output and the prompts use; readable on the dark page that is drawn.
const colours = {
  30: "#484f58",
  31: "#ff7b72",
  32: "#3fb950",
  33: "#d29922",
  34: "#58a6ff",
  35: "#bc8cff",
  36: "#39c5cf",
  37: "#e6edf3",
  90: "#8b949e",
};

/** @param frames `{ text, seconds }` each, text with SGR sequences. @returns an SVG that repeats them */
function animation(frames, { columns, rows, title }) {
  const width = Math.ceil(columns * CHARACTER) + MARGIN * 2;
  const height = rows * LINE + MARGIN * 2 + BAR;
  const total = frames.reduce((sum, { seconds }) => sum + seconds, 0);
  const starts = frames.map((_, index) =>
    frames.slice(0, index).reduce((sum, { seconds }) => sum + seconds, 0),
  );
  const rules = frames.map(({ seconds }, index) =>
    keyframes(index, starts[index] / total, (starts[index] + seconds) / total),
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="title">`,
    "<!-- Made of a real run by scripts/pictures.js; do not edit. -->",
    `<title id="title">${escaped(title)}</title>`,
    "<style>",
    'text{font:14px ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;fill:#e6edf3;white-space:pre}',
    `.f{visibility:hidden;animation-duration:${total}s;animation-iteration-count:infinite;animation-timing-function:step-end}`,
    ...rules,
    // Who wants no movement, or has a viewer without it, sees the last screen.
    `.f${frames.length - 1}{visibility:visible}`,
    "@media (prefers-reduced-motion:reduce){svg .f{animation:none}}",
    "</style>",
    `<rect width="${width}" height="${height}" rx="8" fill="#0d1117"/>`,
    ...["#ff5f57", "#febc2e", "#28c840"].map(
      (fill, index) => `<circle cx="${20 + index * 20}" cy="18" r="6" fill="${fill}"/>`,
    ),
    ...frames.flatMap(({ text }, index) => [`<g class="f f${index}">`, ...linesOf(text), "</g>"]),
    "</svg>",
    "",
  ].join("\n");
}

function keyframes(index, start, end) {
  // A share that comes twice, as for the first and the last frame, holds what was said last.
  const shares = new Map([
    [0, "hidden"],
    [1, "hidden"],
    [end, "hidden"],
    [start, "visible"],
  ]);
  const rules = [...shares]
    .sort(([one], [other]) => one - other)
    .map(([share, visibility]) => `${Number((share * 100).toFixed(3))}%{visibility:${visibility}}`);
  return `@keyframes f${index}{${rules.join("")}}.f${index}{animation-name:f${index}}`;
}

function linesOf(screen) {
  let style = {};
  return screen.split("\n").flatMap((line, row) => {
    const { spans, next } = spansOf(line, style);
    style = next;
    if (spans.every(({ text }) => text.trim() === "")) return [];
    const y = BAR + MARGIN + (row + 1) * LINE - 5;
    return [`<text x="${MARGIN}" y="${y}" xml:space="preserve">${spans.map(spanText).join("")}</text>`];
  });
}

// https://man7.org/linux/man-pages/man4/console_codes.4.html (ECMA-48 SGR)
function spansOf(line, style) {
  const spans = [];
  let current = style;
  for (const [, codes, text] of line.matchAll(/(?:\x1b\[([0-9;]*)m)?((?:(?!\x1b\[)[\s\S])*)/g)) {
    if (codes !== undefined) current = codes.split(";").map(Number).reduce(applied, current);
    if (text) spans.push({ text, style: current });
  }
  return { spans, next: current };
}

function applied(style, code) {
  if (code === 0) return {};
  if (code === 1) return { ...style, bold: true };
  if (code === 2) return { ...style, dim: true };
  if (code === 7) return { ...style, reverse: true };
  if (code === 22) return { ...style, bold: false, dim: false };
  if (code === 27) return { ...style, reverse: false };
  if (code === 39) return { ...style, colour: undefined };
  return colours[code] ? { ...style, colour: colours[code] } : style;
}

function spanText({ text, style: { bold, dim, colour, reverse } }) {
  const attributes = [
    colour && !reverse ? ` fill="${colour}"` : "",
    bold ? ' font-weight="700"' : "",
    dim ? ' opacity=".6"' : "",
  ].join("");
  const shown = escaped(reverse && text.trim() === "" ? "█".repeat(text.length) : text);
  return attributes === "" ? shown : `<tspan${attributes}>${shown}</tspan>`;
}

function escaped(text) {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}

module.exports = { animation };
