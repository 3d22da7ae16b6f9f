// What exists already is taken over by the real terraform command, on the stand-in: nothing of it is made a second time.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Project } from "../../../config/project";
import { describeWith } from "../../programs";
import { moathon } from "../../projects";
import { StandIn, standInVersion } from "../../terraform/stand-in/mirror";

const vpcId = "vpc-0a1b2c3d4e5f67890";
const project: Project = {
  ...moathon,
  server: { ...moathon.server!, securityGroup: { vpcId, import: null } },
};

describeWith(["terraform"], `import on the stand-in for AWS provider ${standInVersion}`, () => {
  let standIn: StandIn;
  beforeAll(() => {
    standIn = new StandIn();
  });
  afterAll(() => standIn.remove());

  test("bucket, distribution and security group are imported, not created, and then nothing is pending", () => {
    const deployment = standIn.deployment("import").synthesize(project);
    deployment.apply();
    const state = join(deployment.folder, "terraform.tfstate");
    const made = JSON.parse(readFileSync(state, "utf8")) as State;
    // Made by hand, as far as this state knows.
    const addresses = [
      "aws_s3_bucket.bucket_client",
      "aws_cloudfront_distribution.distribution_site",
      "aws_security_group.server",
    ];
    deployment.ok("state", "rm", ...addresses);

    const group = attributes(made, "aws_security_group");
    const taken: Project = {
      ...project,
      buckets: { client: { ...project.buckets["client"]!, import: true } },
      distributions: {
        site: {
          ...project.distributions["site"]!,
          importId: attributes(made, "aws_cloudfront_distribution").id!,
        },
      },
      server: {
        ...project.server!,
        securityGroup: {
          vpcId,
          import: { id: group.id!, name: group.name!, description: group.description! },
        },
      },
    };
    deployment.synthesize(taken);
    const plan = deployment.terraform("plan", "-input=false");
    expect([plan.status, plan.stderr]).toEqual([0, ""]);
    expect(plan.stdout).toMatch(/Plan: 3 to import, 0 to add, \d+ to change, 0 to destroy\./);

    expect(deployment.apply().filter(({ operation }) => operation === "create")).toEqual([]);
    expect(deployment.pending()).toBe("");
  });

  test("rejects an id that is not there, and changes nothing", () => {
    const absent = { ...project.distributions["site"]!, importId: "E0000000000000" };
    const deployment = standIn
      .deployment("absent")
      .synthesize({ ...project, distributions: { site: absent } })
      .init();
    const { status, stderr } = deployment.terraform("apply", "-input=false", "-auto-approve");
    expect(status).toBe(1);
    expect(stderr).toContain("Cannot import non-existent remote object");
    expect(deployment.calls()).toEqual([]);
  });
});

interface State {
  readonly resources: readonly { type: string; instances: { attributes: Record<string, string> }[] }[];
}

function attributes({ resources }: State, type: string): Record<string, string> {
  return resources.find((one) => one.type === type)!.instances[0]!.attributes;
}
