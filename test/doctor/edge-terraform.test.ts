// What Terraform says about edge functions: ours has no fault, and each that is broken by hand has the one that names it.
import type { Block } from "../../doctor/terraform/read";
import { edgeVerdicts } from "../../doctor/terraform/verdicts";
import { synthesized, type TerraformJson } from "../modules/synthesized";
import { variants } from "../modules/variants";

const ours = synthesized(variants["edge functions of both kinds on all events"]);

/** `code block` of each fault, and what could not be read. */
function seen(json: object): string[] {
  return edgeVerdicts(json as Block).flatMap(({ faults, unread }) => [
    ...faults.map(({ code, block }) => `${code} ${block}`),
    ...unread.map((what) => `unread ${what}`),
  ]);
}

/** @returns the stack after an edit of its text, which must change it */
function edited(from: string | RegExp, to: string, of: object = ours): TerraformJson {
  const before = JSON.stringify(of);
  const after = before.replace(from, to);
  if (after === before) throw new Error(`${from} is not there`);
  return JSON.parse(after);
}

test("a stack of ours has no fault, and nothing in it is unread", () => {
  const verdicts = edgeVerdicts(ours as unknown as Block);
  expect(verdicts.map(({ subject }) => subject).sort()).toEqual([
    "aws_cloudfront_function.edge_login",
    "aws_cloudfront_function.edge_policy",
    "aws_cloudfront_function.edge_signature",
    expect.stringMatching(/^aws_cloudfront_function\.spa_fallback_/),
    "aws_lambda_function.edge_fallback",
    "aws_lambda_function.edge_headers",
    "aws_lambda_function.edge_user",
  ]);
  expect(seen(ours)).toEqual([]);
});

/** One hand-written function on one behavior, as people have it; each part can be replaced. */
function handWritten(changed: {
  readonly lambda?: object;
  readonly role?: object | null;
  readonly association?: object;
  readonly behavior?: object;
  readonly more?: object;
  readonly provider?: unknown;
}): object {
  const trust = {
    Statement: {
      Effect: "Allow",
      Action: ["sts:AssumeRole"],
      Principal: { Service: ["edgelambda.amazonaws.com", "lambda.amazonaws.com"] },
    },
  };
  const { lambda = {}, role = {}, association = {}, behavior = {}, more = {}, provider } = changed;
  // Types of resources, or blocks of other kinds; either is nothing to who looks for the other.
  return {
    ...more,
    provider: provider ?? { aws: [{ region: "eu-central-1" }, { alias: "east", region: "us-east-1" }] },
    resource: [
      {
        aws_lambda_function: {
          guard: [
            {
              ...{ provider: "aws.east", publish: "true", runtime: "python3.13", handler: "index.handler" },
              ...{ function_name: "guard", role: "${aws_iam_role.guard.arn}", ...lambda },
            },
          ],
        },
        ...(role ? { aws_iam_role: { guard: { assume_role_policy: JSON.stringify(trust), ...role } } } : {}),
      },
      {
        aws_cloudfront_distribution: {
          site: {
            default_cache_behavior: [
              {
                lambda_function_association: {
                  event_type: "viewer-request",
                  lambda_arn: "${aws_lambda_function.guard.qualified_arn}",
                  ...association,
                },
                ...behavior,
              },
            ],
          },
        },
      },
      more,
    ],
  };
}

test("blocks in lists, one block alone and texts for booleans are read as Terraform reads them", () => {
  expect(seen(handWritten({}))).toEqual([]);
});

const guard = "aws_lambda_function.guard";
const site = "aws_cloudfront_distribution.site";
const arn = (rest: string, region = "us-east-1") =>
  `arn:aws:lambda:${region}:123456789012:function:guard${rest}`;
const unknownSettings = `unread the settings of ${arn(":7")}`;

