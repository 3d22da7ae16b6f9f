// The real terraform changes a deployed stack against a cloud that, as AWS does, refuses to delete what is in use and to
// make a name twice: what comes anew is made first, then what uses it is updated, then the old one goes.
import { variants } from "../../modules/variants";
import { describeWith } from "../../programs";
import { type Deployment, StandIn } from "../../terraform/stand-in/mirror";
import { changes, deployed, newKeyPair } from "./graph-changes";

const signed = variants["signed behaviors"];

describeWith(["terraform"], "terraform on the stand-in", () => {
  let standIn: StandIn;
  let deployment: Deployment;
  let project = deployed;
  beforeAll(() => {
    standIn = new StandIn();
    deployment = standIn.deployment("order");
    deployment.synthesize(project).apply();
  });
  afterAll(() => standIn.remove());

  test.each(changes)("makes, updates and only then deletes at a change of %s", (_, change, expected) => {
    project = change(project);
    const calls = deployment.synthesize(project).apply();
    const types = new Set(expected.map((call) => call.split(" ")[1]!));
    const seen = calls.map(({ operation, type }) => `${operation} ${type.replace("aws_", "")}`);
    expect([...new Set(seen.filter((call) => types.has(call.split(" ")[1]!)))]).toEqual(expected);
  });

  test("fails where a key does not come before the one that it replaces", () => {
    const withoutOrder = standIn.deployment("unordered").synthesize(signed, destroysFirst);
    withoutOrder.apply();
    expect(() => withoutOrder.synthesize(newKeyPair(signed), destroysFirst).apply()).toThrow(
      "PublicKeyInUse",
    );
  });

  test("fails where a name does not change with the content", () => {
    const fixed = standIn.deployment("named").synthesize(signed, sameName);
    fixed.apply();
    expect(() => fixed.synthesize(newKeyPair(signed), sameName).apply()).toThrow("EntityAlreadyExists");
  });
});

// biome-ignore lint/suspicious/noExplicitAny: what Terraform JSON holds has no type here
type Json = any;

const keysOf = (json: Json): Json[] => Object.values(json.resource.aws_cloudfront_public_key);

function destroysFirst(json: Json): void {
  // Also the group: what it depends on inherits its order.
  for (const key of [...keysOf(json), ...Object.values<Json>(json.resource.aws_cloudfront_key_group)])
    delete key.lifecycle;
}

function sameName(json: Json): void {
  keysOf(json).forEach((key, at) => {
    key.name = `key-${at}`;
  });
}
