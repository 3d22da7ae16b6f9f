// viewer-tls: do browsers get a certificate that they trust, for each name of the distribution?
import { sClient } from "../command";
import type { Check, Examination } from "../examination";
import { type About, error, type Finding, ok, unknown } from "../finding";
import { viewerHosts } from "../targets";
import { coversName, nameOf } from "../tls/chain";
import { openSession, type Session } from "../tls/session";
import { noAnswer } from "../entrance";

export const viewerTls: Check = {
  name: "viewer-tls",
  title: "browsers trust the certificate of each name of the distribution",
  run: async (examination) => {
    const hosts = Object.values(examination.project.distributions).flatMap(viewerHosts);
    return Promise.all(hosts.map((host) => judge(host, examination)));
  },
};

async function judge(host: string, { world }: Examination): Promise<Finding> {
  const about: About = { check: "viewer-tls", leg: "browser-cloudfront", subject: `${host}:443` };
  const endpoint = { place: { host, port: 443 }, serverName: host, certificateName: host };
  const opened = await openSession(world, endpoint.place, host);
  if (opened.kind === "unreachable") return noAnswer(about, opened);
  const command = sClient(world, endpoint, ["-verify_hostname", host, "-brief"]);
  if (opened.kind === "failed") {
    return error("doctor/viewer-certificate", about, {
      message: "No handshake comes to its end under this name.",
      evidence: [["seen", opened.reason]],
      symptom: "ERR_SSL_PROTOCOL_ERROR",
      fix: "Add the name to `aliases` of the distribution, with a certificate that covers it, and deploy.",
      command,
    });
  }
  opened.socket.destroy();
  return ofSession(opened.session, host, about, { command, hasRoots: world.roots.length > 0 });
}

function ofSession(
  { certificate, verifyError, protocol, cipher }: Session,
  host: string,
  about: About,
  { command, hasRoots }: { command: string; hasRoots: boolean },
): Finding {
  if (!certificate) return unknown(about, "No certificate was shown.");
  const evidence = [
    ["negotiated", `${protocol} ${cipher}`],
    ["names", certificate.subjectAltName ?? nameOf(certificate.subject)],
    ["verify result", verifyError ?? "0 (ok)"],
  ] as const;
  if (!hasRoots) return unknown(about, "This machine has no CA store to compare with.", evidence);
  const message =
    verifyError === null
      ? `The certificate does not cover ${host}.`
      : `The certificate does not verify: ${verifyError}.`;
  if (verifyError === null && coversName(certificate, host)) {
    return ok(about, `The certificate covers ${host} and verifies.`, evidence, command);
  }
  return error("doctor/viewer-certificate", about, {
    message,
    evidence,
    symptom: "a browser's warning in place of the page",
    fix: "Let the distribution's certificate (in us-east-1) cover each of its aliases. A certificate that nobody issued for CloudFront points to a proxy in between.",
    command,
  });
}
