// Reads one generated TypeScript file of the bindings: which fields each class has, and of what kind they are.

/** One file: a resource, data source or provider, and the blocks inside it. */
export interface Source {
  readonly kind: "TerraformResource" | "TerraformDataSource" | "TerraformProvider";
  /** "aws_s3_bucket"; for the provider "aws". */
  readonly type: string;
  /** Name of the class that is the whole. */
  readonly root: string;
  /** Bodies of classes and interfaces, and fields as they are written to Terraform, by the name of the type. */
  readonly classes: ReadonlyMap<string, string>;
  readonly interfaces: ReadonlyMap<string, string>;
  readonly written: ReadonlyMap<string, string>;
}

export interface Field {
  /** As Terraform has it: "default_cache_behavior". */
  readonly name: string;
  readonly required: boolean;
  readonly optional: boolean;
  readonly computed: boolean;
  readonly isBlock: boolean;
  readonly collection: "none" | "list" | "set" | "map";
  /** A collection of at most one. */
  readonly single: boolean;
  /** "string", "number", "boolean", "any", or the name of a type of the file. */
  readonly of: string;
}

type Flags = Pick<Field, "required" | "optional" | "computed">;
type Kind = Omit<Field, "name" | keyof Flags>;

export function parseSource(text: string): Source {
  const classes = bodies(text, /^export class (\w+) extends cdktf\.(?:\w+) \{\n([\s\S]*?)^\}/gm);
  const [, root, kind] = text.match(/^export class (\w+) extends cdktf\.(Terraform\w+) \{/m)!;
  return {
    kind: kind as Source["kind"],
    type: text.match(/readonly tfResourceType = "(\w+)"/)![1]!,
    root: root!,
    classes,
    interfaces: bodies(text, /^export interface (\w+)[^{]*\{\n([\s\S]*?)^\}/gm),
    written: bodies(text, /^export function (\w+)ToHclTerraform\([^\n]*\n([\s\S]*?)^\}/gm),
  };
}

/** @param name of the root class or of a block's type */
export function fieldsOf(source: Source, name: string): Field[] {
  const isRoot = name === source.root;
  const body = source.classes.get(isRoot ? name : `${name}OutputReference`);
  const written = kindsWritten((isRoot ? body : source.written.get(lowerFirst(name))) ?? "");
  const own = body === undefined ? interfaceFlags(source, name, written) : chunksOf(body);
  return own.map(([field, flags, code]) => ({
    name: field,
    ...flags,
    ...(written.get(field) ?? kindRead(code)),
  }));
}

function bodies(text: string, form: RegExp): Map<string, string> {
  return new Map([...text.matchAll(form)].map(([, name, body]) => [name!, body!]));
}

function lowerFirst(name: string): string {
  return name[0]!.toLowerCase() + name.slice(1);
}

// Each field begins with a comment that tells how the provider declares it.
function chunksOf(body: string): [name: string, Flags, code: string][] {
  const form =
    / {2}\/\/ (\w+) - computed: (\w+), optional: (\w+), required: (\w+)\n([\s\S]*?)(?=\n {2}\/\/ |$)/g;
  return [...body.matchAll(form)].map(([, name, computed, optional, required, code]) => [
    name!,
    { computed: computed === "true", optional: optional === "true", required: required === "true" },
    code!,
  ]);
}

// Blocks of the provider have no class to read them back, so only their interface tells what is required.
function interfaceFlags(source: Source, name: string, written: ReadonlyMap<string, Kind>) {
  const text = source.interfaces.get(name) ?? "";
  return [...written.keys()].map((field): [string, Flags, string] => {
    const required = new RegExp(`#${field} [^\\n]*\\n[^\\n]*\\n {2}readonly \\w+:`).test(text);
    return [field, { required, optional: !required, computed: false }, ""];
  });
}

function kindsWritten(body: string): Map<string, Kind> {
  const form =
    /^ +(\w+): \{\n +value: ([^\n]*),\n +isBlock: (true|false),\n +type: "(\w+)",\n +storageClassType: "(\w+)",/gm;
  return new Map(
    [...body.matchAll(form)].map(([, name, value, isBlock, type, stored]) => {
      const many = value!.startsWith("cdktf.listMapperHcl(") || value!.startsWith("cdktf.hashMapperHcl(");
      const collection = type === "list" || type === "set" || type === "map" ? type : "none";
      const of = collection === "none" ? stored! : stored!.replace(/(List|Map)$/, "");
      // What is written as a block, but not by block syntax, is an attribute that holds objects.
      const attribute = isBlock === "false" || value!.includes(", false)(");
      return [name!, { collection, of, single: !many, isBlock: !attribute }];
    }),
  );
}

// What is only ever read: the kind follows from the way it is read.
function kindRead(code: string): Kind {
  const nested = code.match(/new (\w+?)(List|OutputReference)\(this, "\w+"(?:, (true|false))?\)/);
  if (nested) {
    const collection = nested[3] === "true" ? "set" : "list";
    return { collection, of: nested[1]!, single: nested[2] === "OutputReference", isBlock: false };
  }
  const [, primitive, many] =
    code.match(/this\.get(String|Number|Boolean)?(List|Map)?Attribute\(/) ??
    code.match(/new cdktf\.(String|Number|Boolean)(Map)\(/) ??
    [];
  const of = (primitive ?? (many ? "String" : "any")).toLowerCase();
  const list = code.includes("cdktf.Fn.tolist(") ? "set" : "list";
  const collection = many === "Map" ? "map" : many === "List" ? list : "none";
  return { collection, of, single: false, isBlock: false };
}
