// The real terraform command takes each example through its life on the stand-in: apply, an empty plan, update, destroy.
import type { Project } from "../../../config/project";
import { exampleProjects } from "../../example-projects";
import { everything } from "../../modules/everything";
import { describeWith } from "../../programs";
import { bindingsSchema } from "../../terraform/bindings-schema";
import { StandIn, standInVersion } from "../../terraform/stand-in/mirror";

const projects = [...exampleProjects.flatMap((example) => example.projects), everything];

describeWith(["terraform"], `terraform on the stand-in for AWS provider ${standInVersion}`, () => {
  let standIn: StandIn;
  beforeAll(() => {
    standIn = new StandIn();
  });
  afterAll(() => standIn.remove());

  test.each(projects.map((project) => [project.stack, project] as const))(
    "applies, plans nothing more, updates in place and destroys: %s",
    (stack, project) => {
      const deployment = standIn.deployment(stack).synthesize(project);
      const created = deployment.apply();
      expect(created.filter(({ operation }) => operation !== "create")).toEqual([]);
      expect(deployment.pending()).toBe("");
      const ids = Object.keys(project.distributions);
      expect(deployment.synthesize(commented(project)).apply().map(summary)).toEqual(
        ids.map(() => "update aws_cloudfront_distribution"),
      );
      // The provider forgets functions that AWS would not delete for hours.
      const kept = created.filter(({ type }) => type === "aws_lambda_function");
      expect(deployment.destroy().length).toBe(created.length - kept.length);
    },
  );

  test("terraform reads from the stand-in the schema that was put in", () => {
    const deployment = standIn.deployment("schema").synthesize(projects[0]!).init();
    const { provider_schemas } = JSON.parse(deployment.ok("providers", "schema", "-json"));
    const [read] = Object.values(provider_schemas);
    expect(plain(read)).toEqual(plain(bindingsSchema()));
  });
});

function commented(project: Project): Project {
  const entries = Object.entries(project.distributions).map(([id, distribution]) => [
    id,
    { ...distribution, comment: `${distribution.comment}, changed` },
  ]);
  return { ...project, distributions: Object.fromEntries(entries) };
}

function summary({ operation, type }: { operation: string; type: string }): string {
  return `${operation} ${type}`;
}

// Terraform leaves out what is empty and adds how descriptions are written.
function plain(schema: unknown): unknown {
  return JSON.parse(
    JSON.stringify(schema, (key, value) => {
      if (key === "description_kind") return undefined;
      const isEmpty = typeof value === "object" && value !== null && Object.keys(value).length === 0;
      return isEmpty && (key === "attributes" || key === "block_types") ? undefined : value;
    }),
  );
}
