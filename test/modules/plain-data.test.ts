// The short way around CDKTF's resolver: the same Terraform for every setting, every kind of token, the same messages.
import { readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, DefaultTokenResolver, Lazy, StringConcat, TerraformStack, Token, Tokenization } from "cdktf";
import type { Project } from "../../config/project";
import { ProjectStack, synth, synthApp } from "../../modules";
import { skipPlainData } from "../../modules/plain-data";
import { inFolder } from "./synthesized";
import { variants } from "./variants";

import resolver = require("cdktf/lib/tokens/private/resolve");

const original = resolver.resolve;
const useOriginal = () => Object.assign(resolver, { resolve: original });

afterEach(useOriginal);

const projects: readonly Project[] = Object.values(variants).map((project, at) => ({
  ...project,
  stack: `variant-${at}`,
}));

const stacksIn = (folder: string) =>
  projects.map(({ stack }) => readFileSync(join(folder, "stacks", stack, "cdk.tf.json"), "utf8"));

test("every setting is written byte for byte as CDKTF writes it by itself", () => {
  const byItself = inFolder((outdir) => {
    const app = new App({ outdir, stackTraces: false });
    for (const project of projects) {
      const stack = new ProjectStack(app, project);
      TerraformStack.prototype.prepareStack.call(stack);
    }
    synthApp(app);
    return stacksIn(outdir);
  });
  const resolve = jest.fn(original);
  Object.assign(resolver, { resolve });
  const short = inFolder((outdir) => {
    synth(projects, outdir);
    return stacksIn(outdir);
  });
  expect(resolver.resolve).not.toBe(resolve);
  expect(short).toEqual(byItself);
});

test("every kind of token is resolved, wherever it is", () => {
  const { value, number } = {
    value: Token.asString("t"),
    number: Token.asNumber({ resolve: () => 7, creationStack: [] }),
  };
  const tokens = {
    text: `a ${value} b`,
    number,
    joined: `a ${number} b`,
    list: Token.asList(["x", "y"]),
    numbers: Token.asNumberList({ resolve: () => [1, 2], creationStack: [] }),
    map: Token.asMap({ resolve: () => ({ k: "v" }), creationStack: [] }, "v"),
    [`key ${value}`]: 1,
    object: Lazy.anyValue({ produce: () => ({ deep: [value, { deeper: number }] }) }),
    nothing: undefined,
    items: [undefined, -1, 0.5, -123456788, true, null, "1e5"],
  };
  const byItself = resolved(tokens);
  skipPlainData();
  expect(resolved(tokens)).toEqual(byItself);
  expect(byItself).toMatchObject({
    text: "a t b",
    number: 7,
    object: { deep: ["t", { deeper: 7 }] },
  });
});

test.each<[string, unknown]>([
  ["a function", { a: { b: () => 1 } }],
  ["a list token in text", { a: [{ b: Token.asList({ resolve: () => ["x"], creationStack: [] })[0] }] }],
  ["a circle", circle()],
])("rejects %s with CDKTF's own message", (_, value) => {
  const message = () => {
    try {
      return resolved(value);
    } catch (error) {
      return (error as Error).message;
    }
  };
  const byItself = message();
  skipPlainData();
  expect(byItself).toEqual(expect.any(String));
  expect(message()).toBe(byItself);
});

function resolved(value: unknown): unknown {
  const scope = new TerraformStack(new App({ outdir: tmpdir(), stackTraces: false }), "one");
  return Tokenization.resolve(value, { scope, resolver: new DefaultTokenResolver(new StringConcat()) });
}

function circle(): object {
  const ring: { next?: object } = {};
  ring.next = ring;
  return ring;
}
