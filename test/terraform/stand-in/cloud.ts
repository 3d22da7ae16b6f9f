// What the stand-in keeps in place of AWS: the objects that were applied, one file each, and the two refusals of AWS
// that decide in which order Terraform must work: a name that is taken, and an object that is still in use.
import { createHash } from "node:crypto";
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { type Fields, isFields, type Value } from "./values";

export interface Call {
  readonly operation: "create" | "update" | "delete";
  readonly type: string;
  readonly id: string;
  /** What AWS calls it, where it has a name. */
  readonly name: string | null;
  /** Why AWS would not have done it. */
  readonly refused?: string;
}

/**
 * AWS's error when one is deleted that another object holds. Sources: API references of the services. Of a key and a
 * topic AWS says nothing, and what uses them fails; the stand-in refuses that too.
 */
export const inUseErrors: Readonly<Record<string, string>> = {
  aws_acm_certificate: "ResourceInUseException",
  aws_cloudfront_cache_policy: "CachePolicyInUse",
  aws_cloudfront_function: "FunctionInUse",
  aws_cloudfront_key_group: "ResourceInUse",
  aws_cloudfront_key_value_store: "CannotDeleteEntityWhileInUse",
  aws_cloudfront_origin_access_control: "OriginAccessControlInUse",
  aws_cloudfront_origin_request_policy: "OriginRequestPolicyInUse",
  aws_cloudfront_public_key: "PublicKeyInUse",
  aws_cloudfront_realtime_log_config: "RealtimeLogConfigInUse",
  aws_cloudfront_response_headers_policy: "ResponseHeadersPolicyInUse",
  aws_cloudwatch_log_delivery_destination: "ConflictException",
  aws_iam_role: "DeleteConflict",
  aws_kms_key: "InUse",
  aws_lambda_function: "InvalidParameterValueException",
  aws_security_group: "DependencyViolation",
  aws_sns_topic: "InUse",
  aws_wafv2_web_acl: "WAFAssociatedItemException",
};

// In these types a name can be had once in the account; S3's once in the world.
const uniqueNames: Readonly<Record<string, string>> = {
  aws_cloudfront_cache_policy: "name",
  aws_cloudfront_function: "name",
  aws_cloudfront_key_group: "name",
  aws_cloudfront_key_value_store: "name",
  aws_cloudfront_origin_access_control: "name",
  aws_cloudfront_origin_request_policy: "name",
  aws_cloudfront_public_key: "name",
  aws_cloudfront_realtime_log_config: "name",
  aws_cloudfront_response_headers_policy: "name",
  aws_cloudwatch_log_delivery_destination: "name",
  aws_cloudwatch_log_delivery_source: "name",
  aws_iam_role: "name",
  aws_lambda_function: "function_name",
  aws_s3_bucket: "bucket",
  aws_security_group: "name",
  aws_sns_topic: "name",
  aws_wafv2_web_acl: "name",
};

interface Stored {
  readonly type: string;
  readonly state: Fields;
}

export class Cloud {
  constructor(private readonly folder: string) {}

  get(type: string, id: string): Fields | null {
    return stored(this.file(type, id))[0]?.state ?? null;
  }

  /** @returns AWS's refusal, or null when it was done */
  create(type: string, state: Fields): string | null {
    const key = uniqueNames[type];
    const name = key === undefined ? null : state[key];
    const taken = this.all(type).some((other) => name !== null && other.state[key!] === name);
    const refused = taken ? `EntityAlreadyExists: ${type} ${JSON.stringify(name)}` : null;
    this.log("create", type, state, refused);
    if (refused === null) this.put(type, state);
    return refused;
  }

  update(type: string, state: Fields): void {
    this.log("update", type, state, null);
    this.put(type, state);
  }

  /** @returns AWS's refusal, or null when it was done or, with `skip_destroy`, the provider only forgot it */
  delete(type: string, state: Fields): string | null {
    if (state["skip_destroy"] === true) return null;
    const refused = inUseErrors[type] === undefined ? null : this.inUse(type, state);
    this.log("delete", type, state, refused);
    if (refused === null) rmSync(this.file(type, identity(state)), { force: true });
    return refused;
  }

  private inUse(type: string, state: Fields): string | null {
    const handles = ["id", "arn", "qualified_arn"].flatMap((key) => state[key] ?? []);
    const holder = this.all().find((other) => {
      const isItself = other.type === type && identity(other.state) === identity(state);
      // AWS does not mind functions whose role is gone.
      if (isItself || (type === "aws_iam_role" && !other.type.startsWith("aws_iam_role_policy")))
        return false;
      return handles.some((handle) => holds(other.state, handle));
    });
    return holder
      ? `${inUseErrors[type]}: ${type} is used by ${holder.type} ${identity(holder.state)}`
      : null;
  }

  private all(type?: string): Stored[] {
    const folder = join(this.folder, "objects");
    if (!existsSync(folder)) return [];
    const files = readdirSync(folder).filter((file) => file.endsWith(".json"));
    const objects = files.flatMap((file) => stored(join(folder, file)));
    return objects.filter((object) => type === undefined || object.type === type);
  }

  // Each provider alias is a process of its own, so a file appears whole or not at all.
  private put(type: string, state: Fields): void {
    mkdirSync(join(this.folder, "objects"), { recursive: true });
    const file = this.file(type, identity(state));
    writeFileSync(`${file}.new`, JSON.stringify({ type, state }));
    renameSync(`${file}.new`, file);
  }

  private file(type: string, id: string): string {
    const digest = createHash("sha256").update(`${type} ${id}`).digest("hex").slice(0, 16);
    return join(this.folder, "objects", `${type}-${digest}.json`);
  }

  private log(operation: Call["operation"], type: string, state: Fields, refused: string | null): void {
    const name = state[uniqueNames[type] ?? "name"];
    const call: Call = {
      operation,
      type,
      id: identity(state),
      name: typeof name === "string" ? name : null,
      ...(refused === null ? {} : { refused }),
    };
    mkdirSync(this.folder, { recursive: true });
    appendFileSync(join(this.folder, "calls.jsonl"), `${JSON.stringify(call)}\n`);
  }
}

/** @returns the id; newer types of the provider have only an ARN or a name */
export function identity(state: Fields): string {
  return String(state["id"] ?? state["arn"] ?? state["name"]);
}

/** @returns the object in the file; none if it is gone, perhaps only just */
function stored(file: string): Stored[] {
  try {
    return [JSON.parse(readFileSync(file, "utf8"))];
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}

function holds(value: Value, handle: Value): boolean {
  if (Array.isArray(value)) return value.some((item) => holds(item, handle));
  if (isFields(value)) return Object.values(value).some((item) => holds(item, handle));
  return value === handle;
}