const versions: readonly (readonly [what: string, arn: string, lambda: object, seen: readonly string[]])[] = [
  ["the qualified ARN", `\${${guard}.qualified_arn}`, {}, []],
  ["the qualified ARN of one that counts", `\${${guard}[0].qualified_arn}`, {}, []],
  ["ARN and version", `\${${guard}.arn}:\${${guard}.version}`, {}, []],
  ["a version by number, unpublished since", `\${${guard}.arn}:3`, { publish: false }, []],
  ["a variable of its own", "${var.arn}", {}, [`unread lambda_arn of ${site} *`, unreadable("*")]],
  ["another's ARN with a version", arn(":7"), {}, [unknownSettings]],
  ["the function itself", `\${${guard}.arn}`, {}, [`doctor/edge-version ${site}`]],
  ["$LATEST", `\${${guard}.arn}:$LATEST`, {}, [`doctor/edge-version ${site}`]],
  ["the ARN for API Gateway", `\${${guard}.invoke_arn}`, {}, [`doctor/edge-version ${site}`]],
  [
    "no version, unpublished",
    `\${${guard}.qualified_arn}`,
    { publish: false },
    [`doctor/edge-version ${guard}`],
  ],
  ["no version, not said", `\${${guard}.qualified_arn}`, { publish: null }, [`doctor/edge-version ${guard}`]],
  [
    "a variable version",
    `\${${guard}.qualified_arn}`,
    { publish: "${var.p}" },
    [`unread publish of ${guard}`],
  ],
];

function unreadable(path: string): string {
  return `unread the settings of ${site} ${path} viewer-request`;
}

test.each(versions)("an association with %s", (_, lambda_arn, lambda, expected) => {
  expect(seen(handWritten({ association: { lambda_arn }, lambda }))).toEqual(expected);
});

test("an association with an alias, and literal ARNs of aliases, $LATEST and other regions", () => {
  const alias = { aws_lambda_alias: { live: { function_name: `\${${guard}.function_name}`, name: "live" } } };

  expect(
    seen(handWritten({ association: { lambda_arn: "${aws_lambda_alias.live.arn}" }, more: alias })),
  ).toEqual([`doctor/edge-version ${site}`]);
  for (const rest of ["", ":live", ":$LATEST"]) {
    expect(seen(handWritten({ association: { lambda_arn: arn(rest) } }))[0]).toBe(
      `doctor/edge-version ${site}`,
    );
  }
  expect(seen(handWritten({ association: { lambda_arn: arn(":7", "eu-west-1") } }))).toEqual([
    `doctor/edge-region ${site}`,
    unknownSettings.replace("us-east-1", "eu-west-1"),
  ]);
});

const regions: readonly (readonly [
  what: string,
  lambda: object,
  provider: unknown,
  seen: readonly string[],
])[] = [
  ["the default provider", { provider: null }, undefined, [`doctor/edge-region ${guard}`]],
  ["an expression as provider", { provider: "${aws.east}" }, undefined, []],
  ["a region of its own", { provider: null, region: "us-east-1" }, undefined, []],
  ["a provider that says no region", {}, { aws: { alias: "east" } }, [`unread the region of ${guard}`]],
  ["one provider, there", { provider: null }, { aws: { region: "us-east-1" } }, []],
];

test.each(regions)("a function made with %s", (_, lambda, provider, expected) => {
  expect(seen(handWritten({ lambda, provider }))).toEqual(expected);
});

const service = (...identifiers: string[]) => ({
  statement: [{ actions: ["sts:AssumeRole"], principals: [{ type: "Service", identifiers }] }],
});
const trusts = (...services: string[]) =>
  JSON.stringify({
    Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: services } }],
  });
const role = "aws_iam_role.guard";

