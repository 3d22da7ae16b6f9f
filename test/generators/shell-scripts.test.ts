// The generated shell scripts are clean for shellcheck, for every kind of host.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { generateFiles } from "../../generators";
import { describeWith, program } from "../programs";
import { originHttps } from "../projects";
import { hosts, rich } from "./variants";

describeWith(["shellcheck"], "shellcheck", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "httpsmith-"));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  for (const project of [...hosts, rich, originHttps]) {
    const scripts = generateFiles(project).filter(({ executable }) => executable);
    for (const { path, text } of scripts) {
      test(`finds nothing in ${basename(path)} for a host of kind ${project.server!.host.kind}`, () => {
        const file = join(folder, basename(path));
        writeFileSync(file, text);
        const options = ["--norc", "--severity=style", file];
        const { status, stdout } = spawnSync(program("shellcheck"), options, { encoding: "utf8" });
        expect({ status, stdout }).toEqual({ status: 0, stdout: "" });
      });
    }
  }
});
