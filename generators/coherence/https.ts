// Coherence of HTTPS: header trust, HSTS, cookies, certificate and ports mean the same to every part.
import { type CoherenceRule, disagreement, type FileFact, undo } from "./evidence";

/** Django trusts X-Forwarded-Proto, so Nginx must overwrite it with the scheme everywhere. */
export const forwardedProtoRule: CoherenceRule = ({ project, facts }) => {
  if (!project.django) return [];
  const [header, value] = facts("django", "SECURE_PROXY_SSL_HEADER");
  const sent = facts("nginx", "X-Forwarded-Proto");
  const wrongName =
    header && (header.value !== "HTTP_X_FORWARDED_PROTO" || value?.value !== "https") ? [header] : [];
  const spoofable = sent.filter((fact) => fact.value !== "$scheme");
  return [
    ...wrongName.map((fact) =>
      disagreement("coherence/forwarded-proto", fact, {
        message:
          "Nginx says in X-Forwarded-Proto whether the request came over HTTPS, but Django looks elsewhere: it would redirect for ever.",
        expected: '("HTTP_X_FORWARDED_PROTO", "https")',
        fix: undo,
      }),
    ),
    ...spoofable.map((fact) =>
      disagreement("coherence/forwarded-proto", fact, {
        message: "Django trusts this header, so a client that sets it itself would pass as HTTPS.",
        expected: "proxy_set_header X-Forwarded-Proto $scheme",
        fix: undo,
      }),
    ),
    ...(header && sent.length === 0
      ? [
          disagreement("coherence/forwarded-proto", header, {
            message: "Django trusts a header that Nginx does not set: clients could.",
            expected: "proxy_set_header X-Forwarded-Proto $scheme in Nginx",
            fix: undo,
          }),
        ]
      : []),
  ];
};

/** Nginx and Django send the same Strict-Transport-Security. */
export const hstsRule: CoherenceRule = ({ project, facts }) => {
  const [seconds] = facts("django", "SECURE_HSTS_SECONDS");
  const [sent] = facts("nginx", "Strict-Transport-Security");
  if (!seconds) return [];
  const django = policy(
    seconds.value,
    isTrue(facts("django", "SECURE_HSTS_INCLUDE_SUBDOMAINS")),
    isTrue(facts("django", "SECURE_HSTS_PRELOAD")),
  );
  const header = sent?.value ?? "";
  const maxAge = /max-age=(\d+)/i.exec(header)?.[1] ?? "0";
  const nginx = policy(maxAge, /includeSubDomains/i.test(header), /preload/i.test(header));
  if (django === nginx) return [];
  const { hsts } = project.server ?? {};
  const wanted = hsts
    ? policy(String(hsts.maxAgeSeconds), hsts.includeSubDomains, hsts.preload)
    : policy("0", false, false);
  // Of the two, the one that the config did not ask for is the culprit.
  const isNginxs = django === wanted && sent !== undefined;
  return [
    disagreement("coherence/hsts", isNginxs ? sent : seconds, {
      message: `Browsers would get one HSTS policy from Django (${django}) and another from Nginx (${nginx}).`,
      expected: wanted,
      fix: "Set server.hsts in the config and generate both files from it.",
    }),
  ];
};

function policy(maxAge: string, includeSubDomains: boolean, preload: boolean): string {
  return [
    `max-age=${maxAge}`,
    ...(includeSubDomains ? ["includeSubDomains"] : []),
    ...(preload ? ["preload"] : []),
  ].join("; ");
}

function isTrue(facts: readonly FileFact[]): boolean {
  return facts.at(-1)?.value === "True";
}

/** SameSite fits whether page and API are one site for a browser. */
export const cookiesRule: CoherenceRule = ({ project, facts }) => {
  if (!project.django) return [];
  const { sameSite, crossSite } = project.django.cookies;
  const policies = ["SESSION_COOKIE_SAMESITE", "CSRF_COOKIE_SAMESITE"].flatMap((name) =>
    facts("django", name),
  );
  return policies
    .filter(({ value }) => value !== sameSite)
    .map((fact) =>
      disagreement("coherence/cookies", fact, {
        message: crossSite
          ? "Page and API are different sites to a browser: it would not send this cookie from the page."
          : "Page and API are one site to a browser: the cookie need not travel between sites, where it can be abused.",
        expected: sameSite,
        fix: undo,
      }),
    );
};

/** Nginx reads the certificate and the ACME answers where Certbot's scripts put them. */
export const certificateRule: CoherenceRule = ({ project, facts, all }) => {
  if (!project.server) return [];
  const { tlsDirectory, webroot } = project.server.acme;
  const certificate = `${tlsDirectory}/fullchain.pem`;
  const elsewhere = (fact: FileFact, expected: string, message: string) =>
    fact.value === expected
      ? []
      : [disagreement("coherence/certificate", fact, { message, expected, fix: undo })];
  return [
    ...facts("nginx", "ssl_certificate").flatMap((fact) =>
      elsewhere(
        fact,
        certificate,
        "The scripts put the certificate elsewhere: Nginx would go on serving an old one.",
      ),
    ),
    ...facts("nginx", "acme_root").flatMap((fact) =>
      elsewhere(
        fact,
        webroot,
        "Certbot puts its answers elsewhere: the certificate authority would not find them.",
      ),
    ),
    ...all("script").flatMap((fact) => {
      const expected = { tls_directory: tlsDirectory, webroot }[fact.name];
      return expected === undefined
        ? []
        : elsewhere(fact, expected, "Nginx reads another folder than the script writes to.");
    }),
  ];
};

/** Nginx refuses what does not come through CloudFront. */
export const originVerifyRule: CoherenceRule = ({ project: { name, server }, files, facts }) => {
  const site = files.find(({ path }) => path === `${server?.outputDir}/nginx/${name}.conf`);
  if (!server?.originVerify || !site) return [];
  const asked = facts("nginx", "origin_verify").filter(({ file }) => file === site.path);
  const { header } = server.originVerify;
  const message = `CloudFront sends ${header}, but Nginx does not ask for it: everybody who reaches the server is let in.`;
  const expected = "return 403 for a request without it";
  if (asked.length === 0) {
    const place = { file: site.path, line: 1, column: 1 };
    return [
      { code: "coherence/origin-verify", severity: "error", path: [], message, expected, fix: undo, place },
    ];
  }
  return asked
    .filter(({ value }) => !refusals.includes(value))
    .map((fact) => disagreement("coherence/origin-verify", fact, { message, expected, fix: undo }));
};

// 444 hangs up.
const refusals = ["403", "444"];

/** Nginx listens on the ports that the security group opens. */
export const portsRule: CoherenceRule = ({ project, facts }) => {
  if (!project.server?.securityGroup) return [];
  return facts("nginx", "listen")
    .filter(({ value }) => !/^(\S+:)?(80|443)( |$)/.test(value))
    .map((fact) =>
      disagreement("coherence/ports", fact, {
        message: "The security group opens the ports 80 and 443 only: nobody could reach this one.",
        expected: "80 or 443",
        fix: undo,
      }),
    );
};
