// A certificate authority of the tests' own, made by the real openssl: a root, an intermediate, and leaves of any kind.
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { program } from "../../programs";

export interface Issued {
  /** PEM files. */
  readonly certificate: string;
  readonly key: string;
}

export interface Leaf {
  readonly name: string;
  /** What `openssl genpkey` takes; without it, P-256. */
  readonly key?: readonly string[];
  /** Days from now. */
  readonly from?: number;
  readonly to?: number;
  /** Without it, the name as a DNS name; null for none. */
  readonly alternative?: string | null;
  readonly by?: Issued;
  readonly purpose?: "serverAuth" | "clientAuth";
}

export const keys = {
  p256: ["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"],
  p384: ["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-384"],
  p521: ["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-521"],
  ed25519: ["-algorithm", "ED25519"],
  rsa1024: ["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:1024"],
  rsa2048: ["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"],
  rsa4096: ["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:4096"],
} as const;

export class Pki {
  private count = 0;
  readonly root: Issued;
  readonly intermediate: Issued;
  /** A root that nobody trusts. */
  readonly stranger: Issued;

  constructor(readonly folder: string) {
    mkdirSync(folder, { recursive: true });
    this.root = this.authority("Farm Root", null);
    this.intermediate = this.authority("Farm Intermediate", this.root);
    this.stranger = this.authority("Unknown Root", null);
  }

  /** @returns a certificate and its key, as files */
  leaf(wanted: Leaf): Issued {
    const { name, alternative = `DNS:${name}`, by = this.intermediate, purpose = "serverAuth" } = wanted;
    const extensions = [
      "basicConstraints=CA:FALSE",
      `extendedKeyUsage=${purpose}`,
      ...(alternative === null ? [] : [`subjectAltName=${alternative}`]),
    ];
    return this.issue(name, extensions, by, wanted);
  }

  /** @returns a certificate that signed itself */
  selfSigned(name: string): Issued {
    return this.issue(name, ["basicConstraints=CA:FALSE", `subjectAltName=DNS:${name}`], null, {});
  }

  /** @returns a file with the certificates in this order */
  chain(...certificates: readonly Issued[]): string {
    const text = certificates.map(({ certificate }) => readFileSync(certificate, "utf8")).join("");
    return this.write("chain.pem", text);
  }

  /** @returns a file with a group of RFC 7919, which takes no time to make */
  dhParameters(): string {
    const file = this.write("dh.pem", "");
    this.openssl(["genpkey", "-genparam", "-algorithm", "DH", "-pkeyopt", "group:ffdhe2048", "-out", file]);
    return file;
  }

  text({ certificate }: Issued): string {
    return readFileSync(certificate, "utf8");
  }

  keyText({ key }: Issued): string {
    return readFileSync(key, "utf8");
  }

  private authority(name: string, by: Issued | null): Issued {
    const extensions = ["basicConstraints=critical,CA:TRUE", "keyUsage=critical,keyCertSign,cRLSign"];
    return this.issue(name, extensions, by, { from: -400, to: 4000 });
  }

  private issue(
    name: string,
    extensions: readonly string[],
    by: Issued | null,
    { key = keys.p256, from = -1, to = 89 }: Partial<Leaf>,
  ): Issued {
    const keyFile = this.write("key.pem", "");
    this.openssl(["genpkey", ...key, "-out", keyFile]);
    const request = this.write("request.pem", "");
    this.openssl(["req", "-new", "-key", keyFile, "-subj", `/CN=${name}`, "-out", request]);
    const certificate = this.write("certificate.pem", "");
    const signer = by ? ["-cert", by.certificate, "-keyfile", by.key] : ["-selfsign", "-keyfile", keyFile];
    const dates = ["-startdate", stamp(from), "-enddate", stamp(to)];
    const config = [
      "-config",
      this.config(extensions),
      "-extensions",
      "wanted",
      "-in",
      request,
      "-out",
      certificate,
    ];
    this.openssl(["ca", "-batch", "-notext", ...config, ...dates, ...signer]);
    return { certificate, key: keyFile };
  }

  // `openssl ca` is the one command that takes both dates.
  private config(extensions: readonly string[]): string {
    const database = this.write("index.txt", "");
    const serial = this.write("serial", `${(4096 + this.count).toString(16)}\n`);
    return this.write(
      "ca.cnf",
      `[ca]
default_ca = own
[own]
database = ${database}
serial = ${serial}
new_certs_dir = ${this.folder}
default_md = sha256
policy = any
unique_subject = no
[any]
commonName = supplied
[wanted]
subjectKeyIdentifier = hash
${extensions.join("\n")}
`,
    );
  }

  private write(name: string, text: string): string {
    this.count += 1;
    const path = join(this.folder, `${this.count}-${name}`);
    writeFileSync(path, text);
    return path;
  }

  private openssl(args: readonly string[]): void {
    const { status, stderr } = spawnSync(program("openssl"), args, { encoding: "utf8" });
    if (status !== 0) throw new Error(`openssl ${args[0]}: ${stderr}`);
  }
}

// GeneralizedTime, as `openssl ca` takes it.
function stamp(days: number): string {
  const time = new Date(Date.now() + days * 86_400_000);
  return `${time.toISOString().replace(/[-:T]|\.\d+/g, "")}`;
}
