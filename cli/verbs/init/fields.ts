// The questions of init that are answered with a line of text: option, question, place in the config, default.
import type { JsonPath } from "../../../config/problem";
import type { Answers } from "../../draft/draft";
import { hostOf } from "../../draft/draft";
import type { Survey } from "../../survey/survey";
import type { InitOptions } from "./init";

export interface Field {
  /** Where the option stands in the parsed command line. */
  readonly key: keyof InitOptions;
  readonly option: string;
  readonly message: string;
  /** What the rules judge. */
  readonly path: JsonPath;
  readonly initial?: string;
  readonly example?: string;
  /** Whether an empty answer is one. */
  readonly isOptional?: boolean;
  /** @returns what the answer means */
  answer(text: string): Partial<Answers>;
}

/** Facts about the machine and the folder that defaults come from. */
export interface Around {
  /** What was typed. */
  readonly command: string;
  readonly folder: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly survey: Survey;
}

export function serverFields({ folder, env, survey }: Around, { bareIp }: InitOptions): Field[] {
  const host = survey.sites.flatMap(({ hosts }) => hosts)[0];
  return [
    {
      key: "name",
      option: "--name <name>",
      message: "Short name of the project",
      path: ["name"],
      initial: nameOf(folder),
      answer: (name) => ({ name }),
    },
    {
      key: "host",
      option: "--host <name or address>",
      message: "Server: its domain name, or its public IPv4 address",
      path: ["server", "host"],
      ...(host === undefined ? {} : { initial: host }),
      example: "api.example.com or 54.180.1.2",
      answer: (text) => ({ host: hostOf(text, { bareIp: bareIp === true }) }),
    },
    {
      key: "email",
      option: "--email <address>",
      message: "E-mail address for the certificate authority",
      path: ["server", "acme", "email"],
      example: "ops@your-company.com",
      answer: (email) => ({ email }),
    },
    {
      key: "region",
      option: "--region <region>",
      message: "AWS region of the server and the bucket",
      path: ["region"],
      initial: env["AWS_REGION"] ?? env["AWS_DEFAULT_REGION"] ?? "us-east-1",
      answer: (region) => ({ region }),
    },
    {
      key: "securityGroup",
      option: "--security-group <sg-id>",
      message: "Security group of the server; empty: open ports 80 and 443 yourself",
      path: ["server", "securityGroupId"],
      example: "sg-0a1b2c3d4e5f67890",
      isOptional: true,
      answer: (text) => ({ securityGroupId: text === "" ? null : text }),
    },
  ];
}

/** @param site what is known already of the front end that the bucket is for */
export function bucketField(name: string, site: Omit<NonNullable<Answers["site"]>, "bucket">): Field {
  return {
    key: "bucket",
    option: "--bucket <name>",
    message: "S3 bucket for the built front end, a name that nobody in the world has yet",
    path: ["buckets"],
    initial: `${name}-client-dist`,
    answer: (bucket) => ({ site: { ...site, bucket } }),
  };
}

export function settingsField(): Field {
  return {
    key: "settingsFile",
    option: "--settings-file <file>",
    message: "Django settings file to generate, beside the project's own; empty: no Django",
    path: ["django"],
    initial: "backend/config/settings_https.py",
    isOptional: true,
    answer: (text) => ({ settingsFile: text === "" ? null : text }),
  };
}

// The pattern of `name` in the schema, made of whatever the folder is called.
function nameOf(folder: string): string {
  const words = folder
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^[^a-z]+/, "")
    .slice(0, 32)
    .replace(/-+$/, "");
  return words.length > 1 ? words : "app";
}
