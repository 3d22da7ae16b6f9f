// Defaults: what withDefaults fills in is what Ajv would, and where Ajv cannot, what the schema says.
import Ajv from "ajv";
import addFormats from "ajv-formats";
import { withDefaults } from "../../config/schema";
import { readSource } from "../../config/source";
import { validateProject } from "../../config/validator";
import projectSchema from "../../schemas/project.schema.json";
import { tables } from "./tables";

type Node = { readonly [key: string]: unknown };

// Ajv fills in defaults of properties only where they stand, not behind a $ref.
function inlined(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(inlined);
  if (typeof node !== "object" || node === null) return node;
  const { $ref, ...rest } = node as Node;
  const target = (projectSchema.definitions as Record<string, Node>)[
    String($ref).replace("#/definitions/", "")
  ];
  return Object.fromEntries(
    Object.entries({ ...target, ...rest }).map(([key, value]) => [key, inlined(value)]),
  );
}

const ajv = new Ajv({ useDefaults: true, strict: false, discriminator: true });
addFormats(ajv);
const { definitions: _, ...whole } = inlined(projectSchema) as Node;
const fillIn = ajv.compile(whole);

function byAjv(value: unknown): unknown {
  const copy = plain(value);
  fillIn(copy);
  return copy;
}

/** JSON without objects' prototypes and without what no two fillers need agree on: the order of keys. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

const valid = Object.values(tables)
  .flat()
  .map(({ text }) => readSource("httpsmith.json", text.replaceAll("«", "")).value)
  .filter((value) => validateProject(value));

test("for every valid config of the tables, defaults are those that Ajv fills in", () => {
  expect(valid.length).toBeGreaterThan(150);
  for (const value of valid) {
    const expected = byAjv(value) as { server?: { host: Node } };
    const { notation = undefined, ...host } = expected.server?.host ?? {};
    const filled = plain(withDefaults(value)) as typeof expected;
    if (expected.server?.host["kind"] === "nip.io")
      expected.server.host = { ...host, notation: notation ?? "dotted" };
    expect(filled).toEqual(expected);
    expect(validateProject(filled)).toBe(true);
  }
});

test("a default in one branch of a union is filled in there alone", () => {
  const server = (host: Node) => withDefaults({ server: { host } }) as { server: { host: Node } };
  expect(plain(server({ kind: "nip.io", ip: "54.180.1.2" }).server.host)).toEqual({
    kind: "nip.io",
    ip: "54.180.1.2",
    notation: "dotted",
  });
  expect(plain(server({ kind: "ip", ip: "54.180.1.2" }).server.host)).toEqual({
    kind: "ip",
    ip: "54.180.1.2",
  });
  expect(plain(server({ kind: "none" }).server.host)).toEqual({ kind: "none" });
});

test("what is written stays, false, zero, null and empty values too", () => {
  const written = {
    buckets: {},
    server: { hsts: { preload: null }, nginx: { compression: false, webSocketPaths: [], version: "" } },
  };
  expect(plain(withDefaults(written))).toMatchObject(written);
});

test("the config that was read is not changed", () => {
  const written = { distributions: { site: { behaviors: [{}] } } };
  const filled = withDefaults(written) as { distributions: { site: { behaviors: Node[] } } };
  expect(filled.distributions.site.behaviors[0]).toHaveProperty("compress", true);
  expect(written).toEqual({ distributions: { site: { behaviors: [{}] } } });
});

test("two configs do not share a default", () => {
  const first = withDefaults({}) as { waivers: unknown[]; terraform: Record<string, unknown> };
  first.waivers.push(1);
  first.terraform["awsProvider"] = "5";
  expect(withDefaults({})).toMatchObject({ waivers: [], terraform: { awsProvider: "6" } });
});

test.each([null, 5, "text", [], [null], true])(
  "a value of another shape comes back as it is: %j",
  (value) => {
    expect(withDefaults(value)).toEqual(value);
  },
);
