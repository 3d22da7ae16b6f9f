// Projects that a picture must draw: the examples, and one whose texts try to get out of every label.
import type { Project } from "../../config/project";
import { rich } from "../generators/variants";
import { moathon, originHttps } from "../projects";

export const hostileTexts = [
  '"] --> x["',
  "</text><script>alert(1)</script>",
  "]]>",
  "`**bold**`",
  "end",
  "#quot;",
  "a\nb\u0000\u2028c",
  "\ud800",
  "&amp;",
  "%%{init: {}}%%",
  "한글 파일",
];

/** The project with a text in place of every name that a picture shows. */
export function named(text: string): Project {
  const [site] = Object.values(moathon.distributions);
  const [client] = Object.values(moathon.buckets);
  const [behavior] = site!.behaviors;
  return {
    ...rich,
    name: text,
    buckets: { client: { ...client!, name: text } },
    distributions: {
      site: { ...site!, aliases: [text], behaviors: [{ ...behavior!, path: text, edge: [text] }] },
    },
    server: { ...rich.server!, gunicorn: { ...rich.server!.gunicorn, application: text, socket: text } },
  };
}

export const projects: readonly Project[] = [moathon, originHttps, rich];
