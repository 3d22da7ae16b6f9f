// A diff as Markdown for a pull request: risks as a list, the changes in a block that GitHub colours.
import { counted } from "../report/words";
import { risksOf, type StackDiff } from "./diff";
import { changeLines, type Line } from "./lines";
import { names, summary } from "./text";

export function markdown(diffs: readonly StackDiff[], since: string): string {
  const title = summary(diffs, since).replace(/^\w+ {2}/, "");
  return `${[`### httpsmith diff: ${escaped(title)}`, ...diffs.flatMap(stackMarkdown)].join("\n\n")}\n`;
}

function stackMarkdown(diff: StackDiff): string[] {
  const risks = risksOf(diff).map(({ place, text }) => `- **Risk**, ${code(place)}: ${escaped(text)}`);
  const deploys =
    diff.deploys.length === 0
      ? []
      : [`CloudFront carries ${escaped(names(diff.deploys))} to its edge locations.`];
  const lines = diff.changes.flatMap((change) => changeLines(change)).flatMap(diffLines);
  return [
    `#### ${escaped(diff.name)}: ${counted(diff.changes.length, "change")}`,
    ...(risks.length > 0 ? [risks.join("\n")] : []),
    fenced(lines),
    ...deploys,
  ];
}

// A change is two lines, since the block knows only lines that go and lines that come.
function diffLines({ sign, depth, text, before, after }: Line): string[] {
  const indent = "  ".repeat(depth);
  if (before === undefined) {
    const mark = { "+": "+", "-": "-", "~": " ", "±": "!" }[sign];
    return [`${mark} ${indent}${text}`];
  }
  return [`- ${indent}${text}  ${before}`, `+ ${indent}${text}  ${after}`];
}

// Nothing in the lines may end the block.
function fenced(lines: readonly string[]): string {
  const body = lines.map((line) => line.replace(/[\u0000-\u001f\u007f]/g, " ")).join("\n");
  const longest = Math.max(2, ...[...body.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}diff\n${body}\n${fence}`;
}

function code(text: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  return longest === 0 ? `\`${text}\`` : `${fence} ${text} ${fence}`;
}

function escaped(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f]/g, " ").replace(/[\\`*_{}[\]()<>#|~!@&]/g, "\\$&");
}
