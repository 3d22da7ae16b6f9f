// The verbs of the command line, in the order of --help. Each loads its code only when it runs.
import type { ExitCode, Terminal } from "../terminal";

export interface Verb {
  /** What is typed: one word, or the group and a word. */
  readonly name: string;
  /** Arguments after the name, as commander writes them: `<url>`. */
  readonly arguments?: string;
  readonly summary: string;
  /** Options beside --config, --env and --format: flags and help text. */
  readonly options: readonly (readonly [flags: string, help: string, fallback?: string | typeof required])[];
  readonly examples: readonly string[];
  /** Values of --format, the default first; without them, those of a report. */
  readonly formats?: readonly string[];
  /** --format has no default: what the verb writes can decide it. */
  readonly isFormatOpen?: true;
  /** The verb declares the options that it reads beside those of all verbs; commander guarantees them. */
  run(options: never, terminal: Terminal, args: readonly string[]): Promise<ExitCode>;
}

/** Options of all verbs; commander leaves out what was not given. */
export interface Options {
  readonly config?: string;
  readonly env?: string;
  readonly format: "text" | "json" | "github" | "gitlab" | "sarif";
  readonly force?: boolean;
  readonly output?: string;
}

/** In place of a default: the option must be given. */
export const required = Symbol("required");

const base = ["--base <commit>", "commit that key phases are compared with; without it, HEAD"] as const;
const force = ["--force", "replace files that were changed by hand or that httpsmith did not make"] as const;

const answers = [
  ["-y, --yes", "ask nothing: take what is found here and what these options say"],
  ["--name <name>", "short name of the project; without it, the folder's"],
  ["--host <name>", "domain name or public IPv4 address of the server; an address becomes a nip.io name"],
  ["--bare-ip", "a certificate for the address itself in place of a nip.io name"],
  ["--email <address>", "contact for the certificate authority"],
  ["--region <region>", "AWS region; without it, $AWS_REGION or us-east-1"],
  ["--security-group <id>", "security group of the server"],
  ["--bucket <name>", "bucket of the built front end"],
  ["--frontend <folder>", "front end that CloudFront serves, or none"],
  ["--settings-file <file>", "Django settings to generate, or none"],
] as const;

