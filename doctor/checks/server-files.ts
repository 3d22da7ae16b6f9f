// server-files: are the files on the server those that the config generates?
import { shellLine } from "../command";
import type { Check, Given, HostFile } from "../examination";
import { type About, error, type Finding, notApplicable, ok } from "../finding";

export const serverFiles: Check = {
  name: "server-files",
  title: "the files on the server are the generated ones",
  run: async ({ given }) => judge(given),
};

function judge({ hostFiles }: Given): Finding[] {
  const about: About = { check: "server-files", leg: "nginx-gunicorn", subject: "files on the server" };
  if (hostFiles === null)
    return [notApplicable(about, "Name a copy of the server's files with --server-root.")];
  const wrong = hostFiles.filter(({ expected, found }) => found !== expected);
  if (wrong.length === 0) return [ok(about, `${hostFiles.length} files are as generated.`)];
  return wrong.map((file) => ofFile(file, { ...about, subject: file.path }));
}

function ofFile({ generatedFile, foundFile, expected, found }: HostFile, about: About): Finding {
  return error("doctor/server-files", about, {
    message:
      found === null
        ? "The file is not on the server."
        : "The file on the server is not the one that the config generates.",
    evidence: found === null ? [] : [["first difference", firstDifference(expected, found)]],
    symptom: "a server that does not do what the config says",
    fix: "Install the generated files as docs/server.md shows, then `nginx -t && systemctl reload nginx`.",
    command: shellLine(found === null ? ["ls", "-l", foundFile] : ["diff", "-u", generatedFile, foundFile]),
  });
}

function firstDifference(expected: string, found: string): string {
  const [wanted, there] = [expected.split("\n"), found.split("\n")];
  const line = wanted.findIndex((text, index) => text !== there[index]);
  const at = line === -1 ? wanted.length : line;
  return `line ${at + 1}: ${JSON.stringify(there[at]?.slice(0, 100) ?? "")} in place of ${JSON.stringify(wanted[at]?.slice(0, 100) ?? "")}`;
}
