// What a publish is about to do, for people: a table of what goes up, and what else will happen.
import type * as Program from "../../publish";
import type { Terminal } from "../terminal";
import { size } from "./size";
import { pageOf, type Style } from "./style";
import { columns } from "./table";
import { counted, printable } from "./words";

/** More rows than this nobody reads. */
const MOST_ROWS = 15;

export interface Planned {
  readonly plan: Program.Plan;
  readonly paths: readonly string[];
  readonly input: Program.PublishInput;
  readonly site: Program.PublishSite;
}

/** @returns the head, a table of what goes up, the largest first, and what else will happen */
export async function planText(
  planned: Planned,
  program: typeof Program,
  terminal: Terminal,
): Promise<string> {
  const { plan, input, site } = planned;
  const { paint, width } = pageOf(terminal);
  const { bucket, prefix } = input.target;
  const from =
    input.mode === "rollback" ? `release ${plan.release.id}` : (input.folder?.name ?? "declared files");
  const to = `s3://${bucket}/${prefix}`;
  const distribution = `CloudFront ${site.distribution.id} ${site.distribution.distributionId}`;
  const isNarrow = `${from} -> ${to}  ${distribution}`.length > width;
  const head = `${paint.bold(from)} -> ${to}${isNarrow ? "\n" : ""}  ${distribution}`;
  const puts = plan.phases.flatMap(({ name, puts: all }) => all.map((put) => ({ name, put })));
  const shown = [...puts]
    .sort((one, other) => other.put.wanted.size - one.put.wanted.size)
    .slice(0, MOST_ROWS);
  const rows = await Promise.all(shown.map((one) => row(one, site.compress, program)));
  const rest = puts.slice(shown.length);
  const more = puts.length - shown.length;
  const restBytes =
    puts.reduce((sum, { put }) => sum + put.wanted.size, 0) -
    shown.reduce((sum, { put }) => sum + put.wanted.size, 0);
  return `${[
    head,
    ...fitted(rows, width),
    ...(rest.length > 0 ? [`  and ${more} more, ${size(restBytes)}`] : []),
    ...plan.remove.map((path) => `  ${paint.red("remove")}  ${printable(path)}`),
    ...others(planned, program, paint),
  ].join("\n")}\n`;
}

interface Row {
  readonly name: string;
  readonly put: Program.Put;
}

async function row({ name, put }: Row, compress: boolean, program: typeof Program): Promise<string[]> {
  const { path, source, size: bytes, cacheControl } = put.wanted;
  const wire = compress && source !== "copy" ? await program.compressedSize(source.file, put.wanted) : null;
  return [
    printable(path),
    size(bytes),
    wire ? `gzip ${size(wire.gzip)}` : "",
    wire ? `br ${size(wire.brotli)}` : "",
    singular[name] ?? name,
    cacheControl,
  ];
}

const singular: Readonly<Record<string, string>> = {
  "new assets": "new",
  "changed assets": "changed",
  pages: "page",
  "start page": "start page",
  "service workers": "worker",
};

// What does not fit a narrow terminal goes from the right; the name and its size stay.
function fitted(rows: readonly (readonly string[])[], width: number): string[] {
  for (let cells = 6; cells > 2; cells--) {
    const lines = columns(
      rows.map((one) => one.slice(0, cells)),
      "  ",
    );
    if (lines.every((line) => line.length <= width)) return lines;
  }
  const room = Math.max(12, width - 14);
  const cut = (path: string) => (path.length > room ? `…${path.slice(1 - room)}` : path);
  return columns(
    rows.map(([path = "", bytes = ""]) => [cut(path), bytes]),
    "  ",
  );
}

function others({ plan, paths, input, site }: Planned, program: typeof Program, paint: Style): string[] {
  const kept = Object.keys(plan.after.retired).length;
  const hidden = program.hiddenFiles(site, Object.keys(plan.release.files));
  const lines = [
    [plan.unchanged, `${counted(plan.unchanged, "object")} unchanged`],
    [kept, `${counted(kept, "old asset")} kept for open pages, up to ${counted(input.graceDays, "day")}`],
    [plan.prune.length, `${counted(plan.prune.length, "old asset")} deleted`],
  ] as const;
  return [
    ...lines.filter(([count]) => count > 0).map(([, text]) => paint.dim(`  ${text}`)),
    ...(paths.length > 0 ? [paint.dim(`  CloudFront forgets ${shortList(paths)}`)] : []),
    ...(input.target.isMain && hidden.length > 0
      ? [
          paint.yellow(
            `  ${shortList(hidden.map(({ path }) => path))}: never served from here, since the behavior ${hidden[0]!.pattern} answers`,
          ),
        ]
      : []),
  ];
}

function shortList(texts: readonly string[]): string {
  const shown = texts.slice(0, 4).map(printable).join(", ");
  return texts.length > 4 ? `${shown} and ${texts.length - 4} more` : shown;
}
