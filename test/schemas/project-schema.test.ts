// project.schema.json: a valid draft-07 schema in which everything is closed, described and true to itself.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv from "ajv";
import draft07 from "ajv/dist/refs/json-schema-draft-07.json";
import addFormats from "ajv-formats";
import ajvOptions from "../../config/ajv-options.json";
import outputsSchema from "../../schemas/outputs.schema.json";
import projectSchema from "../../schemas/project.schema.json";

type Node = { readonly [key: string]: unknown };
const schemas: Record<string, Node> = { project: projectSchema, outputs: outputsSchema };

function compiler(options: object = ajvOptions): Ajv {
  const ajv = new Ajv(options);
  addFormats(ajv);
  return ajv;
}

/** Every subschema with its place; what stands in `default`, `examples`, `enum` and `const` is data. */
function subschemas(node: Node, path: string): [string, Node][] {
  const children = Object.entries(node).flatMap(([key, value]) => {
    if (["properties", "patternProperties", "definitions"].includes(key)) {
      return Object.entries(value as Node).flatMap(([name, one]) =>
        subschemas(one as Node, `${path}/${key}/${name}`),
      );
    }
    if (
      ["items", "additionalProperties", "propertyNames", "if", "then", "else"].includes(key) &&
      typeof value === "object"
    ) {
      return subschemas(value as Node, `${path}/${key}`);
    }
    if (key === "oneOf") return (value as Node[]).flatMap((one, i) => subschemas(one, `${path}/oneOf/${i}`));
    return [];
  });
  return [[path, node], ...children];
}

describe.each(Object.entries(schemas))("%s.schema.json", (name, schema) => {
  const all = subschemas(schema, "#");

  test("is a draft-07 schema", () => {
    expect(schema["$schema"]).toBe("http://json-schema.org/draft-07/schema#");
    const ajv = compiler();
    expect(ajv.validate(draft07, schema)).toBe(true);
    expect(ajv.errors).toBeNull();
  });

  test("compiles in Ajv's strict mode", () => {
    expect(ajvOptions.strict).toBe(true);
    expect(() => compiler().compile(schema)).not.toThrow();
  });

  test("describes every property", () => {
    const definitions = (schema["definitions"] ?? {}) as Record<string, Node>;
    const bare = all.filter(([path, node]) => {
      if (!/\/(properties|patternProperties)\/[^/]+$/.test(path)) return false;
      const target = definitions[String(node["$ref"]).replace("#/definitions/", "")];
      return !node["description"] && !target?.["description"];
    });
    expect(bare.map(([path]) => path)).toEqual([]);
  });

  test("ends every description with a full stop", () => {
    const open = all.filter(
      ([, { description }]) => description !== undefined && !/[.]$/.test(String(description)),
    );
    expect(open.map(([path]) => path)).toEqual([]);
  });

  test("closes every object", () => {
    const open = all.filter(([path, node]) => {
      // A patch holds parts of everything; the config that it makes is validated.
      if (path === "#/properties/environments/additionalProperties") return false;
      const isObject = node["type"] === "object" || node["properties"] !== undefined;
      const { additionalProperties, discriminator } = node;
      return (
        isObject &&
        !discriminator &&
        additionalProperties !== false &&
        typeof additionalProperties !== "object"
      );
    });
    expect(open.map(([path]) => path)).toEqual(name === "outputs" ? ["#/additionalProperties"] : []);
  });

  test("has defaults and examples that it would accept", () => {
    // A part alone does not say what its whole says, such as its type.
    const ajv = compiler({ ...ajvOptions, strict: false });
    const wrong = all.flatMap(([path, node]) => {
      const judge = ajv.compile({ definitions: schema["definitions"] ?? {}, ...node, $id: path });
      const values = [
        ...("default" in node ? [node["default"]] : []),
        ...((node["examples"] as unknown[]) ?? []),
      ];
      return values.filter((value) => !judge(value)).map((value) => `${path} ${JSON.stringify(value)}`);
    });
    expect(wrong).toEqual([]);
  });
});

test("a $ref points to a definition, and every definition is pointed to", () => {
  const refs = subschemas(projectSchema, "#").flatMap(([, { $ref }]) =>
    $ref === undefined ? [] : [String($ref)],
  );
  const names = Object.keys(projectSchema.definitions).map((name) => `#/definitions/${name}`);
  expect([...new Set(refs)].sort()).toEqual(names.sort());
});

test("schemas/config.ts is what the schema makes; run `npm run docs` where it is not", () => {
  // In a process of its own: the program that makes it loads modules in a way that Jest does not know.
  const program =
    'require("./scripts/schema-types").schemaTypes(require("./schemas/project.schema.json"))' +
    ".then((text) => process.stdout.write(text))";
  const made = execFileSync(process.execPath, ["-e", program], {
    cwd: join(__dirname, "../.."),
    encoding: "utf8",
  });
  expect(readFileSync(join(__dirname, "../../schemas/config.ts"), "utf8")).toBe(made);
});
