// Settings that functions may have elsewhere and not at the edge (Developer Guide, lambda-at-edge-function-restrictions).
import { type Block, isLiteral, ofType, reference, resolved, single } from "./read";
import type { Seen } from "./seen";

interface Rule {
  readonly attribute: string;
  /** @returns what is wrong with a value that stands there; null for nothing */
  readonly wrong: (value: unknown) => string | null;
  /** Of a list, how long it is decides, whatever its items are. */
  readonly decides?: "length";
}

const lambdaRules: readonly Rule[] = [
  {
    attribute: "environment",
    wrong: (value) => says(count(single(value)["variables"]) > 0, "environment variables"),
  },
  { attribute: "vpc_config", wrong: (value) => says(count(single(value)["subnet_ids"]) > 0, "a VPC") },
  { attribute: "layers", wrong: (value) => says(count(value) > 0, "layers") },
  { attribute: "dead_letter_config", wrong: (value) => says(count(value) > 0, "a dead-letter queue") },
  { attribute: "file_system_config", wrong: (value) => says(count(value) > 0, "a file system") },
  { attribute: "package_type", wrong: (value) => says(value === "Image", "a container image") },
  { attribute: "source_kms_key_arn", wrong: () => "a package encrypted with a key of your own" },
  { attribute: "architectures", wrong: (value) => says(String(value).includes("arm64"), "arm64") },
  {
    attribute: "tracing_config",
    wrong: (value) => says(single(value)["mode"] === "Active", "tracing by X-Ray"),
  },
  {
    attribute: "ephemeral_storage",
    wrong: (value) => says(Number(single(value)["size"]) > 512, "more than 512 MB of storage"),
  },
  {
    attribute: "timeout",
    wrong: (value) => says(Number(value) > 30, `a timeout of ${value} s (at most 30)`),
  },
  {
    attribute: "memory_size",
    wrong: (value) => says(Number(value) > 10_240, `${value} MB of memory (at most 10,240)`),
  },
  {
    attribute: "reserved_concurrent_executions",
    wrong: (value) => says(Number(value) === 0, "no concurrency at all, so that every call is throttled"),
  },
  { attribute: "runtime", wrong: wrongRuntime },
];

const functionRules: readonly Rule[] = [
  {
    attribute: "runtime",
    wrong: (value) => says(!/^cloudfront-js-[12]\.0$/.test(String(value)), `the runtime ${value}`),
  },
  {
    attribute: "key_value_store_associations",
    wrong: (value) => says(count(value) > 1, "more than one key value store"),
    decides: "length",
  },
];

// Lambda's table of supported runtimes; Lambda@Edge takes Node.js and Python alone (reference edge.md §2.4).
function wrongRuntime(value: unknown): string | null {
  const [, language, version] = /^(nodejs|python3\.)(\d+)(?:\.x)?$/.exec(String(value)) ?? [];
  if (language === undefined) return `the runtime ${value}, which is neither Node.js nor Python`;
  const oldest = language === "nodejs" ? 22 : 10;
  return says(Number(version) < oldest, `the runtime ${value}, which Lambda does not support any more`);
}

export function lambdaSettings(
  json: Block,
  address: string,
  block: Block,
  events: readonly string[],
): Seen[] {
  const found = [...judged(json, block, lambdaRules), ...besideIt(json, address)];
  return [
    ...(found.length > 0 ? [settingFault(address, `has ${found.join(", ")}`, "Lambda@Edge")] : []),
    ...viewerMemory(json, address, block, events),
    ...unread(json, address, block, lambdaRules),
  ];
}

// Settings that are resources of their own.
function besideIt(json: Block, address: string): string[] {
  const own = (type: string) =>
    ofType(json, "resource", type).filter(
      ({ block }) => reference(block["function_name"])?.address === address,
    );
  const provisioned = own("aws_lambda_provisioned_concurrency_config");
  const managed = own("aws_lambda_runtime_management_config");
  return [
    ...(provisioned.length > 0 ? ["provisioned concurrency"] : []),
    ...(managed.some(({ block }) => (block["update_runtime_on"] ?? "Auto") !== "Auto")
      ? ["updates of its runtime by hand"]
      : []),
  ];
}

export function functionSettings(json: Block, address: string, block: Block): Seen[] {
  const found = judged(json, block, functionRules);
  return [
    ...(found.length > 0 ? [settingFault(address, `has ${found.join(", ")}`, "CloudFront Functions")] : []),
    ...unread(json, address, block, functionRules),
  ];
}

function settingFault(block: string, what: string, kind: string): Seen {
  return {
    ...{ code: "doctor/edge-setting", block, attribute: "" },
    message: `The function ${what}: ${kind} may not.`,
    fix: "Take it out of the function and deploy; settings that it needs belong into its code.",
  };
}

// Two pages of the guide differ: 128 MB for viewer events, or Lambda's own limit (reference edge.md §0).
function viewerMemory(json: Block, block: string, { memory_size }: Block, events: readonly string[]): Seen[] {
  const megabytes = Number(resolved(json, memory_size ?? 128));
  const onViewer = events.find((event) => event.startsWith("viewer-"));
  if (onViewer === undefined || !(megabytes > 128 && megabytes <= 10_240)) return [];
  return [
    {
      ...{ code: "doctor/edge-memory", block, attribute: "memory_size" },
      message: `The function has ${megabytes} MB of memory on ${onViewer}, where one page of the guide allows 128.`,
      fix: "Write `memory_size = 128`, unless AWS has taken more.",
    },
  ];
}

function judged(json: Block, block: Block, rules: readonly Rule[]): string[] {
  return rules.flatMap(({ attribute, wrong }) => {
    const value = resolved(json, block[attribute]);
    if (value === undefined || value === null) return [];
    // An image or a list of layers is one, whatever the expression.
    return isLiteral(value) || typeof value !== "string" ? (wrong(value) ?? []) : [];
  });
}

function unread(json: Block, address: string, block: Block, rules: readonly Rule[]): Seen[] {
  return rules
    .filter(({ attribute, wrong, decides }) => {
      const value = resolved(json, block[attribute]);
      if (isLiteral(value)) return false;
      return typeof value === "string" || (decides !== "length" && wrong(value) === null);
    })
    .map(({ attribute }) => ({ unread: `${attribute} of ${address}` }));
}

function says(isWrong: boolean, what: string): string | null {
  return isWrong ? what : null;
}

/** How many items, keys or blocks; an expression may be any number of them, and is taken for some. */
function count(value: unknown): number {
  if (typeof value === "string") return value === "" ? 0 : 1;
  if (Array.isArray(value)) return value.filter((one) => count(one) > 0).length;
  return typeof value === "object" && value !== null ? Object.keys(value).length : 0;
}
