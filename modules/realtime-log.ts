// A real-time log: a line for each request in a Kinesis data stream, within seconds.
import { CloudfrontRealtimeLogConfig } from "@cdktf/provider-aws/lib/cloudfront-realtime-log-config";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { Construct } from "constructs";
import type { RealtimeLog } from "../config/project";
import { hashedName } from "./hashed-name";

/** The stream, the share of requests and the fields. */
export type RequestLogProps = RealtimeLog;

export class RequestLog extends Construct {
  /** For behaviors that are logged. */
  readonly arn: string;

  constructor(scope: Construct, id: string, { streamArn, samplingPercent, fields }: RequestLogProps) {
    super(scope, id);
    const { role, rights } = this.role(streamArn);
    const log = new CloudfrontRealtimeLogConfig(this, "Resource", {
      name: hashedName(this, "requests", [this.node.path, streamArn, samplingPercent, fields]),
      samplingRate: samplingPercent,
      fields: [...fields],
      endpoint: { streamType: "Kinesis", kinesisStreamConfig: { roleArn: role.arn, streamArn } },
      // CloudFront tries the role when the log is made.
      dependsOn: [rights],
      lifecycle: { createBeforeDestroy: true },
    });
    this.arn = log.arn;
  }

  // Source: CloudFront Developer Guide, real-time logs: IAM role.
  private role(streamArn: string): { role: IamRole; rights: IamRolePolicy } {
    const trust = {
      Effect: "Allow",
      Principal: { Service: "cloudfront.amazonaws.com" },
      Action: "sts:AssumeRole",
    };
    const role = new IamRole(this, "role", {
      name: hashedName(this, "requests", [this.node.path, streamArn]),
      description: "Lets CloudFront write a real-time log.",
      assumeRolePolicy: document(trust),
      lifecycle: { createBeforeDestroy: true },
    });
    const actions = ["DescribeStreamSummary", "DescribeStream", "PutRecord", "PutRecords"];
    const write = {
      Effect: "Allow",
      Action: actions.map((action) => `kinesis:${action}`),
      Resource: streamArn,
    };
    const rights = new IamRolePolicy(this, "write", {
      name: "write",
      role: role.id,
      policy: document(write),
    });
    return { role, rights };
  }
}

function document(statement: object): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
}
