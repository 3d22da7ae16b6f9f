// The report of the doctor: each format is a file beside this one.
import type { Diagnosis } from "../../../doctor";
import type { OpenProject } from "../../open-project";
import type { Terminal } from "../../terminal";
import type { Options } from "../../verbs";

/** @returns the report in the format that the user chose, ending with a line break */
export async function formatDiagnosis(
  diagnosis: Diagnosis,
  open: OpenProject,
  { format }: Options,
  terminal: Terminal,
): Promise<string> {
  switch (format) {
    case "json":
      return (await import("./json.js")).json(diagnosis, open.file);
    case "sarif":
      return (await import("./sarif.js")).sarif(diagnosis, open.file);
    case "github":
      return (await import("./github.js")).github(diagnosis, open.file);
    case "gitlab":
      return (await import("./gitlab.js")).gitlab(diagnosis, open.file);
    case "text":
      return (await import("./text.js")).text(diagnosis, open.file, terminal);
  }
}
