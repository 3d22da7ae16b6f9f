// Rules of the server section: a host that browsers can reach and a certificate authority can check.
import type { Config } from "../../schemas/config";
import { isAddress, publicNameFault, registrableDomain, specialAddressKind } from "../host-name";
import { isNipIo, nipIoAddress, nipIoName } from "../nip-io";
import { verifiesOrigin } from "../origin-verify";
import type { Problem } from "../problem";
import { quotas } from "../quotas";
import { show } from "../show";
import { originsOf } from "./origins-of";
import { error, firstWritten, type Rule, warning } from "./report";

type Server = NonNullable<Config["server"]>;

export const serverHost: Rule = {
  reads: ["server.host"],
  check: ({ config }) => (config.server ? hostProblems(config.server.host) : []),
};

function hostProblems(host: Server["host"]): Problem[] {
  if (host.kind === "domain") return domainProblems(host.name);
  return [...addressProblems(host.ip), ...(host.kind === "nip.io" ? nipIoProblems(host) : [])];
}

function addressProblems(ip: string): Problem[] {
  const kind = specialAddressKind(ip);
  if (kind === null) return [];
  return [
    error("server/address-not-public", ["server", "host", "ip"], {
      message: `No browser and no certificate authority can reach this address: its range is ${kind}.`,
      got: show(ip),
      expected: "the public IPv4 address of the server, best an Elastic IP",
      fix: "Copy the public address from the EC2 console.",
    }),
  ];
}

function nipIoProblems(host: { ip: string; notation: "dotted" | "dashed" }): Problem[] {
  const name = nipIoName(host.ip, host.notation);
  const read = nipIoAddress(name);
  if (read !== host.ip) {
    return [
      error("server/nip-io-other-address", ["server", "host"], {
        message: `nip.io would answer ${read ?? "nothing"} for ${name}.`,
        expected: host.ip,
        fix: "Use a domain of your own.",
      }),
    ];
  }
  return [
    warning("server/nip-io-shared-limit", ["server", "host", "kind"], {
      message:
        "Let's Encrypt counts all certificates of nip.io together, and the limit has been used up before: issuing may fail through no fault of yours.",
      fix: 'Best a domain of your own; or { "kind": "ip" }, whose limit is not shared. To keep nip.io, waive this rule with a reason.',
    }),
  ];
}

function domainProblems(name: string): Problem[] {
  const path = ["server", "host", "name"];
  const fault = publicNameFault(name);
  if (fault) {
    const fix = isAddress(name) ? 'Use { "kind": "nip.io" } or { "kind": "ip" } for an address.' : fault.fix;
    return [error("server/host-name", path, { ...fault, fix, got: show(name) })];
  }
  if (!isNipIo(name)) return [];
  const read = nipIoAddress(name);
  return [
    error("server/nip-io-other-address", path, {
      message: read
        ? `nip.io reads the address ${read} from this name.`
        : "nip.io sees no address in this name.",
      got: show(name),
      // What is read from a name such as app-1-203-0-113-7 may be a stranger's address.
      fix: `Write { "kind": "nip.io", "ip": "${read && endsIn(name, read) ? read : "…"}" } with the server's address; httpsmith makes the one name that nip.io reads back as it.`,
    }),
  ];
}

function endsIn(name: string, ip: string): boolean {
  const host = name.replace(/sslip\.io$/, "nip.io");
  return (["dotted", "dashed"] as const).some((notation) =>
    `.${host}`.endsWith(`.${nipIoName(ip, notation)}`),
  );
}

export const serverSecurityGroup: Rule = {
  reads: ["server.securityGroupId", "server.securityGroup"],
  check: ({ config: { server } }) => {
    if (server?.securityGroupId && server.securityGroup) {
      return [
        error("server/two-security-groups", ["server", "securityGroup"], {
          message: "An existing group and a new one are both named.",
          fix: "Keep `securityGroupId` to add rules to that group, or `securityGroup` to have one made.",
        }),
      ];
    }
    if (!server || server.securityGroupId || server.securityGroup) return [];
    return [
      warning("server/no-security-group", ["server"], {
        at: "key",
        message: "No security group is named, so nothing opens port 443 and, for the certificate, port 80.",
        fix: 'Add "securityGroupId": "sg-…" of the instance, or open the ports by hand and waive this rule.',
      }),
    ];
  },
};

// Port 80 is open to any IPv4 and any IPv6 address, for ACME http-01.
const ACME_RULES = 2;

