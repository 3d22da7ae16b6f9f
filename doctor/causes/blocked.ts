// Which of its reasons CloudFront had to answer 403 itself: its sentence says it, and the config what it stands for.
import type { Behavior, Distribution } from "../../config/project";
import { header, type Response } from "../http/exchange";
import { behaviorFor } from "../entrance";
import type { Evidence } from "../finding";
import type { Explain, Explained } from "./failure";
import { type Chain, chainOf } from "./stacked";

export const whyBlocked: Explain = (failure, answer, { way, method }, { project }): Explained => {
  const { distribution } = way;
  const none = { ...failure, evidence: [], command: null };
  if (!distribution) return none;
  const behavior = way.behavior ?? behaviorFor(distribution, way.path) ?? null;
  const chain = chainOf(distribution, way.path, project);
  const passed = Math.max(chain.names.length, passedIn(answer));
  const facts = evidenceOf(distribution, behavior, chain, method);
  const told = (code: Explained["code"], message: string, fix: string): Explained => ({
    ...{ code, message, fix, command: null },
    evidence: facts,
  });
  if (passed > MOST_DISTRIBUTIONS) return told("doctor/stacked-distributions", ...tooMany(chain));
  switch (failure.code) {
    case "doctor/country-blocked":
      return told(failure.code, ...country(distribution));
    case "doctor/method-blocked":
      return told(failure.code, ...ofMethod(method, behavior));
    case "doctor/web-acl":
      return told(failure.code, ...webAcl(distribution, passed));
    case "doctor/alias-unknown":
      // Its own name every distribution knows.
      return way.host === distribution.domainName ? undecided(told, distribution, chain) : none;
    default:
      return undecided(told, distribution, chain);
  }
};

// Developer Guide, cloudfront-limits: stacked distributions.
const MOST_DISTRIBUTIONS = 2;

/** How many distributions the answer came through: each adds itself to Via. */
function passedIn(answer: Response): number {
  return (header(answer, "via") ?? "").match(/\(CloudFront\)/g)?.length ?? 0;
}

type Told = readonly [message: string, fix: string];

function tooMany({ names }: Chain): Told {
  return [
    `The request goes through more than ${MOST_DISTRIBUTIONS} distributions, which CloudFront does not allow.`,
    `Let the behavior read its real origin, and not ${names[1] ?? "another distribution"}.`,
  ];
}

function country({ geoRestriction }: Distribution): Told {
  if (geoRestriction === null) {
    return [
      "CloudFront blocks the country that this machine's address belongs to, by a restriction that the config does not have.",
      "Deploy the distribution from this config, which lets every country in.",
    ];
  }
  return "allow" in geoRestriction
    ? [
        `CloudFront blocks the country that this machine's address belongs to: only ${geoRestriction.allow.join(", ")} may.`,
        "If its viewers are meant to come in, add it to `geoRestriction.allow` and deploy.",
      ]
    : [
        `CloudFront blocks the country that this machine's address belongs to, one of ${geoRestriction.block.join(", ")}.`,
        "If its viewers are meant to come in, take it out of `geoRestriction.block` and deploy.",
      ];
}

const methods = {
  "get-head": ["GET"],
  read: ["GET", "OPTIONS"],
  all: ["GET", "OPTIONS", "POST"],
};

function ofMethod(method: string, behavior: Behavior | null): Told {
  const where = behavior === null ? "The behavior" : `The behavior ${behavior.path}`;
  if (behavior && methods[behavior.allowedMethods].includes(method)) {
    return [
      `${where} takes no ${method}, though the config allows it: another distribution is deployed than the config's.`,
      "Deploy the distribution from this config, and wait until the deployment is done.",
    ];
  }
  return [
    `${where} takes no ${method}, as the config says.`,
    `Write \`"allowedMethods": "${method === "OPTIONS" ? "read" : "all"}"\` on the behavior and deploy.`,
  ];
}

function webAcl({ waf }: Distribution, passed: number): Told {
  const sampled =
    "`aws wafv2 get-sampled-requests --scope CLOUDFRONT --region us-east-1 …` shows which rule blocked";
  if (passed > 1) {
    return [
      "A web ACL (AWS WAF) blocks the request: this distribution's, or that of the one behind it.",
      `${sampled}; look at the ACLs of both distributions.`,
    ];
  }
  if (waf === null) {
    return [
      "A web ACL (AWS WAF) blocks the request, and the config has none.",
      "Somebody has attached one, or AWS Firewall Manager does: `aws cloudfront get-distribution-config` names it (WebACLId).",
    ];
  }
  if ("webAclArn" in waf) {
    return [`The web ACL ${waf.webAclArn} blocks the request.`, `${sampled}; correct it in that ACL.`];
  }
  if (waf.mode === "count") {
    return [
      "A web ACL (AWS WAF) blocks the request, though the one of the config only counts.",
      "Deploy the distribution from this config; if that changes nothing, another ACL is attached.",
    ];
  }
  return [
    `The web ACL of the config blocks the request: ${rulesOf(waf)}.`,
    `${sampled}; \`"mode": "count"\` lets everything through while you look.`,
  ];
}

type OwnRules = Exclude<NonNullable<Distribution["waf"]>, { webAclArn: string }>;

function rulesOf({ managedRules, rateLimit }: OwnRules): string {
  const limit = rateLimit === null ? [] : [`more than ${rateLimit} requests of one address in five minutes`];
  return [...managedRules, ...limit].join(", ") || "no rules of its own";
}

type Tell = (code: Explained["code"], message: string, fix: string) => Explained;

// The sentence decides nothing, so the likeliest is named.
function undecided(told: Tell, { waf }: Distribution, { names, isOpen }: Chain): Explained {
  if (names.length > 1 && isOpen) {
    return told(
      "doctor/stacked-distributions",
      `CloudFront refuses the request itself, and the origin ${names.at(-1)} is a distribution too: with another behind that, they are too many.`,
      `Look at the origins of ${names.at(-1)}; let the behavior read its real origin.`,
    );
  }
  const acl = waf === null ? "a web ACL that is not in the config" : "a web ACL (the config has one)";
  return told(
    "doctor/request-blocked",
    `CloudFront refuses the request itself, and its sentence does not say why. The likeliest is ${acl}.`,
    "Look at the sampled requests of the web ACL, and at what runs in front of CloudFront; the standard log has the reason as x-edge-detailed-result-type.",
  );
}

function evidenceOf(
  { waf, geoRestriction }: Distribution,
  behavior: Behavior | null,
  { names }: Chain,
  method: string,
): Evidence {
  const acl =
    waf === null
      ? "none in the config"
      : "webAclArn" in waf
        ? waf.webAclArn
        : `${rulesOf(waf)} (${waf.mode === "count" ? "counted only" : "blocked"})`;
  return [
    ["asked", `${method} without a body`],
    ["web ACL", acl],
    ["countries", geoRestriction === null ? "all, by the config" : JSON.stringify(geoRestriction)],
    ...(behavior === null ? [] : [["methods", behavior.allowedMethods] as const]),
    ["distributions", names.join(" -> ")],
  ];
}
