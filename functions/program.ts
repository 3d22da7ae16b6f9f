// What the process of a CloudFront Function runs: one event through the sandbox, from standard input to standard output.
import { readFileSync, writeFileSync } from "node:fs";
import type { Json } from "./finding";
import { type SandboxInput, sandbox } from "./run-sandbox";

const { event, ...input } = JSON.parse(readFileSync(0, "utf8")) as SandboxInput & { readonly event: Json };

void sandbox(input)(event).then((ran) => {
  writeFileSync(1, JSON.stringify(ran));
  process.exit();
});
