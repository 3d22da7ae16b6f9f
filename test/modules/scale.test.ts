// What comes or goes in the middle of a config moves nothing else; what exists already is taken over.
import type { Project } from "../../config/project";
import { moathon } from "../projects";
import { synthesized, type TerraformJson } from "./synthesized";
import { api, variants, withBehaviors } from "./variants";

const page = moathon.distributions["site"]!.behaviors[0]!;
const client = moathon.buckets["client"]!;
const site = moathon.distributions["site"]!;
const keys = variants["signed behaviors"].signingKeys;

/** Every resource and output by address, as text. */
function parts(project: Project): Map<string, string> {
  const { resource, output } = synthesized(project);
  const resources = Object.entries(resource).flatMap(([type, ones]) =>
    Object.entries(ones).map(([id, block]) => [`${type}.${id}`, JSON.stringify(block)] as const),
  );
  return new Map([
    ...resources,
    ...Object.entries(output).map(([id, one]) => [id, JSON.stringify(one)] as const),
  ]);
}

const ends = {
  ...moathon,
  buckets: { a: { ...client, id: "a", name: "bucket-a" }, client },
  distributions: { a: { ...site, id: "a" }, site },
  signingKeys: [keys[0], keys[2]],
};
const withMiddle: Project = {
  ...ends,
  buckets: { a: ends.buckets.a, b: { ...client, id: "b", name: "bucket-b" }, client },
  distributions: {
    a: ends.distributions.a,
    b: { ...site, id: "b", behaviors: [{ ...page, origin: { ...page.origin, bucket: "b" } as never }] },
    site,
  },
};

test("a bucket and a distribution in the middle leave every other address and setting as it was", () => {
  const [before, after] = [parts(ends), parts(withMiddle)];
  for (const [address, text] of before) expect([address, after.get(address)]).toEqual([address, text]);
  const added = [...after.keys()].filter((address) => !before.has(address));
  expect(added.length).toBeGreaterThan(5);
  for (const address of added) expect(address).toMatch(/_b(_|$)/);
});

test("a key in the middle adds a key, and changes the list of the group alone", () => {
  const [before, after] = [parts(ends), parts({ ...ends, signingKeys: [keys[0], keys[1], keys[2]] })];
  const changed = [...before]
    .filter(([address, text]) => after.get(address) !== text)
    .map(([address]) => address);
  expect(changed).toEqual(["aws_cloudfront_key_group.signing_keys"]);
});

test("a behavior in the middle changes its distribution and nothing else", () => {
  const [one, two] = [
    { ...page, path: "/a/*" },
    { ...page, path: "/c/*" },
  ];
  const before = parts(withBehaviors(one, two, page));
  const after = parts(withBehaviors(one, { ...page, path: "/b/*" }, two, page));
  expect([...before.keys()]).toEqual([...after.keys()]);
  const changed = [...before]
    .filter(([address, text]) => after.get(address) !== text)
    .map(([address]) => address);
  expect(changed).toEqual(["aws_cloudfront_distribution.distribution_site"]);
});

test("ids in another order are the same addresses", () => {
  const { a, ...rest } = ends.buckets;
  const turned = { ...ends, buckets: { ...rest, a } };
  expect([...parts(turned).keys()].sort()).toEqual([...parts(ends).keys()].sort());
});

describe("what exists", () => {
  const imports = (project: Project) =>
    (synthesized(project) as TerraformJson & { import?: object[] }).import;

  test("is imported under its address: bucket, distribution and security group", () => {
    const project: Project = {
      ...withBehaviors(api, page),
      buckets: { client: { ...client, import: true } },
      server: {
        ...moathon.server!,
        securityGroup: {
          vpcId: "vpc-0a1b2c3d4e5f67890",
          import: {
            id: "sg-0a1b2c3d4e5f67890",
            name: "launch-wizard-1",
            description: "launch-wizard-1 ${created}",
          },
        },
      },
    };
    const taken = {
      ...project,
      distributions: { site: { ...project.distributions["site"]!, importId: "E1A2B3C4D5E6F7" } },
    };
    expect(imports(taken)).toEqual([
      { id: "moathon-client-dist", to: "aws_s3_bucket.bucket_client" },
      { id: "E1A2B3C4D5E6F7", to: "aws_cloudfront_distribution.distribution_site" },
      { id: "sg-0a1b2c3d4e5f67890", to: "aws_security_group.server" },
    ]);
    expect(synthesized(taken).resource["aws_security_group"]).toMatchObject({
      server: { name: "launch-wizard-1", description: "launch-wizard-1 $${created}" },
    });
  });

  test("is not where nothing is named", () => {
    expect(imports(variants["new security group"])).toBeUndefined();
  });
});
