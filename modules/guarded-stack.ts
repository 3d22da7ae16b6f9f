// A Terraform stack that refuses what CDKTF would write wrongly without a word.
import {
  TerraformBackend,
  TerraformDataSource,
  TerraformElement,
  TerraformOutput,
  TerraformProvider,
  TerraformResource,
  TerraformStack,
  Tokenization,
} from "cdktf";
import type { Node } from "constructs";

/**
 * Beside the checks, logical ids are the path of the construct below the stack, joined by underscores, with
 * "Resource" left out and without CDKTF's hash: `new ContentBucket(stack, "bucket_client")` becomes
 * `aws_s3_bucket.bucket_client` and `aws_s3_bucket_policy.bucket_client_policy`. What Terraform does not take in an
 * identifier becomes a hyphen.
 */
export class GuardedStack extends TerraformStack {
  protected override allocateLogicalId(element: TerraformElement | Node): string {
    const node = TerraformElement.isTerraformElement(element) ? element.node : element;
    const below = node.scopes.slice(node.scopes.indexOf(this) + 1);
    return below
      .map((construct) => construct.node.id)
      .filter((id) => id !== "Resource")
      .join("_")
      .replace(/[^\w-]/g, "-");
  }

  override ensureBackendExists(): TerraformBackend {
    const declared = this.node.findAll().find(TerraformBackend.isBackend);
    if (declared) return declared;
    throw new Error(
      `The stack ${this.node.id} declares no backend. CDKTF would write this machine's working directory into it; declare one, for instance new LocalBackend(stack, { path }).`,
    );
  }

  override toTerraform(): unknown {
    const elements = this.node.findAll().filter(TerraformElement.isTerraformElement);
    const terraform: unknown = super.toTerraform();
    const problems = [...idProblems(elements), ...lostTokens(terraform)];
    if (problems.length > 0) throw new Error(`The stack ${this.node.id} is refused:\n${problems.join("\n")}`);
    return terraform;
  }

  override toHclTerraform(): never {
    throw new Error(
      "Terraform JSON is the only output: CDKTF's HCL changes multi-line strings. Leave out --hcl and SYNTH_HCL_OUTPUT.",
    );
  }
}

// CDKTF keeps elements by logical id: of two with the same one, the last replaces the first.
function idProblems(elements: readonly TerraformElement[]): string[] {
  const owners = new Map<string, string>();
  return elements.flatMap((element) => {
    const address = addressOf(element);
    if (address === null) return [];
    const { path } = element.node;
    const owner = owners.get(address);
    owners.set(address, path);
    const id = element.friendlyUniqueId;
    return [
      // Terraform: an identifier begins with a letter or underscore, then letters, digits, underscores, hyphens.
      ...(/^[A-Za-z_][\w-]*$/.test(id)
        ? []
        : [`${path} has the logical id ${JSON.stringify(id)}, which Terraform does not take.`]),
      ...(owner === undefined
        ? []
        : [`${path} and ${owner} are both ${address}; one would replace the other.`]),
    ];
  });
}

function addressOf(element: TerraformElement): string | null {
  const id = element.friendlyUniqueId;
  if (TerraformResource.isTerraformResource(element)) return `${element.terraformResourceType}.${id}`;
  if (TerraformDataSource.isTerraformDataSource(element))
    return `data.${element.terraformResourceType}.${id}`;
  if (TerraformOutput.isTerraformOutput(element)) return `output.${id}`;
  if (TerraformProvider.isTerraformProvider(element))
    return `provider.${element.terraformResourceType}.${element.alias ?? "(default)"}`;
  return null;
}

// A number token that was joined to other text without CDKTF noticing stays behind as a huge number.
function lostTokens(terraform: unknown): string[] {
  const numbers = JSON.stringify(terraform).match(/-?\d+(\.\d+)?e\+\d{3}/g) ?? [];
  return numbers
    .filter((digits) => isToken(Number(digits)))
    .map((found) => `A token was lost: the output holds ${found}. Build the text with Token.asString.`);
}

function isToken(value: number): boolean {
  return (
    Tokenization.reverseNumber(value) !== undefined || Tokenization.reverseNumberList([value]) !== undefined
  );
}
