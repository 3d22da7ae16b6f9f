// certificate-chain: did the server send all intermediate certificates, in order, and nothing else?
import { sClient } from "../command";
import { type OnTarget, tlsCheck } from "../examination";
import { error, type Fault, type Finding, ok, unknown, warning } from "../finding";
import { BAD_GATEWAY, symptom } from "../targets";
import { type Chain, chainText, isInOrder, isSelfSigned, nameOf, sentRoots, strangers } from "../tls/chain";
import { withoutChain } from "./port";

export const certificateChain = tlsCheck(
  "certificate-chain",
  "the chain is complete, in order and free of others",
  (facts, on) => withoutChain(facts, on) ?? judge(facts.chain!, facts.isChainAsSent, on),
);

function judge(chain: Chain, isAsSent: boolean, on: OnTarget): Finding {
  const { about, world, target } = on;
  const shown = {
    evidence: [
      ["sent", chainText(chain.sent)],
      ["path", pathText(chain)],
    ] as const,
    symptom: symptom(target, BAD_GATEWAY, "ERR_CERT_AUTHORITY_INVALID in some browsers, curl and phones"),
    command: sClient(world, target.endpoint, ["-showcerts"]),
  };
  if (chain.end.kind === "issuer-missing") {
    return error("doctor/chain-incomplete", about, { ...incomplete(chain), ...shown });
  }
  if (!isAsSent) {
    return unknown(about, "It is complete, but TLS 1.3 hides in which order it was sent.", shown.evidence);
  }
  if (!isInOrder(chain)) {
    return error("doctor/chain-order", about, {
      message: "The certificates come in the wrong order: each must be followed by the one that signed it.",
      fix: "Put them in order: the server's own first, then its issuer, and so on; Certbot's fullchain.pem is in order.",
      ...shown,
    });
  }
  return (
    tooMuch(chain, on, shown) ??
    ok(about, `The chain is complete: ${pathText(chain)}.`, shown.evidence, shown.command)
  );
}

function incomplete({ path }: Chain) {
  const last = path.at(-1)!;
  return {
    message: `The server does not send the certificate that signed ${nameOf(last.subject)}: ${nameOf(last.issuer)}. If that is a private CA, CloudFront would not trust it either.`,
    fix: "Nginx: `ssl_certificate …/fullchain.pem;`, not cert.pem. Load balancer: import the chain along with the certificate. ACM certificates have it.",
  };
}

function tooMuch(
  chain: Chain,
  { about, target }: OnTarget,
  shown: Pick<Fault, "symptom" | "command">,
): Finding | null {
  const harmless = {
    ...shown,
    symptom: symptom(target, "none to be expected; the guide forbids it", "none"),
  };
  const roots = sentRoots(chain);
  // A path that ends in a root of its own is no case of one too many; the check certificate-trust has it.
  if (chain.end.kind === "root" && roots.length > 0) {
    return warning("doctor/chain-root-sent", about, {
      message: `The server sends a root along: ${chainText(roots)}. Whoever trusts it has it already.`,
      fix: "Take the root out of the file that `ssl_certificate` names.",
      ...harmless,
    });
  }
  const others = strangers(chain).filter((one) => !isSelfSigned(one));
  if (others.length === 0) return null;
  return warning("doctor/chain-unrelated", about, {
    message: `The server sends certificates that signed nothing here: ${chainText(others)}.`,
    fix: "Take them out of the file that `ssl_certificate` names.",
    ...harmless,
  });
}

function pathText({ path, end }: Chain): string {
  const last = end.kind === "root" ? nameOf(end.root.subject) : end.kind === "self-signed" ? "itself" : "?";
  return `${chainText(path)} <- ${last}`;
}
