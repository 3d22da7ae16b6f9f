// Rules of the origin-verify header: nothing reaches the server past CloudFront, and the secret stays secret.
import { verifiesOrigin } from "../origin-verify";
import type { JsonPath, Problem } from "../problem";
import { originsOf } from "./origins-of";
import { type Behavior, type BehaviorContext, perBehavior } from "./per-behavior";
import { error, type Rule, warning } from "./report";

export const originVerification: Rule = {
  reads: ["server.ingress", "server.originVerify"],
  names: ["terraform"],
  check: ({ config: { server, terraform } }) => {
    if (!server) return [];
    if (verifiesOrigin(server)) return terraform.backend ? [] : [secretInLocalState()];
    return server.ingress.from === "cloudfront" ? [anyDistribution()] : [];
  },
};

// The address list is CloudFront's, and CloudFront serves everybody (Developer Guide, restrict access to custom origins).
function anyDistribution(): Problem {
  return warning("server/any-distribution-reaches-it", ["server", "originVerify"], {
    message:
      "CloudFront's addresses are those of all its customers: a stranger's distribution can have this server as its origin.",
    fix: 'Remove "originVerify", or write true: Nginx then asks for a secret that only your distribution sends.',
  });
}

function secretInLocalState(): Problem {
  return warning("server/secret-in-local-state", ["server"], {
    at: "key",
    message:
      "Terraform's state holds the origin-verify secret in clear, as CloudFront's configuration does, and this state is a file in the project's folder.",
    fix: 'Keep the state in "terraform": { "backend": { "s3": … } }, which is encrypted; or never commit *.tfstate, and waive this rule.',
  });
}

/** Whoever asks the server directly gets past what CloudFront checks. */
export const checkedServerBehaviors = perBehavior(
  { reads: ["distributions", "server.ingress", "server.originVerify"] },
  directWayProblems,
);

function directWayProblems(
  behavior: Behavior,
  path: JsonPath,
  { config: { server } }: BehaviorContext,
): Problem[] {
  const toServer = originsOf(behavior).some(({ origin }) => origin.server);
  if (!behavior.signed || !toServer || !server || verifiesOrigin(server)) return [];
  return [
    error("behaviors/signed-server", [...path, "signed"], {
      message:
        "The server answers everybody who asks it directly, without CloudFront and without a signature.",
      fix: 'Write "originVerify": true in "server".',
    }),
  ];
}
