// Certificates for tests: made with the real openssl, and read from a running server.

import { spawnSync } from "node:child_process";
import { X509Certificate } from "node:crypto";
import { connect } from "node:tls";
import { program } from "../programs";
import type { ServerRoot } from "../server-root";

export interface Pair {
  readonly certificate: string;
  readonly key: string;
  /** SHA-256, as `X509Certificate` writes it. */
  readonly fingerprint: string;
}

export function selfSigned(name: string): Pair {
  const options = [
    "req",
    "-x509",
    "-newkey",
    "ec",
    "-pkeyopt",
    "ec_paramgen_curve:P-256",
    "-nodes",
    "-days",
    "1",
  ];
  const subject = ["-subj", `/CN=${name}`, "-keyout", "-"];
  const { stdout } = spawnSync(program("openssl"), [...options, ...subject], { encoding: "utf8" });
  const [key = "", certificate = ""] = stdout.split(/(?=-----BEGIN CERTIFICATE-----)/);
  return { key, certificate, fingerprint: new X509Certificate(certificate).fingerprint256 };
}

/** Puts a pair into a folder of the server, as Certbot does in /etc/letsencrypt/live/NAME. */
export function place(root: ServerRoot, folder: string, pair: Pair): void {
  root.write(`${folder}/fullchain.pem`, pair.certificate);
  root.write(`${folder}/privkey.pem`, pair.key);
}

/**
 * The certificate that the server shows for a name. For a moment after a reload, workers of before still answer,
 * so it is asked for until it is the same several times in a row.
 * @returns its fingerprint
 */
export async function servedFingerprint(root: ServerRoot, servername: string): Promise<string> {
  let last = "";
  for (let same = 0; same < 4; same += 1) {
    const now = await shownOnce(root.httpsPort, servername);
    if (now !== last) same = 0;
    last = now;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return last;
}

function shownOnce(port: number, servername: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const options = { port, host: "127.0.0.1", servername, rejectUnauthorized: false };
    const socket = connect(options, () => {
      resolve(socket.getPeerCertificate().fingerprint256);
      socket.end();
    });
    socket.once("error", reject);
  });
}
