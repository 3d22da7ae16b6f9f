// Writes schemas/config.ts: the TypeScript types of project.schema.json once its defaults are filled in.
const { writeFileSync } = require("node:fs");
const { join } = require("node:path");
const { compile } = require("json-schema-to-typescript");

const target = join(__dirname, "../schemas/config.ts");
const banner =
  "// Types of project.schema.json with its defaults filled in. Made by `npm run docs`; a test finds it stale.\n";

/** @returns the text of schemas/config.ts for a schema */
async function schemaTypes(schema) {
  const { title, $id, ...root } = structuredClone(schema);
  const completed = completeObjects(root, root.definitions);
  return compile(completed, "Config", {
    bannerComment: banner,
    additionalProperties: false,
    style: { printWidth: 110, semi: true, singleQuote: false },
    ignoreMinAndMaxItems: true,
    strictIndexSignatures: false,
  });
}

// After defaults are filled in, a property with a default is always there.
function completeObjects(node, definitions) {
  if (Array.isArray(node)) return node.map((item) => completeObjects(item, definitions));
  if (typeof node !== "object" || node === null) return node;
  if (isObjectSchema(node)) {
    const filled = Object.entries(node.properties).filter(([, property]) =>
      hasDefault(property, definitions),
    );
    node.required = [...new Set([...(node.required ?? []), ...filled.map(([name]) => name)])];
  }
  for (const key of Object.keys(node)) node[key] = completeObjects(node[key], definitions);
  if (node.discriminator) inlineCommon(node);
  if (node.if) unionOfBranches(node);
  if (node.$ref) dropSiblings(node);
  return node;
}

function isObjectSchema(node) {
  return (
    typeof node.properties === "object" && (node.additionalProperties === false || node.type === "object")
  );
}

function hasDefault(property, definitions) {
  const target = property.$ref ? definitions[property.$ref.split("/").pop()] : {};
  return property.default !== undefined || target.default !== undefined;
}

// json-schema-to-typescript makes one type per branch only when the branch itself is a whole object type.
function inlineCommon(node) {
  const tag = node.discriminator.propertyName;
  for (const branch of node.oneOf)
    Object.assign(branch, { type: "object", required: [...branch.required, tag] });
  for (const key of ["type", "required", "discriminator"]) delete node[key];
}

function unionOfBranches(node) {
  const [scalar, compound] = node.type;
  const other = node.else.$ref ? node.else : { ...node.else, type: compound };
  node.anyOf = [{ ...node.then, type: scalar }, other];
  for (const key of ["type", "if", "then", "else"]) delete node[key];
}

function dropSiblings(node) {
  for (const key of Object.keys(node)) if (key !== "$ref" && key !== "description") delete node[key];
}

async function main() {
  writeFileSync(target, await schemaTypes(require("../schemas/project.schema.json")));
}

module.exports = { schemaTypes, main };
if (require.main === module) main();
