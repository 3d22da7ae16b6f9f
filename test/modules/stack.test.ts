// The stack of a project: addresses and outputs that users rely on, providers, backend, tags.
import type { Project } from "../../config/project";
import { argumentsOfProvider6 } from "../../modules/provider-versions";
import { clientOrigin, moathon, serverOrigin } from "../projects";
import { addresses, type Block, only, synthesized } from "./synthesized";
import { hostile, variants, withSite } from "./variants";

const made = synthesized(moathon);

test("addresses are the public contract, so a change of this list is a breaking change", () => {
  const readable = addresses(made).map((address) => address.replace(/[0-9a-f]{12}$/, "<digest>"));
  expect(readable).toEqual([
    "aws_cloudfront_distribution.distribution_site",
    "aws_cloudfront_function.spa_fallback_<digest>",
    "aws_cloudfront_origin_access_control.bucket_client_oac",
    "aws_cloudfront_response_headers_policy.response_headers_<digest>",
    "aws_s3_bucket.bucket_client",
    "aws_s3_bucket_lifecycle_configuration.bucket_client_lifecycle",
    "aws_s3_bucket_ownership_controls.bucket_client_ownership_controls",
    "aws_s3_bucket_policy.bucket_client_policy",
    "aws_s3_bucket_public_access_block.bucket_client_public_access_block",
    "aws_s3_bucket_server_side_encryption_configuration.bucket_client_encryption",
    "aws_s3_bucket_versioning.bucket_client_versioning",
    "aws_vpc_security_group_ingress_rule.server_http_ipv4",
    "aws_vpc_security_group_ingress_rule.server_http_ipv6",
    "aws_vpc_security_group_ingress_rule.server_https_ipv4",
    "aws_vpc_security_group_ingress_rule.server_https_ipv6",
  ]);
});

test("addresses of certificate, records, keys and a new security group are part of the contract", () => {
  expect(addresses(synthesized(variants["new certificate, aliases, DNS, no IPv6"]))).toEqual(
    expect.arrayContaining([
      "aws_acm_certificate.certificate_site",
      "aws_acm_certificate_validation.certificate_site_validation",
      "aws_route53_record.certificate_site_record",
      "aws_route53_record.dns_site_a",
    ]),
  );
  expect(addresses(synthesized(variants["signed behaviors"]))).toEqual(
    expect.arrayContaining([
      "aws_cloudfront_key_group.signing_keys",
      "aws_cloudfront_public_key.signing_keys_2026-11",
    ]),
  );
  expect(addresses(synthesized(variants["new security group"]))).toEqual(
    expect.arrayContaining([
      "aws_security_group.server",
      "aws_vpc_security_group_egress_rule.server_egress_ipv4",
    ]),
  );
});

test("outputs keep their names, directly below the stack, for the outputs file", () => {
  const json = synthesized(variants["signed behaviors"]);
  const names = [
    "bucket_client_name",
    "distribution_site_domain_name",
    "distribution_site_id",
    "server_security_group_id",
    "signing_key_2026-10_id",
    "signing_key_2026-11_id",
    "signing_key_2026-12_id",
  ];
  expect(Object.keys(json.output)).toEqual(names);
  // What `cdktf deploy --outputs-file` reads: { stack: { output: name of the Terraform output } }.
  expect(json["//"].outputs).toEqual({ moathon: Object.fromEntries(names.map((name) => [name, name])) });
});

test("the same project gives the same bytes", () => {
  expect(JSON.stringify(synthesized(moathon))).toBe(JSON.stringify(made));
});

test("providers are a range of hashicorp/aws, not the exact version of the bindings", () => {
  expect(made.terraform.required_providers).toEqual({
    aws: { source: "hashicorp/aws", version: ">= 6.25.0, < 7.0.0" },
  });
});

test("us-east-1 is there even if unused: without it Terraform could not delete a certificate taken out of the config", () => {
  expect(made.provider.aws).toEqual([
    { region: "ap-northeast-2" },
    { region: "us-east-1", alias: "us_east_1" },
  ]);
});