export const serverIngress: Rule = {
  reads: ["server.ingress", "server.originVerify", "distributions"],
  check: ({ config: { server, distributions } }) => {
    if (!server) return [];
    const isClosed = server.ingress.from === "cloudfront";
    const path = isClosed ? ["server", "ingress", "from"] : ["server", "originVerify"];
    const weight = quotas.prefixListWeight.limit + ACME_RULES;
    const toServer = Object.values(distributions).some((one) =>
      one.behaviors.some((behavior) => originsOf(behavior).some(({ origin }) => origin.server)),
    );
    return [
      ...(toServer || !(isClosed || verifiesOrigin(server)) ? [] : [unreachable(path)]),
      ...(!isClosed || weight <= server.ingress.rulesQuota
        ? []
        : [tooHeavy(path, weight, server.ingress.rulesQuota)]),
    ];
  },
};

function unreachable(path: readonly string[]): Problem {
  return error("server/nobody-reaches-it", path, {
    message:
      "The server is there for CloudFront alone, but no behavior forwards to it: nobody could reach it.",
    fix: 'Add a behavior with "origin": { "server": true }, or remove this.',
  });
}

function tooHeavy(path: readonly string[], weight: number, quota: number): Problem {
  return error("server/security-group-too-heavy", path, {
    message: `CloudFront's prefix list counts as ${quotas.prefixListWeight.limit} rules of the security group.`,
    got: `${weight} rules`,
    expected: `at most ${quota}, the quota in rulesQuota`,
    fix: "Ask AWS for a higher quota of rules per security group and write it to rulesQuota.",
  });
}

// hstspreload.org's rules: at least a year, with sub-domains, on a registrable domain.
const PRELOAD_MIN_SECONDS = 31536000;

export const serverHsts: Rule = {
  reads: ["server.host", "server.hsts"],
  check: ({ config: { server } }) => {
    if (!server?.hsts.preload) return [];
    const { host, hsts } = server;
    const registrable = host.kind === "domain" && registrableDomain(host.name) === host.name;
    if (registrable && hsts.includeSubDomains && hsts.maxAgeSeconds >= PRELOAD_MIN_SECONDS) return [];
    return [
      error("server/preload-not-possible", ["server", "hsts", "preload"], {
        message:
          "Browsers accept a host into their preload list only under conditions that this one does not meet.",
        expected: `a registrable domain, "includeSubDomains": true and "maxAgeSeconds" of at least ${PRELOAD_MIN_SECONDS}`,
        fix: 'Write "preload": false.',
      }),
    ];
  },
};

export const serverTls: Rule = {
  reads: ["server.nginx.tls", "distributions"],
  check: ({ config: { server, distributions } }) => {
    const behind = Object.values(distributions).some((one) =>
      one.behaviors.some((behavior) => originsOf(behavior).some(({ origin }) => origin.server)),
    );
    if (server?.nginx.tls !== "modern" || !behind) return [];
    return [
      warning("server/tls13-only-origin", ["server", "nginx", "tls"], {
        message:
          "CloudFront documents TLS 1.2 and older as settings towards an origin; with TLS 1.3 alone it may answer 502.",
        fix: 'Write "tls": "intermediate".',
      }),
    ];
  },
};

export const serverTimeouts: Rule = {
  reads: ["server.gunicorn.timeoutSeconds", "server.nginx.proxyReadTimeoutSeconds"],
  check: ({ config: { server }, written }) => {
    if (!server || server.gunicorn.timeoutSeconds <= server.nginx.proxyReadTimeoutSeconds) return [];
    const path = firstWritten(
      written,
      ["server", "gunicorn", "timeoutSeconds"],
      ["server", "nginx", "proxyReadTimeoutSeconds"],
    );
    return [
      error("server/timeout-order", path, {
        message: "Nginx gives up before Gunicorn does: slow requests answer 504 while their worker goes on.",
        got: `gunicorn.timeoutSeconds ${server.gunicorn.timeoutSeconds}, nginx.proxyReadTimeoutSeconds ${server.nginx.proxyReadTimeoutSeconds}`,
        expected: "gunicorn.timeoutSeconds at most nginx.proxyReadTimeoutSeconds",
        fix: `Raise nginx.proxyReadTimeoutSeconds to ${server.gunicorn.timeoutSeconds}, or lower gunicorn.timeoutSeconds.`,
      }),
    ];
  },
};
