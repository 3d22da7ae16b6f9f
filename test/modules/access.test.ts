// Who gets in: signing keys, certificates and names of a distribution, ports of the server.
import { SigningKeys } from "../../modules";
import { moathon } from "../projects";
import { inPlainStack, only, synthesized } from "./synthesized";
import { publicKeyPem, variants, withSite } from "./variants";

describe("signing keys", () => {
  const made = synthesized(variants["signed behaviors"]);

  test("of every phase are in the group: staged ones before they sign, retiring ones for what they signed", () => {
    expect(only(made, "aws_cloudfront_key_group")["items"]).toEqual([
      "${aws_cloudfront_public_key.signing_keys_2026-11.id}",
      "${aws_cloudfront_public_key.signing_keys_2026-12.id}",
      "${aws_cloudfront_public_key.signing_keys_2026-10.id}",
    ]);
  });

  test.each(["", "\n", "\n\n"])(
    "end in one newline, given %j: else the provider replaces them at every apply",
    (end) => {
      const json = inPlainStack(
        (stack) =>
          new SigningKeys(stack, "keys", {
            keys: [{ id: "a", publicKeyPem: publicKeyPem.trim() + end, phase: "active" }],
          }),
      );
      expect(only(json, "aws_cloudfront_public_key")["encoded_key"]).toBe(publicKeyPem);
    },
  );

  test("are made before anything is signed, so that they are known everywhere in time", () => {
    const project = { ...moathon, signingKeys: variants["signed behaviors"].signingKeys };
    expect(synthesized(project).resource).toHaveProperty("aws_cloudfront_key_group");
  });

  test("leave the group in place when they rotate", () => {
    const [first, ...rest] = variants["signed behaviors"].signingKeys;
    const rotated = synthesized({ ...variants["signed behaviors"], signingKeys: rest });
    expect(first!.id).toBe("2026-11");
    expect(only(rotated, "aws_cloudfront_key_group")["name"]).toBe(
      only(made, "aws_cloudfront_key_group")["name"],
    );
  });
});

describe("a new certificate", () => {
  const made = synthesized(variants["new certificate, aliases, DNS, no IPv6"]);

  test("lies in us-east-1, where CloudFront looks for it", () => {
    expect(only(made, "aws_acm_certificate")).toMatchObject({
      provider: "aws.us_east_1",
      domain_name: "app.example.com",
      subject_alternative_names: ["*.app.example.com"],
      validation_method: "DNS",
    });
    expect(only(made, "aws_acm_certificate_validation")["provider"]).toBe("aws.us_east_1");
  });

  test("is used once it is validated: the bare one is refused", () => {
    expect(only(made, "aws_cloudfront_distribution")["viewer_certificate"].acm_certificate_arn).toBe(
      "${aws_acm_certificate_validation.certificate_site_validation.certificate_arn}",
    );
    expect(only(made, "aws_acm_certificate_validation")["validation_record_fqdns"]).toBe(
      "${[for record in aws_route53_record.certificate_site_record : record.fqdn]}",
    );
  });

  test("is validated by records whose keys Terraform knows before the first apply", () => {
    expect(made.resource["aws_route53_record"]!["certificate_site_record"]).toMatchObject({
      for_each:
        "${{ for option in aws_acm_certificate.certificate_site.domain_validation_options : option.domain_name => option }}",
      zone_id: "Z0123456789ABCDEFGHIJ",
      allow_overwrite: true,
    });
  });
});

describe("alias records", () => {
  const aliased = variants["new certificate, aliases, DNS, no IPv6"];

  test("are A and HTTPS without IPv6, AAAA too with it", () => {
    const types = (ipv6: boolean) =>
      Object.keys(
        synthesized(withSite({ ...aliased.distributions["site"]!, ipv6 })).resource["aws_route53_record"]!,
      ).filter((id) => id.startsWith("dns_"));
    expect(types(false)).toEqual(["dns_site_a", "dns_site_https"]);
    expect(types(true)).toEqual(["dns_site_a", "dns_site_aaaa", "dns_site_https"]);
  });

  test("are one for each alias and point at the distribution", () => {
    expect(synthesized(aliased).resource["aws_route53_record"]!["dns_site_a"]).toMatchObject({
      for_each: { "app.example.com": "app.example.com", "*.app.example.com": "*.app.example.com" },
      name: "${each.key}",
      type: "A",
      alias: {
        name: "${aws_cloudfront_distribution.distribution_site.domain_name}",
        zone_id: "${aws_cloudfront_distribution.distribution_site.hosted_zone_id}",
      },
    });
  });
});

describe("the server's ports", () => {
  const rules = (name: keyof typeof variants) =>
    Object.values(synthesized(variants[name]).resource["aws_vpc_security_group_ingress_rule"]!).map(
      ({ from_port, to_port, cidr_ipv4, cidr_ipv6, prefix_list_id, security_group_id }) =>
        `${security_group_id} ${from_port}-${to_port} ${cidr_ipv4 ?? cidr_ipv6 ?? prefix_list_id}`,
    );
  const group = "sg-0a1b2c3d4e5f67890";
  const http = [`${group} 80-80 0.0.0.0/0`, `${group} 80-80 ::/0`];

  test("443 and 80 are open to anyone", () => {
    expect(rules("bucket behind OAC, server on nip.io")).toEqual([
      ...http,
      `${group} 443-443 0.0.0.0/0`,
      `${group} 443-443 ::/0`,
    ]);
  });

  test("443 is open to CloudFront alone where asked, 80 still to anyone: ACME needs it", () => {
    expect(rules("server behind the distribution, open to CloudFront alone")).toEqual([
      ...http,
      `${group} 443-443 pl-22a6434b`,
    ]);
  });

  test("CloudFront's prefix list is looked up where its id is not given", () => {
    expect(rules("prefix list looked up")).toContain(
      `${group} 443-443 \${data.aws_ec2_managed_prefix_list.server_cloudfront.id}`,
    );
    expect(synthesized(variants["prefix list looked up"]).data).toMatchObject({
      aws_ec2_managed_prefix_list: {
        server_cloudfront: { name: "com.amazonaws.global.cloudfront.origin-facing" },
      },
    });
  });

  test("a new group lets everything out and has no inline rules, which would delete others' rules", () => {
    const json = synthesized(variants["new security group"]);
    const made = only(json, "aws_security_group");
    expect(made["vpc_id"]).toBe("vpc-0a1b2c3d4e5f67890");
    expect(made).not.toHaveProperty("ingress");
    expect(made).not.toHaveProperty("egress");
    expect(
      Object.values(json.resource["aws_vpc_security_group_egress_rule"]!).map(
        ({ ip_protocol, cidr_ipv4, cidr_ipv6 }) => [ip_protocol, cidr_ipv4 ?? cidr_ipv6],
      ),
    ).toEqual([
      ["-1", "0.0.0.0/0"],
      ["-1", "::/0"],
    ]);
    expect(json.output["server_security_group_id"]!["value"]).toBe("${aws_security_group.server.id}");
  });

  test("stay alone where no group is given", () => {
    const json = synthesized({ ...moathon, server: { ...moathon.server!, securityGroup: null } });
    expect(json.resource).not.toHaveProperty("aws_vpc_security_group_ingress_rule");
    expect(json.output).not.toHaveProperty("server_security_group_id");
  });
});
