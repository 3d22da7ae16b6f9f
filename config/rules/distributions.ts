// Rules of one distribution's own settings: names, certificate, error pages.
import type { Config } from "../../schemas/config";
import { publicNameFault } from "../host-name";
import type { JsonPath, Problem } from "../problem";
import { show } from "../show";
import { error, type Rule } from "./report";

type Distribution = Config["distributions"][string];

export const distributionNames: Rule = {
  reads: ["distributions"],
  check: ({ config }) => [...perDistribution(config, nameProblems), ...sharedAliases(config)],
};

export const distributionCertificate: Rule = {
  reads: ["distributions"],
  check: ({ config }) => perDistribution(config, certificateProblems),
};

export const distributionErrorPages: Rule = {
  reads: ["distributions"],
  check: ({ config }) => perDistribution(config, errorPageProblems),
};

/** The router's fallback is a CloudFront Function on the viewer request of the `*` behavior. */
export const distributionSpa: Rule = {
  reads: ["distributions"],
  check: ({ config }) => perDistribution(config, spaProblems),
};

function spaProblems({ spa, behaviors }: Distribution, path: JsonPath): Problem[] {
  const last = behaviors.at(-1);
  // Without a `*` at the end, behaviors/no-default says what is wrong.
  if (!spa || last?.path !== "*") return [];
  if (last.origin.bucket === undefined) {
    return [
      error("distributions/spa-without-bucket", [...path, "spa"], {
        message:
          "The files of a single-page app come from a bucket, but the `*` behavior forwards to a web server.",
        fix: 'Give the last behavior a bucket, or remove "spa".',
      }),
    ];
  }
  return [];
}

function perDistribution(config: Config, check: (one: Distribution, path: JsonPath) => Problem[]): Problem[] {
  return Object.entries(config.distributions).flatMap(([id, one]) => check(one, ["distributions", id]));
}

function nameProblems(distribution: Distribution, path: JsonPath): Problem[] {
  return distribution.aliases.flatMap((alias, index) => {
    // CloudFront allows one leading wildcard label in an alternate domain name.
    const fault = publicNameFault(alias.replace(/^\*\./, ""));
    return fault
      ? [error("distributions/alias-name", [...path, "aliases", index], { ...fault, got: show(alias) })]
      : [];
  });
}

function sharedAliases(config: Config): Problem[] {
  const owners = new Map<string, string>();
  return Object.entries(config.distributions).flatMap(([id, { aliases }]) =>
    aliases.flatMap((alias, index) => {
      const owner = owners.get(alias);
      owners.set(alias, owner ?? id);
      if (owner === undefined || owner === id) return [];
      return [
        error("distributions/alias-twice", ["distributions", id, "aliases", index], {
          message: `The distribution ${show(owner)} has this name already; CloudFront allows a name once.`,
          got: show(alias),
          fix: "Keep the name on one of the two.",
        }),
      ];
    }),
  );
}

function certificateProblems({ aliases, certificate, dns }: Distribution, path: JsonPath): Problem[] {
  if (aliases.length > 0 && !certificate) {
    return [
      error("distributions/alias-without-certificate", [...path, "aliases"], {
        message:
          "CloudFront's own certificate covers only cloudfront.net; these names need one of their own.",
        fix: 'Add "certificate": { "create": true } with "dns", or "certificate": { "arn": "arn:aws:acm:us-east-1:…" }.',
      }),
    ];
  }
  if (aliases.length === 0 && (certificate || dns)) {
    return [
      error("distributions/certificate-without-alias", [...path, certificate ? "certificate" : "dns"], {
        at: "key",
        message: "Without an alternate domain name this has nothing to work on.",
        fix: 'Add "aliases", or remove this.',
      }),
    ];
  }
  if (certificate?.create && !dns) {
    return [
      error("distributions/certificate-without-dns", [...path, "certificate"], {
        message: "The new certificate is validated by DNS records, and no zone is named for them.",
        fix: 'Add "dns": { "zoneId": "Z…" }, or name an existing certificate by "arn".',
      }),
    ];
  }
  return certificate?.arn ? regionProblems(certificate.arn, path) : [];
}

function regionProblems(arn: string, path: JsonPath): Problem[] {
  const region = arn.split(":")[3];
  if (region === "us-east-1") return [];
  return [
    error("distributions/certificate-region", [...path, "certificate", "arn"], {
      message: "CloudFront takes certificates from us-east-1 only.",
      got: region ?? "",
      expected: "us-east-1",
      fix: "Request or import the certificate in us-east-1 and name that one.",
    }),
  ];
}

function errorPageProblems({ errorPages }: Distribution, path: JsonPath): Problem[] {
  const seen = new Set<number>();
  return errorPages.flatMap((page, index) => {
    const at = [...path, "errorPages", index];
    const twice = seen.has(page.status);
    seen.add(page.status);
    if (twice) {
      return [
        error("distributions/error-page-twice", [...at, "status"], {
          message: "CloudFront takes one custom error response for each status.",
          got: String(page.status),
          fix: "Keep one of them.",
        }),
      ];
    }
    if (page.responseStatus === undefined || page.page !== undefined) return [];
    return [
      error("distributions/error-page-incomplete", at, {
        message: "A response status of your own needs a page to go with it.",
        fix: 'Add "page": "/…", or remove "responseStatus".',
      }),
    ];
  });
}
