// certificate-name: does the certificate cover the name that CloudFront or browsers check?
import { leafCommand, sClient } from "../command";
import { type OnTarget, tlsCheck } from "../examination";
import { error, ok, warning } from "../finding";
import { BAD_GATEWAY, symptom } from "../targets";
import { coversName, nameOf } from "../tls/chain";
import { withoutChain } from "./port";

export const certificateName = tlsCheck(
  "certificate-name",
  "the certificate covers the name that is checked",
  (facts, on) => {
    const without = withoutChain(facts, on);
    if (without) return without;
    const { about, world, target } = on;
    const { leaf } = facts.chain!;
    const { certificateName: name, serverName } = target.endpoint;
    const verify = serverName === null ? "-verify_ip" : "-verify_hostname";
    const shown = {
      evidence: [
        ["checked", `${name}, since ${target.why}`],
        ["names", leaf.subjectAltName ?? "none"],
        ["common name", nameOf(leaf.subject)],
      ] as const,
      command: sClient(world, target.endpoint, [verify, name, "-verify_return_error", "-brief"]),
    };
    if (!coversName(leaf, name))
      return error("doctor/certificate-name", about, { ...wrongName(on), ...shown });
    if (leaf.subjectAltName === undefined) {
      // Verifying would succeed; what is missing is to be seen.
      const command = leafCommand(world, target.endpoint, ["-subject", "-ext", "subjectAltName"]);
      const fault = { ...commonNameOnly(on), ...shown, command };
      // Browsers have long stopped to look there.
      return target.peer === "browser"
        ? error("doctor/certificate-common-name", about, fault)
        : warning("doctor/certificate-common-name", about, fault);
    }
    return ok(about, `The certificate covers ${name}.`, shown.evidence, shown.command);
  },
);

function wrongName({ target }: OnTarget) {
  const { certificateName: name, place } = target.endpoint;
  const host =
    name === place.host ? "" : " Or stop forwarding Host, so that the origin's own name is checked.";
  return {
    message: `The certificate is not for ${name}.`,
    symptom: symptom(target, BAD_GATEWAY, "ERR_CERT_COMMON_NAME_INVALID"),
    fix: `Get a certificate for ${name}: on the server run the generated issue script; behind a load balancer choose an ACM certificate with that name; or let the origin's domain name be one that the certificate has.${host}`,
  };
}

function commonNameOnly({ target }: OnTarget) {
  return {
    message:
      "The certificate has its name as common name only. CloudFront's guide allows that; browsers have long stopped.",
    symptom: symptom(target, "none", "ERR_CERT_COMMON_NAME_INVALID"),
    fix: "Get a certificate with the name among its subject alternative names, as every public CA makes them.",
  };
}
