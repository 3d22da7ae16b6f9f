// A diff for people at a terminal: risks first, then the tree of what changes.

import { type Page, pageOf, type Style } from "../report/style";
import { hanging } from "../report/table";
import { counted, printable, wrapped } from "../report/words";
import type { Terminal } from "../terminal";
import { countChanges, risksOf, type StackDiff } from "./diff";
import { changeLines, type Line } from "./lines";

export function text(diffs: readonly StackDiff[], since: string, terminal: Terminal): string {
  const page = pageOf(terminal);
  const stacks = diffs.map((diff) => stackText(diff, page));
  return `${[...stacks, summary(diffs, since)].join("\n\n")}\n`;
}

export function summary(diffs: readonly StackDiff[], since: string): string {
  if (diffs.length === 0) return `same  nothing changes since ${since}`;
  const { changes, risks } = countChanges(diffs);
  const stacks = diffs.length === 1 ? "" : ` in ${counted(diffs.length, "stack")}`;
  return `differs  ${counted(changes, "change")}${stacks} since ${since}, ${counted(risks, "risk")}`;
}

function stackText(diff: StackDiff, page: Page): string {
  const { paint } = page;
  const risks = risksOf(diff).map(({ place, text: risk }) => riskText(place, risk, page));
  const lines = diff.changes.flatMap((change) => changeLines(change));
  const deploys =
    diff.deploys.length === 0
      ? []
      : [paint.dim(`CloudFront carries ${names(diff.deploys)} to its edge locations, which takes minutes.`)];
  return [paint.bold(diff.name), ...risks, ...treeText(lines, page), ...deploys].join("\n");
}

/** @returns `distribution_site and distribution_media` */
export function names(addresses: readonly string[]): string {
  return addresses.map((address) => address.replace(/^[^.]*\./, "")).join(" and ");
}

function riskText(place: string, risk: string, { paint, width }: Page): string {
  const [first, ...rest] = wrapped(printable(risk), width - 10);
  return [
    `${paint.bold(paint.red("risk"))}      ${paint.bold(printable(place))}`,
    `          ${first}`,
    ...rest.map((line) => `          ${line}`),
  ].join("\n");
}

function treeText(lines: readonly Line[], { paint, width }: Page): string[] {
  const rows = lines.map(({ depth, text: own, before, after }) =>
    before === undefined ? [] : [`${"  ".repeat(depth)}  ${own}`, `${before} -> ${after}`],
  );
  const aligned = hanging(rows, { indent: "", hang: 8, width });
  return lines.map((line, index) => {
    const plain =
      line.before === undefined ? `${"  ".repeat(line.depth)}${line.sign} ${line.text}` : aligned[index]!;
    return colour(line, paint)(printable(plain));
  });
}

function colour({ sign, depth, before }: Line, paint: Style): (text: string) => string {
  if (before !== undefined) return (own) => own;
  const painted = { "+": paint.green, "-": paint.red, "~": paint.yellow, "±": paint.red }[sign];
  return depth === 0 ? (own) => paint.bold(painted(own)) : painted;
}
