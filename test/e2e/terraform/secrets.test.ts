// Secret headers on their way through Terraform: no text shows them, and where a file must hold them they are marked.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Project } from "../../../config/project";
import { variants } from "../../modules/variants";
import { describeWith } from "../../programs";
import { originHttps } from "../../projects";
import { type Deployment, StandIn } from "../../terraform/stand-in/mirror";
import { secretValue } from "../../terraform/terraform";

const projects: readonly (readonly [string, Project])[] = [
  ["the header by which the server knows CloudFront", originHttps],
  ["secret headers of other origins", variants["hosts with every setting, secret headers, failover"]],
];

// biome-ignore lint/suspicious/noExplicitAny: what Terraform JSON holds has no type here
type Json = any;

describeWith(["terraform"], "terraform on the stand-in", () => {
  let standIn: StandIn;
  beforeAll(() => {
    standIn = new StandIn();
  });
  afterAll(() => standIn.remove());

  describe.each(projects)("%s", (name, project) => {
    let deployment: Deployment;
    let shown: string;

    beforeAll(() => {
      deployment = standIn.deployment(name.replaceAll(" ", "-")).synthesize(project).init();
      const planned = deployment.ok("plan", "-input=false", "-out=plan");
      const texts = [planned, deployment.ok("show", "plan"), deployment.ok("apply", "-input=false", "plan")];
      shown = [...texts, deployment.ok("show"), deployment.ok("output", "-json")].join("\n");
    });

    test("is in no file that synth writes", () => {
      expect(readFileSync(join(deployment.stack, "cdk.tf.json"), "utf8")).not.toContain(secretValue);
    });

    test("is in nothing that terraform prints about plan, apply, state and outputs", () => {
      expect(shown).toContain("Apply complete!");
      expect(shown).not.toContain(secretValue);
    });

    // Terraform's files hold values in clear, also those of sensitive variables.
    test("is marked sensitive wherever the plan and the state hold it", () => {
      const { planned_values, resource_changes } = JSON.parse(deployment.ok("show", "-json", "plan"));
      const changes = (resource_changes as Json[]).map(({ change }) => change);
      const inPlan = changes.flatMap(({ after, after_sensitive }) => unmarked(after, after_sensitive));
      expect(inPlan).toEqual([]);
      expect(JSON.stringify(planned_values)).toContain(secretValue);
      const { values } = JSON.parse(deployment.ok("show", "-json"));
      const resources = values.root_module.resources as Json[];
      expect(resources.flatMap((one) => unmarked(one.values, one.sensitive_values))).toEqual([]);
      expect(values.outputs && JSON.stringify(values.outputs)).not.toContain(secretValue);
    });
  });
});

/** @returns paths at which `value` holds the secret and `sensitive` does not say so */
function unmarked(value: Json, sensitive: Json, path = ""): string[] {
  if (sensitive === true || value === null || value === undefined) return [];
  if (typeof value !== "object") return String(value).includes(secretValue) ? [path] : [];
  return Object.entries<Json>(value).flatMap(([key, item]) =>
    unmarked(item, sensitive?.[key], `${path}.${key}`),
  );
}