const roles: readonly (readonly [
  what: string,
  role: object | null,
  data: object | null,
  seen: readonly string[],
])[] = [
  [
    "Lambda alone",
    { assume_role_policy: trusts("lambda.amazonaws.com") },
    null,
    [`doctor/edge-role ${role}`],
  ],
  [
    "the edge alone",
    { assume_role_policy: trusts("edgelambda.amazonaws.com") },
    null,
    [`doctor/edge-role ${role}`],
  ],
  [
    "both, but to deny",
    {
      assume_role_policy: trusts(...["lambda", "edgelambda"].map((one) => `${one}.amazonaws.com`)).replace(
        "Allow",
        "Deny",
      ),
    },
    null,
    [`doctor/edge-role ${role}`],
  ],
  [
    "both, in a document",
    document(),
    { trust: service("lambda.amazonaws.com", "edgelambda.amazonaws.com") },
    [],
  ],
  [
    "Lambda alone, in a document",
    document(),
    { trust: service("lambda.amazonaws.com") },
    [`doctor/edge-role ${role}`],
  ],
  [
    "nobody, in a document that denies",
    document(),
    {
      trust: {
        statement: service("lambda.amazonaws.com", "edgelambda.amazonaws.com").statement.map((one) => ({
          ...one,
          effect: "Deny",
        })),
      },
    },
    [`doctor/edge-role ${role}`],
  ],
  [
    "what only Terraform reads",
    { assume_role_policy: "${jsonencode({})}" },
    null,
    [`unread assume_role_policy of ${role}`],
  ],
  [
    "Lambda, and a document elsewhere",
    document(),
    { trust: { ...service("lambda.amazonaws.com"), source_policy_documents: ["${x}"] } },
    [`unread assume_role_policy of ${role}`],
  ],
  [
    "services by an expression",
    { assume_role_policy: trusts("lambda.${data.aws_partition.current.dns_suffix}") },
    null,
    [`unread assume_role_policy of ${role}`],
  ],
  ["who is made elsewhere", null, null, [`unread the role of ${guard}`]],
];

function document(): object {
  return { assume_role_policy: "${data.aws_iam_policy_document.trust.json}" };
}

test.each(roles)("a role that trusts %s", (_, changed, data, expected) => {
  const more = data ? { data: { aws_iam_policy_document: data } } : {};
  expect(seen(handWritten({ role: changed, more }))).toEqual(expected);
});

const settings: readonly (readonly [said: string, lambda: object])[] = [
  ["environment variables", { environment: { variables: { STAGE: "${var.stage}" } } }],
  ["a VPC", { vpc_config: [{ subnet_ids: ["${aws_subnet.a.id}"], security_group_ids: [] }] }],
  ["layers", { layers: ["${aws_lambda_layer_version.tools.arn}"] }],
  ["a dead-letter queue", { dead_letter_config: { target_arn: "${aws_sqs_queue.dead.arn}" } }],
  ["arm64", { architectures: ["arm64"] }],
  ["a container image", { package_type: "Image", image_uri: "${var.image}" }],
  ["tracing by X-Ray", { tracing_config: { mode: "Active" } }],
  ["more than 512 MB of storage", { ephemeral_storage: { size: 1024 } }],
  ["a timeout of 31 s", { timeout: 31 }],
  ["12000 MB of memory", { memory_size: "12000" }],
  ["every call is throttled", { reserved_concurrent_executions: 0 }],
  ["the runtime java21", { runtime: "java21" }],
  ["the runtime nodejs18.x", { runtime: "nodejs18.x" }],
];

test.each(settings)("a function with %s", (said, lambda) => {
  const [verdict] = edgeVerdicts(handWritten({ lambda }) as Block);
  expect(verdict!.faults).toMatchObject([{ code: "doctor/edge-setting", block: guard }]);
  expect(verdict!.faults[0]!.message).toContain(said);
});

test("what is set to nothing is no setting", () => {
  const lambda = {
    ...{ environment: [], vpc_config: { subnet_ids: [] }, layers: [], dead_letter_config: null },
    ...{ tracing_config: { mode: "PassThrough" }, timeout: 30, reserved_concurrent_executions: -1 },
  };
  expect(seen(handWritten({ lambda }))).toEqual([]);
});