export const verbs: readonly Verb[] = [
  {
    name: "init",
    summary: "ask a few questions and write a first config; never overwrites",
    options: [...answers],
    examples: ["init", "init --yes --host 54.180.1.2 --email ops@example.com"],
    run: async (options, terminal) => (await import("./init/init.js")).init(options, terminal),
  },
  {
    name: "adopt",
    summary: "propose a config for files made by hand: Nginx, Gunicorn, Django, .env.production",
    options: [
      ["--write", "write the config; never over another"],
      ["--site <file>", "Nginx site file; without it, the first that names a host"],
      ["--unit <file>", "systemd or supervisor unit that starts Gunicorn; without it, the first"],
      ...answers,
    ],
    examples: ["adopt --email ops@example.com", "adopt --yes --email ops@example.com --write"],
    run: async (options, terminal) => (await import("./adopt/adopt.js")).adopt(options, terminal),
  },
  {
    name: "build",
    summary: "check, generate and synth in one go",
    options: [force],
    examples: ["build", "build --env staging"],
    run: async (options, terminal) => (await import("./build.js")).build(options, terminal),
  },
  {
    name: "check",
    summary: "find what is wrong in config and generated files; never writes",
    options: [base],
    examples: ["check", "check --format github", "check --format sarif > httpsmith.sarif"],
    run: async (options, terminal) => (await import("./check.js")).check(options, terminal),
  },
  {
    name: "generate",
    summary: "write the generated files; refuses to overwrite hand edits",
    options: [force],
    examples: ["generate", "generate --env staging", "generate --force"],
    run: async (options, terminal) => (await import("./generate.js")).generate(options, terminal),
  },
  {
    name: "synth",
    summary: "write the Terraform to cdktf.out, one stack for each environment",
    options: [["-o, --output <folder>", "folder for the Terraform; without it, $CDKTF_OUTDIR or cdktf.out"]],
    examples: ["synth", "synth --env staging"],
    run: async (options, terminal) => (await import("./synth.js")).synth(options, terminal),
  },
  {
    name: "publish",
    arguments: "[folder]",
    summary: "upload a build to its bucket, assets first and pages last, and tell CloudFront",
    options: [
      ["--distribution <id>", "id in the config; without it, the front end's or the only one with a bucket"],
      ["--dry-run", "show what would go up and what would be deleted; writes nothing"],
      ["--rollback", "bring back the release before the present one, from what the bucket keeps"],
      ["--wait <duration>", "how long to wait until CloudFront has forgotten the old pages", "10m"],
      ["--no-wait", "do not wait for CloudFront"],
      ["--region <name>", "region of the bucket; without it, that of the config"],
      ["--endpoint-url <url>", "another S3 service in place of AWS"],
      ["--cloudfront-endpoint-url <url>", "another CloudFront service in place of AWS"],
    ],
    examples: ["publish dist", "publish dist --env staging --dry-run", "publish --rollback"],
    run: async (options, terminal, args) => (await import("./publish.js")).publish(options, terminal, args),
  },
  {
    name: "diff",
    arguments: "[base]",
    summary: "show what changes in AWS since a commit, for a review",
    formats: ["text", "json", "markdown", "github"],
    options: [["--markdown", "Markdown for a pull request, as --format markdown"]],
    examples: ["diff", "diff origin/main --markdown", "diff cdktf.out"],
    run: async (options, terminal, args) => (await import("./diff.js")).diff(options, terminal, args),
  },
  {
    name: "diagram",
    summary: "draw the path from browser to Gunicorn: text, Mermaid or SVG",
    formats: ["text", "mermaid", "svg", "json"],
    isFormatOpen: true,
    options: [
      ["-o, --output <file>", "write it there, in the form of its ending; replaces an earlier picture alone"],
    ],
    examples: ["diagram", "diagram --output deployment.svg", "diagram --format mermaid --env staging"],
    run: async (options, terminal) => (await import("./diagram.js")).diagram(options, terminal),
  },
  {
    name: "sign",
    arguments: "<url>",
    summary: "print a signed URL, or signed cookies",
    options: [
      ["--key <file>", "file with the private key", required],
      [
        "--key-pair-id <id>",
        "CloudFront's id of the key; without it, looked up in the config and its outputs file",
      ],
      ["--expires-in <duration>", "how long it is valid: 90s, 30m, 1h, 7d", "1h"],
      ["--starts-in <duration>", "when it begins to be valid; makes the policy custom"],
      ["--ip <range>", "IPv4 address or range that may use it; makes the policy custom"],
      ["--resource <pattern>", "what it is valid for, with * and ?; makes the policy custom"],
      ["--hash <name>", "SHA256 or SHA1; SHA256 unless told otherwise"],
      ["--cookies", "cookies instead of a URL, as a Cookie header"],
    ],
    examples: [
      "sign https://media.example.com/a.jpg --key ~/.config/httpsmith/keys/2026-11.pem",
      'sign "https://media.example.com/*" --key key.pem --cookies --expires-in 8h',
    ],
    run: async (options, terminal, args) => (await import("./sign.js")).sign(options, terminal, args),
  },
  {
    name: "doctor",
    summary: "look at the running deployment from outside and say why it does not work; changes nothing",
    options: [
      ["--only <checks...>", "only these checks, by name"],
      ["--resolve <host:ip...>", "reach a host there instead of asking DNS; also HOST:IP:PORT"],
      ["--html <file>", "also write the report as one page with a picture of the way"],
      ["--key <file>", "private signing key, to see a signed request served"],
      ["--object <path>", "path of an object behind a signed behavior"],
      ["--token-file <file>", "token, or JWT, that a guard at the edge takes; or in $HTTPSMITH_DOCTOR_TOKEN"],
      [
        "--origin-secret-file <file>",
        "value of the origin-verify header, to ask the server as CloudFront does",
      ],
      ["--form <path>", "a page that an empty POST does not change, to try CSRF"],
      ["--server-root <folder>", "copy of the server's files, or / on the server itself"],
      [
        "--terraform <path>",
        "Terraform JSON to judge edge functions and buckets by; without it, what synth wrote",
      ],
      ["--aws", "also read the distributions with your AWS credentials, as CloudFront's API has them"],
      ["--cloudfront-endpoint-url <url>", "the same from another CloudFront service in place of AWS"],
      ["--timeout <duration>", "how long to wait for a connection or a handshake", "5s"],
      ["--ca <file>", "trust these roots too; for previews, since CloudFront would not"],
    ],
    examples: [
      "doctor",
      "doctor --env staging --html report.html",
      "doctor --only handshake,certificate-chain --resolve api.example.com:203.0.113.7",
    ],
    run: async (options, terminal) => (await import("./doctor.js")).doctor(options, terminal),
  },
  {
    name: "edge test",
    arguments: "<id>",
    summary: "run the built bundle of an edge function with an event, under CloudFront's rules",
    options: [
      ["--event <file>", "JSON file with the event", required],
      ["--key-values <file>", "JSON file with what the function's key value store holds"],
    ],
    examples: ["edge test token --event event.json", "edge test token --event event.json --format json"],
    run: async (options, terminal, args) =>
      (await import("./edge/test.js")).testEdge(options, terminal, args),
  },
  {
    name: "edge event",
    arguments: "<id>",
    summary: "print an event that an edge function could get, to begin a test with",
    options: [],
    examples: ["edge event token > event.json"],
    run: async (options, terminal, args) =>
      (await import("./edge/event.js")).edgeEvent(options, terminal, args),
  },
  {
    name: "edge list",
    summary: "show the edge functions: event, runtime, size and behaviors",
    options: [],
    examples: ["edge list"],
    run: async (options, terminal) => (await import("./edge/list.js")).listEdge(options, terminal),
  },
  {
    name: "keys new",
    arguments: "<id>",
    summary: "make a key pair: the public half for the project, the private half for nobody's repository",
    options: [
      ["--type <algorithm>", "rsa (2048) or ecdsa (P-256); django-storages signs with rsa only", "rsa"],
      ["--private-file <file>", "where the private half goes; without it, below ~/.config/httpsmith/keys"],
      [
        "--private-to <command>",
        "shell command that stores the private half from its standard input instead",
      ],
    ],
    examples: ["keys new 2026-11", "keys new 2026-11 --private-to 'vault kv put secret/media key=-'"],
    run: async (options, terminal, args) => (await import("./keys/new.js")).newKey(options, terminal, args),
  },
  {
    name: "keys list",
    summary: "show the signing keys with phases, CloudFront ids and fingerprints",
    options: [],
    examples: ["keys list", "keys list --format json"],
    run: async (options, terminal) => (await import("./keys/list.js")).listKeys(options, terminal),
  },
  {
    name: "keys rotate",
    summary: "show the next safe step of a rotation as a change of the config; changes nothing",
    options: [],
    examples: ["keys rotate"],
    run: async (options, terminal) => (await import("./keys/rotate.js")).rotateKeys(options, terminal),
  },
  {
    name: "keys check",
    summary: "check public halves, deployed ids, and the steps since a commit",
    options: [base, ["--private <file>", "a private key that must belong to one of them"]],
    examples: ["keys check", "keys check --base origin/main", "keys check --private key.pem"],
    run: async (options, terminal) => (await import("./keys/check.js")).checkKeys(options, terminal),
  },
];
