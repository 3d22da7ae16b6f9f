// Who may reach the server: ingress rules on its security group, which is given or made here.
import { DataAwsEc2ManagedPrefixList } from "@cdktf/provider-aws/lib/data-aws-ec2-managed-prefix-list";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { Construct } from "constructs";
import type { NewSecurityGroup } from "../config/project";
import { hashedName } from "./hashed-name";
import { terraformString } from "./terraform-string";

export interface ServerIngressProps {
  /**
   * The group to add rules to, which may have others; or the VPC to make one in, with all egress open, unless `import`
   * names one there that the stack takes over.
   */
  readonly securityGroup:
    | { readonly id: string }
    | (Partial<NewSecurityGroup> & Pick<NewSecurityGroup, "vpcId">);
  /**
   * Who reaches port 443. "cloudfront": its origin-facing addresses alone.
   * @default "anywhere"
   */
  readonly from?: "anywhere" | "cloudfront";
  /**
   * Id of the list com.amazonaws.global.cloudfront.origin-facing in the region, "pl-…".
   * @default Terraform looks it up
   */
  readonly prefixListId?: string;
}

type Source = { cidrIpv4: string } | { cidrIpv6: string } | { prefixListId: string };

const anywhere = { ipv4: { cidrIpv4: "0.0.0.0/0" }, ipv6: { cidrIpv6: "::/0" } };
// Source: VPC User Guide, AWS-managed prefix lists.
const originFacing = "com.amazonaws.global.cloudfront.origin-facing";

export class ServerIngress extends Construct {
  readonly securityGroupId: string;

  constructor(scope: Construct, id: string, props: ServerIngressProps) {
    super(scope, id);
    const { securityGroup } = props;
    this.securityGroupId = "id" in securityGroup ? securityGroup.id : this.newGroup(securityGroup);
    for (const [name, source] of Object.entries(this.httpsSources(props)))
      this.allow(`https_${name}`, 443, source);
    // Let's Encrypt checks http-01 from addresses that it does not publish.
    for (const [name, source] of Object.entries(anywhere)) this.allow(`http_${name}`, 80, source);
  }

  private newGroup({
    vpcId,
    import: existing,
  }: Partial<NewSecurityGroup> & Pick<NewSecurityGroup, "vpcId">): string {
    const description = "HTTPS and HTTP to the server";
    // VPC, name and description cannot be changed in place, and a group in use cannot be deleted first.
    const own = { name: hashedName(this, "server", [vpcId, description]), description };
    const group = new SecurityGroup(this, "Resource", {
      name: existing ? terraformString(existing.name) : own.name,
      description: existing ? terraformString(existing.description) : own.description,
      vpcId,
      lifecycle: { createBeforeDestroy: true },
    });
    if (existing) group.importFrom(existing.id);
    for (const [name, source] of Object.entries(anywhere)) {
      new VpcSecurityGroupEgressRule(this, `egress_${name}`, {
        securityGroupId: group.id,
        ipProtocol: "-1",
        ...source,
      });
    }
    return group.id;
  }

  private httpsSources({ from = "anywhere", prefixListId }: ServerIngressProps): Record<string, Source> {
    if (from === "anywhere") return anywhere;
    if (prefixListId !== undefined) return { cloudfront: { prefixListId } };
    const list = new DataAwsEc2ManagedPrefixList(this, "cloudfront", { name: originFacing });
    return { cloudfront: { prefixListId: list.id } };
  }

  // Rules of their own, never inline in the group: inline rules would delete those that others added.
  private allow(id: string, port: 80 | 443, source: Source): void {
    new VpcSecurityGroupIngressRule(this, id, {
      securityGroupId: this.securityGroupId,
      ipProtocol: "tcp",
      fromPort: port,
      toPort: port,
      description: port === 443 ? "HTTPS" : "HTTP: ACME http-01 and the redirect to HTTPS",
      ...source,
    });
  }
}
