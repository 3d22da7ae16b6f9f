// Writes what is made of the schema: docs/config.md and schemas/config.ts. Tests find them stale.
const { writeFileSync } = require("node:fs");
const { join } = require("node:path");

const root = join(__dirname, "..");

/** @returns docs/config.md for a schema: a section for each object, a row for each field */
function configReference(schema) {
  const sections = objectsOf(schema, "");
  return [
    "# Config reference",
    "",
    "Made from `schemas/project.schema.json` by `npm run docs`.",
    "Point `$schema` in your `httpsmith.json` to the schema and your editor shows the same.",
    "Comments and trailing commas are allowed.",
    "A field that is left out gets its default; one without a default is optional unless it is marked *required*.",
    "",
    ...sections.flatMap(({ path, node }) => section(path, node, schema)),
  ].join("\n");

  function objectsOf(node, path) {
    const target = deref(node, schema);
    const own = target.properties ? [{ path, node: target }] : [];
    const children = Object.entries(target.properties ?? {}).flatMap(([key, child]) =>
      objectsOf(child, inside(path, key)),
    );
    const items = target.items ? objectsOf(target.items, `${path}[]`) : [];
    const entries =
      typeof target.additionalProperties === "object"
        ? objectsOf(target.additionalProperties, `${path}.<id>`)
        : [];
    const branches = (target.oneOf ?? []).flatMap((branch) =>
      objectsOf(branch, `${path} (${tagOf(target, branch)})`),
    );
    const other = target.else ? objectsOf(target.else, path) : [];
    return [...own, ...children, ...items, ...entries, ...branches, ...other];
  }
}

function inside(path, key) {
  return path === "" ? key : `${path}.${key}`;
}

function tagOf({ discriminator }, branch) {
  return `${discriminator.propertyName}: ${JSON.stringify(branch.properties[discriminator.propertyName].const)}`;
}

function section(path, node, schema) {
  const rows = Object.entries(node.properties).map(([key, child]) => row(key, child, node, schema));
  return [
    `## ${path === "" ? "The whole file" : `\`${path}\``}`,
    "",
    node.description ?? "",
    "",
    "| field | type | default | meaning |",
    "|---|---|---|---|",
    ...rows,
    "",
  ];
}

function row(key, child, { required = [], discriminator }, schema) {
  const target = deref(child, schema);
  const isRequired = required.includes(key) || discriminator?.propertyName === key;
  const fallback = target.default === undefined ? (isRequired ? "*required*" : "") : code(target.default);
  const example = target.examples?.[0] === undefined ? "" : ` Example: ${code(target.examples[0])}.`;
  const limits = [limit(target)].filter(Boolean).map((text) => ` ${text}.`);
  return `| \`${key}\` | ${typeOf(target, schema)} | ${fallback} | ${(target.description ?? "").replaceAll("|", "\\|")}${limits.join("")}${example} |`;
}

function typeOf(node, schema) {
  const target = deref(node, schema);
  if (target.enum) return target.enum.map(code).join(", ");
  if (target.const !== undefined) return code(target.const);
  if (target.oneOf) return `one of ${target.oneOf.length} kinds`;
  if (target.type === "array") return `list of ${typeOf(target.items ?? {}, schema)}`;
  if (Array.isArray(target.type))
    return [target.then && typeOf(target.then, schema), target.type[1]].filter(Boolean).join(", ");
  return target.type ?? "object";
}

function limit({ minimum, maximum }) {
  return minimum === undefined ? "" : `From ${minimum} to ${maximum}`;
}

function deref(node, schema) {
  if (!node.$ref) return node;
  const { $ref, ...rest } = node;
  return { ...schema.definitions[$ref.split("/").pop()], ...rest };
}

function code(value) {
  return `\`${JSON.stringify(value).replaceAll("|", "\\|")}\``;
}

async function main() {
  writeFileSync(join(root, "docs/config.md"), configReference(require("../schemas/project.schema.json")));
  await require("./schema-types").main();
}

module.exports = { configReference };
if (require.main === module) main();