test("tags go on everything, through both providers, with their keys as written", () => {
  const { provider } = synthesized({ ...moathon, tags: { CostCenter: "a b", "app:Tier.one": "1" } });
  const tags = { CostCenter: "a b", "app:Tier.one": "1" };
  expect(provider.aws.map((aws) => aws["default_tags"])).toEqual([[{ tags }], [{ tags }]]);
});

describe("AWS provider 5.100", () => {
  const project = variants["certificate by ARN, policies of 2025"];
  const certificate = (target: "6" | "5.100") =>
    only(
      synthesized({ ...project, terraform: { ...project.terraform, awsProvider: target } }),
      "aws_cloudfront_distribution",
    )["viewer_certificate"];

  test("gets the newest TLS policy that it knows", () => {
    expect(certificate("6").minimum_protocol_version).toBe("TLSv1.2_2025");
    expect(certificate("5.100").minimum_protocol_version).toBe("TLSv1.2_2021");
  });

  test("knows every argument that any variant has", () => {
    const used = Object.values(variants).flatMap((variant) =>
      Object.entries(synthesized(variant).resource).flatMap(([type, ones]) =>
        Object.values(ones).flatMap((block) => argumentPaths(block).map((path) => `${type}.${path}`)),
      ),
    );
    expect(used).toContain("aws_cloudfront_distribution.origin.custom_origin_config.origin_read_timeout");
    const banned = argumentsOfProvider6.map((path) => path.replace(/^\*/, ""));
    expect(
      used.filter((path) =>
        banned.some((ban) => path === ban || (ban.startsWith(".") && path.endsWith(ban))),
      ),
    ).toEqual([]);
  });
});

function argumentPaths(block: Block): string[] {
  return Object.entries(block).flatMap(([key, value]) => {
    const nested = (Array.isArray(value) ? value : [value]).filter(
      (one) => typeof one === "object" && one !== null,
    );
    return key === "//" ? [] : [key, ...nested.flatMap(argumentPaths).map((path) => `${key}.${path}`)];
  });
}

describe("the backend", () => {
  test("local: a file beside the output folder, at no absolute path", () => {
    expect(made.terraform.backend).toEqual({ local: { path: "../../../terraform.moathon.tfstate" } });
    expect(JSON.stringify(made)).not.toContain(process.cwd());
  });

  test("S3: encrypted, with native locking", () => {
    expect(synthesized(variants["hostile text, S3 backend, environment"]).terraform.backend).toEqual({
      s3: {
        bucket: "states",
        key: "moathon/staging/terraform.tfstate",
        region: "eu-west-1",
        encrypt: true,
        use_lockfile: true,
      },
    });
  });

  test("HCP Terraform: the workspace by name", () => {
    const { terraform } = synthesized(variants["no server, HCP Terraform"]);
    expect(terraform.cloud).toEqual({ organization: "acme", workspaces: { name: "moathon" } });
    expect(terraform.backend).toBeUndefined();
  });
});

test("no text of the user is a Terraform template", () => {
  const json = JSON.stringify(synthesized(variants["hostile text, S3 backend, environment"]));
  expect(json).toContain("$${var.x}");
  expect(json).not.toMatch(/(?<!\$)\$\{var\.x\}/);
  expect(hostile).toContain("${var.x}");
});

describe("rejects a project that does not fit together", () => {
  const page = moathon.distributions["site"]!.behaviors[0]!;
  test.each<[string, Project, string]>([
    ["a signed behavior without keys", withSite({ behaviors: [{ ...page, signed: true }] }), "signingKeys"],
    [
      "a server origin without server",
      {
        ...withSite({
          behaviors: [{ ...page, origin: serverOrigin }],
        }),
        server: null,
      },
      "server",
    ],
    [
      "a bucket that is not there",
      withSite({ behaviors: [{ ...page, origin: { ...clientOrigin, bucket: "gone" } }] }),
      '"gone"',
    ],
    [
      "a certificate to validate without a zone",
      withSite({ aliases: ["a.example.com"], certificate: { create: true } }),
      "dns",
    ],
  ])("%s", (_, project, named) => {
    expect(() => synthesized(project)).toThrow(named);
  });
});