test("variables with a default and local values are read, others are not", () => {
  const lambda = { timeout: "${var.seconds}", memory_size: "${local.megabytes}", runtime: "${var.runtime}" };
  const more = {
    variable: { seconds: { default: 60 }, runtime: { type: "string" } },
    locals: { megabytes: 256 },
  };
  expect(seen(handWritten({ lambda, more }))).toEqual([
    `doctor/edge-setting ${guard}`,
    `doctor/edge-memory ${guard}`,
    `unread runtime of ${guard}`,
  ]);
});

test("provisioned concurrency and a runtime that is held are settings too", () => {
  const own = { function_name: `\${${guard}.function_name}` };
  const more = {
    aws_lambda_provisioned_concurrency_config: { a: own },
    aws_lambda_runtime_management_config: { a: { ...own, update_runtime_on: "Manual" } },
  };
  const faults = edgeVerdicts(handWritten({ more }) as Block).flatMap((one) => one.faults);
  expect(faults.map(({ message }) => message)).toEqual([
    "The function has provisioned concurrency, updates of its runtime by hand: Lambda@Edge may not.",
  ]);
});

const mine = { event_type: "viewer-response", function_arn: "${aws_cloudfront_function.add.arn}" };
const add = {
  aws_cloudfront_function: { add: { name: "add", runtime: "cloudfront-js-2.0", code: '${file("a.js")}' } },
};
const event = `doctor/edge-event ${site}`;

const together: readonly (readonly [what: string, behavior: object, seen: readonly string[]])[] = [
  ["both kinds on viewer events", { function_association: mine }, [event]],
  [
    "both kinds, one on an origin event",
    { lambda_function_association: lambdaOn("origin-request"), function_association: mine },
    [],
  ],
  [
    "two on one event",
    { lambda_function_association: [lambdaOn("origin-request"), lambdaOn("origin-request")] },
    [event],
  ],
  ["one on no event", { lambda_function_association: lambdaOn("viewer-requests") }, [event]],
  [
    "a CloudFront Function on an origin event",
    { function_association: { ...mine, event_type: "origin-request" }, lambda_function_association: [] },
    [event],
  ],
  [
    "a body for a response",
    { lambda_function_association: { ...lambdaOn("origin-response"), include_body: true } },
    [event],
  ],
  [
    "what an expression makes",
    { dynamic: { lambda_function_association: {} } },
    [`unread the dynamic associations of ${site} *`],
  ],
];

function lambdaOn(event_type: string): object {
  return { event_type, lambda_arn: `\${${guard}.qualified_arn}` };
}

test.each(together)("a behavior with %s", (_, behavior, expected) => {
  expect(seen(handWritten({ behavior, more: add }))).toEqual(expected);
});

test("a CloudFront Function that is not published, has two stores, or runs in something else", () => {
  const of = (changed: object) =>
    seen(
      handWritten({
        behavior: { lambda_function_association: [], function_association: mine },
        more: { aws_cloudfront_function: { add: { ...add.aws_cloudfront_function.add, ...changed } } },
      }),
    );
  const own = "aws_cloudfront_function.add";
  expect(of({})).toEqual([]);
  expect(of({ publish: false })).toEqual([`doctor/edge-version ${own}`]);
  expect(of({ runtime: "nodejs22.x" })).toEqual([`doctor/edge-setting ${own}`]);
  expect(of({ key_value_store_associations: ["${a.b.arn}", "${a.c.arn}"] })).toEqual([
    `doctor/edge-setting ${own}`,
  ]);
});

const update = ["cloudfront:UpdateDistribution", "cloudfront:GetDistribution"];
const rights = ["lambda:GetFunction", "lambda:EnableReplication*", "iam:CreateServiceLinkedRole"];
const allow = (...actions: string[]) =>
  JSON.stringify({ Statement: [{ Effect: "Allow", Action: actions, Resource: "*" }] });
