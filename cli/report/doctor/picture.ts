// The way from the browser to the application as an SVG: boxes for the machines, lines for the legs, the broken one marked.

import { cut } from "../../../config/cut";
import type { Project } from "../../../config/project";
import type { Leg, State } from "../../../doctor";
import { escaped } from "./escape";
import type { Step } from "./way";

interface Box {
  readonly title: string;
  readonly detail: string;
  readonly x: number;
  readonly y: number;
}

const WIDTH = 215;
const HEIGHT = 58;
const size = { width: 1085, height: 240 };

type Name = "browser" | "cloudfront" | "s3" | "nginx" | "gunicorn";

const ends: Readonly<Partial<Record<Leg, readonly [Name, Name]>>> = {
  "browser-cloudfront": ["browser", "cloudfront"],
  "cloudfront-bucket": ["cloudfront", "s3"],
  "cloudfront-server": ["cloudfront", "nginx"],
  "browser-server": ["browser", "nginx"],
  "nginx-gunicorn": ["nginx", "gunicorn"],
};

/** @returns one `<svg>`, coloured by the page's style sheet */
export function picture(steps: readonly Step[], project: Project): string {
  const boxes = boxesOf(project);
  const used = new Set(steps.flatMap(({ leg }) => ends[leg] ?? []));
  const lines = steps.map((step) => line(step, boxes)).join("");
  const shown = [...used].map((name) => box(boxes[name])).join("");
  const told = steps.map(({ from, to, state }) => `${from} to ${to}: ${words[state]}`).join("; ");
  return `<svg viewBox="-2 0 ${size.width + 4} ${size.height}" role="img" aria-label="${escaped(told)}">${lines}${shown}</svg>`;
}

function boxesOf(project: Project): Readonly<Record<Name, Box>> {
  const distributions = Object.values(project.distributions);
  const names = distributions.map(({ aliases, domainName, id }) => aliases[0] ?? domainName ?? id);
  const origins = distributions.flatMap(({ behaviors }) => behaviors.map(({ origin }) => origin));
  const hosts = origins.flatMap((origin) => (origin.kind === "host" ? [origin.host] : []));
  const buckets = [
    ...new Set(origins.flatMap((origin) => (origin.kind === "bucket" ? [origin.bucket] : []))),
  ];
  const { server } = project;
  return {
    browser: { title: "browser", detail: "", x: 0, y: 91 },
    cloudfront: { title: "CloudFront", detail: several(names), x: 290, y: 12 },
    s3: { title: "S3", detail: several(buckets.map((id) => project.buckets[id]!.name)), x: 580, y: 12 },
    nginx: {
      title: server ? "Nginx" : "origin",
      detail: server?.host.name ?? several(hosts),
      x: 580,
      y: 170,
    },
    gunicorn: { title: "Gunicorn", detail: server?.gunicorn.application ?? "", x: 870, y: 170 },
  };
}

function several(names: readonly string[]): string {
  return names.length > 1 ? `${names[0]} and ${names.length - 1} more` : (names[0] ?? "");
}

const LONGEST = 30;

function box({ title, detail, x, y }: Box): string {
  const short = cut(detail, LONGEST);
  const middle = x + WIDTH / 2;
  const titleY = detail === "" ? y + 35 : y + 26;
  return `<g class="box"><title>${escaped(detail || title)}</title><rect x="${x}" y="${y}" width="${WIDTH}" height="${HEIGHT}" rx="8"/><text x="${middle}" y="${titleY}" class="name">${escaped(title)}</text>${
    detail === "" ? "" : `<text x="${middle}" y="${y + 45}" class="detail">${escaped(short)}</text>`
  }</g>`;
}

const words: Readonly<Record<State, string>> = {
  ok: "ok",
  problem: "broken",
  unknown: "unknown",
  "not-applicable": "not looked at",
};

function line({ leg, state }: Step, boxes: Readonly<Record<Name, Box>>): string {
  const pair = ends[leg];
  if (!pair) return "";
  const [from, to] = [boxes[pair[0]], boxes[pair[1]]];
  const start = { x: from.x + WIDTH, y: from.y + HEIGHT / 2 };
  const end = { x: to.x, y: to.y + HEIGHT / 2 };
  const middle = { x: (start.x + end.x) / 2, y: (start.y + end.y) / 2 };
  return `<g class="leg ${state}"><title>${words[state]}</title>${pieces(state, { start, end, middle })}<circle cx="${middle.x}" cy="${middle.y}" r="13"/>${mark(state, middle)}</g>`;
}

type Point = { readonly x: number; readonly y: number };
type Ends = { readonly start: Point; readonly end: Point; readonly middle: Point };

// A broken way has a gap around its mark, so that no colour is needed to see it.
const GAP = 24;

function pieces(state: State, { start, end, middle }: Ends): string {
  if (state !== "problem") return path(start, end);
  const length = Math.hypot(end.x - start.x, end.y - start.y);
  const away = { x: ((end.x - start.x) / length) * GAP, y: ((end.y - start.y) / length) * GAP };
  return (
    path(start, { x: middle.x - away.x, y: middle.y - away.y }) +
    path({ x: middle.x + away.x, y: middle.y + away.y }, end)
  );
}

function path(from: Point, to: Point): string {
  const at = ({ x, y }: Point) => `${x.toFixed(1)} ${y.toFixed(1)}`;
  return `<path d="M${at(from)}L${at(to)}"/>`;
}

function mark(state: State, { x, y }: Point): string {
  switch (state) {
    case "ok":
      return `<path class="mark" d="M${x - 6} ${y}l4 5l8 -9"/>`;
    case "problem":
      return `<path class="mark" d="M${x - 5} ${y - 5}l10 10m0 -10l-10 10"/>`;
    case "unknown":
      return `<text class="mark" x="${x}" y="${y + 6}">?</text>`;
    case "not-applicable":
      return `<path class="mark" d="M${x - 5} ${y}h10"/>`;
  }
}
