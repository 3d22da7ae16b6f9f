// negotiated: what a whole handshake ended in, and OpenSSL's verdict about the certificate where no other check has it.
import { sClient } from "../command";
import { type OnTarget, tlsCheck } from "../examination";
import { error, type Finding, notApplicable, ok, unknown } from "../finding";
import { BAD_GATEWAY, symptom } from "../targets";
import type { Session } from "../tls/session";
import { withoutTls } from "./port";

export const negotiated = tlsCheck(
  "negotiated",
  "a whole handshake ends in a verified connection",
  (facts, on) => withoutTls(facts, on) ?? judge(facts.session, on),
);

function judge(session: Session | null, { about, world, target }: OnTarget): Finding {
  if (!session) return unknown(about, "No handshake came to its end; see the checks before.");
  const { protocol, cipher, verifyError } = session;
  const command = sClient(world, target.endpoint, ["-brief"]);
  const what = `${protocol} with ${cipher}`;
  const evidence = [
    ["protocol", protocol],
    ["cipher", cipher],
    ["verify result", verdict(verifyError)],
  ] as const;
  if (verifyError === null) return ok(about, `${what}, certificate verified.`, evidence, command);
  if (verifyError in explained) {
    return notApplicable(about, `${what}; the certificate is judged by the checks before.`, evidence);
  }
  return error("doctor/verify-failed", about, {
    message: `OpenSSL does not verify the certificate: ${verifyError}.`,
    symptom: symptom(target, BAD_GATEWAY, "an error of the browser about the certificate"),
    fix: "Get a new certificate from a public CA; the command shows OpenSSL's whole verdict.",
    evidence,
    command,
  });
}

function verdict(verifyError: string | null): string {
  return verifyError === null ? "0 (ok)" : `${verifyError}: ${explained[verifyError] ?? "see `man verify`"}`;
}

/** OpenSSL's errors that a check of their own explains, with the verdict in words. */
const explained: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: "a certificate has expired",
  CERT_NOT_YET_VALID: "a certificate is not valid yet",
  DEPTH_ZERO_SELF_SIGNED_CERT: "the certificate signed itself",
  SELF_SIGNED_CERT_IN_CHAIN: "the chain ends in a root that is in no store",
  UNABLE_TO_GET_ISSUER_CERT: "an issuer is missing",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "the issuer was not sent and is in no store",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "the issuer of the certificate was not sent",
  HOSTNAME_MISMATCH: "the certificate is for another name",
  ERR_TLS_CERT_ALTNAME_INVALID: "the certificate is for another name",
};
