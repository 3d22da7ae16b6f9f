// The picture as an SVG that stands by itself: no scripts, no fonts to load, readable on light and dark pages.
import { generatedMark } from "../../generators/header";
import { type Layout, LINE, layoutOf, notesOf, PADDING, type PlacedBox, rowMiddle } from "./layout";
import type { Picture } from "./picture";

export function pictureSvg(picture: Picture): string {
  const layout = layoutOf(picture);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${layout.width} ${layout.height}" width="${layout.width}" height="${layout.height}" role="img" aria-labelledby="title what">`,
    `<!-- ${generatedMark} -->`,
    `<title id="title">${escaped(picture.title)}</title>`,
    `<desc id="what">${escaped(described(picture))}</desc>`,
    `<style>${css}</style>`,
    '<defs><marker id="head" viewBox="0 0 8 8" refX="1" refY="4" markerWidth="8" markerHeight="8" orient="auto"><path class="head" d="M0 0L8 4L0 8Z"/></marker></defs>',
    `<rect class="page" width="${layout.width}" height="${layout.height}" rx="8"/>`,
    `<text class="title" x="24" y="36">${escaped(picture.title)}</text>`,
    ...arrowLines(layout),
    ...layout.boxes.flatMap(boxLines),
    "</svg>",
    "",
  ].join("\n");
}

// The page is drawn too: an <img> follows the viewer's system, which need not be the colours of the page around it.
const css = `
.page{fill:#fff;stroke:#d0d7de}.box{fill:#f6f8fa;stroke-width:2}
text{font:13px ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;fill:#1f2328}
.title{font-weight:600;font-size:15px}.name{font-weight:600}.place,.notes{fill:#59636e}
.line{fill:none;stroke:#59636e;stroke-width:1.5}.second{stroke-dasharray:5 4}.head{fill:#59636e}
.browser,.host{stroke:#59636e}.distribution{stroke:#8250df}.bucket{stroke:#1a7f37}.nginx{stroke:#0a7a5c}.gunicorn{stroke:#0969da}
@media (prefers-color-scheme:dark){
.page{fill:#0d1117;stroke:#3d444d}.box{fill:#151b23}text{fill:#f0f6fc}.place,.notes{fill:#9198a1}
.line{stroke:#9198a1}.head{fill:#9198a1}
.browser,.host{stroke:#9198a1}.distribution{stroke:#ab7df8}.bucket{stroke:#3fb950}.nginx{stroke:#2fbf9a}.gunicorn{stroke:#4493f8}
}
`;

function arrowLines({ arrows }: Layout): string[] {
  return arrows.map(
    ({ arrow, path }) =>
      `<path class="line${arrow.isSecond ? " second" : ""}" marker-end="url(#head)" d="${path}"/>`,
  );
}

function boxLines(placed: PlacedBox): string[] {
  const { box, x, y, width, height, notesX } = placed;
  const left = x + PADDING;
  const line = (number: number) => y + PADDING / 2 + LINE * number;
  return [
    `<rect class="box ${box.kind}" x="${x}" y="${y}" width="${width}" height="${height}" rx="6"/>`,
    `<text class="name" x="${left}" y="${line(1)}">${escaped(box.title)}</text>`,
    ...(box.place === ""
      ? []
      : [`<text class="place" x="${left}" y="${line(2)}">${escaped(box.place)}</text>`]),
    ...box.rows.flatMap((row, index) => {
      const middle = rowMiddle(placed, index) + 4;
      return [
        `<text x="${left}" y="${middle}">${escaped(row.path)}</text>`,
        `<text class="notes" x="${x + notesX}" y="${middle}">${escaped(notesOf(box, row))}</text>`,
      ];
    }),
  ];
}

/** For those who hear the picture. */
function described({ boxes, arrows }: Picture): string {
  const titles = new Map(
    boxes.map(({ id, title, place }) => [id, place === "" ? title : `${title} at ${place}`]),
  );
  const ways = arrows.map(({ from, row, to }) => {
    const path = row === null ? "" : `, ${boxes.find(({ id }) => id === from)!.rows[row]!.path},`;
    return `${titles.get(from)}${path} leads to ${titles.get(to)}`;
  });
  return `${ways.join("; ")}.`;
}

// XML 1.0 has no form at all for most control characters, nor for half a surrogate pair.
function escaped(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Cs}\ufffe\uffff]/gu, "\ufffd")
    .replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
