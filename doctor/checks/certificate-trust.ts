// certificate-trust: does the chain end in a root that CloudFront trusts?
import { sClient } from "../command";
import { type OnTarget, tlsCheck } from "../examination";
import { error, type Finding, ok, unknown } from "../finding";
import { BAD_GATEWAY, symptom } from "../targets";
import { type Chain, chainText, isSelfSigned, nameOf } from "../tls/chain";
import { withoutChain } from "./port";

export const certificateTrust = tlsCheck(
  "certificate-trust",
  "the chain ends in a root that CloudFront trusts",
  (facts, on) => withoutChain(facts, on) ?? judge(facts.chain!, on),
);

function judge(chain: Chain, on: OnTarget): Finding {
  const { about, world, target } = on;
  const command = sClient(world, target.endpoint, ["-verify_return_error", "-brief"]);
  // CloudFront trusts Mozilla's list; Node's roots are that list as of its release.
  const evidence = [
    ["path", chainText(chain.path)],
    [
      "compared with",
      `${world.roots.length} roots: Mozilla's list as Node ${process.versions.node} has it, close to CloudFront's`,
    ],
  ] as const;
  if (chain.end.kind === "root") {
    return ok(about, `The chain ends in ${nameOf(chain.end.root.subject)}.`, evidence, command);
  }
  if (isSelfSigned(chain.leaf)) {
    return error("doctor/certificate-self-signed", about, { ...selfSigned(on), evidence, command });
  }
  if (world.roots.length === 0) return unknown(about, "This machine has no CA store to compare with.");
  if (chain.end.kind === "issuer-missing") {
    return unknown(about, "The chain is not complete; see the check certificate-chain.");
  }
  return error("doctor/certificate-untrusted", about, {
    message: `The chain ends in ${nameOf(chain.path.at(-1)!.subject)}, which is no root of Mozilla's list.`,
    symptom: symptom(target, BAD_GATEWAY, "ERR_CERT_AUTHORITY_INVALID"),
    fix: "Use a certificate of a public CA, such as Let's Encrypt: CloudFront trusts no private ones. Behind a load balancer, use an ACM certificate.",
    evidence,
    command,
  });
}

function selfSigned({ target }: OnTarget) {
  const { server } = target;
  return {
    message:
      "The certificate signed itself; nobody can trust it. The placeholder that lets Nginx start the first time is one.",
    symptom: symptom(target, BAD_GATEWAY, "ERR_CERT_AUTHORITY_INVALID"),
    fix: server
      ? `Run the generated issue script on the server, and look whether ${server.acme.tlsDirectory} leads to /etc/letsencrypt/live.`
      : "Get a certificate of a public CA for the origin.",
  };
}