const inline = (policy: string) => ({
  aws_iam_role_policy: { a: { role: "${aws_iam_role.deploy.id}", policy } },
});
const attached = (policy_arn: string, policy: string) => ({
  aws_iam_policy: { rest: { policy } },
  aws_iam_role_policy_attachment: { rest: { role: "${aws_iam_role.deploy.name}", policy_arn } },
});
const lacks = ["doctor/edge-replication aws_iam_role.deploy"];

const deployers: readonly (readonly [what: string, more: object, seen: readonly string[]])[] = [
  ["distributions alone", inline(allow(...update)), lacks],
  ["distributions and all but one", inline(allow(...update, ...rights.slice(1))), lacks],
  ["both", inline(allow(...update, ...rights)), []],
  ["both, by wildcards", inline(allow("cloudfront:*", "lambda:*", "iam:Create*")), []],
  ["everything", inline(allow("*")), []],
  ["invalidations", inline(allow("cloudfront:CreateInvalidation")), []],
  [
    "both, by two policies",
    { ...inline(allow(...update)), ...attached("${aws_iam_policy.rest.arn}", allow(...rights)) },
    [],
  ],
  [
    "distributions, and what AWS says",
    { ...inline(allow(...update)), ...attached("arn:aws:iam::aws:policy/PowerUserAccess", "{}") },
    [],
  ],
  ["what only Terraform reads", inline("${jsonencode({})}"), []],
  [
    "distributions, and all by a policy inside the role",
    { ...inline(allow(...update)), ...deployer({ inline_policy: [{ policy: allow("*") }] }) },
    [],
  ],
  [
    "distributions, and what AWS says of the role",
    { ...inline(allow(...update)), ...deployer({ managed_policy_arns: ["arn:aws:iam::aws:policy/X"] }) },
    [],
  ],
  [
    "distributions, and what a policy of several roles says",
    {
      ...inline(allow(...update)),
      aws_iam_policy_attachment: { rest: { roles: ["${aws_iam_role.deploy.name}"], policy_arn: "x" } },
    },
    [],
  ],
];

function deployer(block: object): object {
  return { aws_iam_role: { deploy: block } };
}

test.each(deployers)("a role that may deploy %s", (_, more, expected) => {
  expect(seen(handWritten({ more }))).toEqual(expected);
});

test.each([
  ["architectures", ["${var.arch}"]],
  ["tracing_config", [{ mode: "${var.mode}" }]],
  ["ephemeral_storage", [{ size: "${var.size}" }]],
])("%s by an expression is not read", (attribute, value) => {
  expect(seen(handWritten({ lambda: { [attribute]: value } }))).toEqual([`unread ${attribute} of ${guard}`]);
});

test("a stack of ours that somebody edits", () => {
  const broken = edited(
    /"publish":true,"role":"\$\{aws_iam_role.edge_user_role.arn\}"/,
    '"role":"${aws_iam_role.edge_user_role.arn}"',
  );
  expect(seen(broken)).toEqual(["doctor/edge-version aws_lambda_function.edge_user"]);
  const distrusted = edited(/(edge_user_role":\{.*?)edgelambda/, "$1apigateway");
  expect(seen(distrusted)).toEqual(["doctor/edge-role aws_iam_role.edge_user_role"]);
  expect(
    seen(
      edited('"alias":"us_east_1","region":"us-east-1"', '"alias":"us_east_1","region":"eu-west-1"'),
    ).sort(),
  ).toEqual(["fallback", "headers", "user"].map((id) => `doctor/edge-region aws_lambda_function.edge_${id}`));
});

test("text that is no stack has nothing to judge", () => {
  for (const json of [{}, { resource: null }, { resource: { aws_cloudfront_distribution: [1, "x"] } }]) {
    expect(edgeVerdicts(json as Block)).toEqual([]);
  }
});
