// The same projects under CDKTF and under CDKTN, its successor: the Terraform is the same.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Project } from "../../config/project";
import { exampleProjects } from "../example-projects";
import { inFolder } from "./synthesized";
import { variants } from "./variants";

type Synth = (projects: readonly Project[], outdir: string) => void;

// Stacks are folders, so no two may have the same name.
const projects: readonly Project[] = [
  ...exampleProjects.flatMap((example) => example.projects),
  ...Object.values(variants).map((project, at) => ({ ...project, stack: `variant-${at}` })),
];

const modules = ["cdktf", "cdktf/lib/tokens/private/stack-trace", "cdktf/lib/tokens/private/resolve"];

/** @returns synth of `modules/`, with the bindings and everything else, on top of the engine */
function synthUnder(engine: "cdktf" | "cdktn"): Synth {
  let synth: Synth | undefined;
  jest.isolateModules(() => {
    for (const name of modules) jest.doMock(name, () => jest.requireActual(name.replace("cdktf", engine)));
    synth = require("../../modules/synth").synth;
  });
  for (const name of modules) jest.dontMock(name);
  return synth!;
}

/** @returns what it wrote by path, with the version of the engine apart */
function written(synth: Synth): { versions: Set<string>; stacks: Record<string, unknown> } {
  return inFolder((folder) => {
    synth(projects, folder);
    const files = readdirSync(folder, { recursive: true, encoding: "utf8" });
    const versions = new Set<string>();
    const stacks: Record<string, unknown> = {};
    for (const file of files.filter((name) => name.endsWith("cdk.tf.json"))) {
      const json = JSON.parse(readFileSync(join(folder, file), "utf8"));
      versions.add(json["//"].metadata.version);
      delete json["//"].metadata.version;
      stacks[file] = json;
    }
    return { versions, stacks };
  });
}

test("every example and every setting is the same Terraform", () => {
  const cdktf = written(synthUnder("cdktf"));
  const cdktn = written(synthUnder("cdktn"));
  expect([...cdktf.versions, ...cdktn.versions]).toEqual(["0.21.0", "0.24.0"]);
  expect(Object.keys(cdktf.stacks)).toHaveLength(projects.length);
  expect(cdktn.stacks).toEqual(cdktf.stacks);
});
