// The picture as text: browser, distributions with their behaviors, server.
import type { Style } from "../report/style";
import { columns } from "../report/table";
import { printable } from "../report/words";
import type { Box, Picture } from "./picture";

export function pictureText({ title, boxes }: Picture, paint: Style): string {
  const gunicorn = boxes.find(({ kind }) => kind === "gunicorn");
  const parts = boxes.flatMap((box) => {
    if (box.kind === "distribution") return [distributionPart(box)];
    return box.kind === "nginx" && gunicorn ? [serverPart(box, gunicorn)] : [];
  });
  const branches = parts.flatMap((part, index) => branch(part, index === parts.length - 1));
  return [paint.bold(title), "browser", ...branches.map(printable)].join("\n");
}

function branch([head, ...rest]: readonly string[], isLast: boolean): string[] {
  return [`${isLast ? "`--" : "|--"} ${head}`, ...rest.map((line) => `${isLast ? "   " : "|  "} ${line}`)];
}

function distributionPart({ title, place, rows }: Box): string[] {
  const cells = rows.map(({ path, target, notes }) => [path, `-> ${target}`, notes.join(", ")]);
  return [`${place}  ${title}`, ...columns(cells, "  ")];
}

function serverPart({ title, place }: Box, gunicorn: Box): string[] {
  return [`${place}  ${title}`, `  -> ${gunicorn.place}  ${gunicorn.title}`];
}
