// Coherence of HTTPS: header trust, HSTS, cookies, certificate and ports mean the same to every part.
import { disagreement, at, type CoherenceRule, type FileFact } from "./evidence";

const undo = "Undo the hand edit, or run `httpsmith generate --force`.";

/** Django trusts X-Forwarded-Proto, so Nginx must overwrite it with the scheme everywhere. */
export const forwardedProtoRule: CoherenceRule = ({ project, facts }) => {
  if (!project.django) return [];
  const [header, value] = facts("django", "SECURE_PROXY_SSL_HEADER");
  const sent = facts("nginx", "X-Forwarded-Proto");
  const wrongName = header && (header.value !== "HTTP_X_FORWARDED_PROTO" || value?.value !== "https") ? [header] : [];
  const spoofable = sent.filter((fact) => fact.value !== "$scheme");
  return [
    ...wrongName.map((fact) =>
      disagreement("coherence/forwarded-proto", fact, {
        message: "Nginx says in X-Forwarded-Proto whether the request came over HTTPS, but Django looks elsewhere: it would redirect for ever.",
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
      ? [disagreement("coherence/forwarded-proto", header, { message: "Django trusts a header that Nginx does not set: clients could.", expected: "proxy_set_header X-Forwarded-Proto $scheme in Nginx", fix: undo })]
      : []),
  ];
};

/** Nginx and Django send the same Strict-Transport-Security. */
export const hstsRule: CoherenceRule = ({ facts }) => {
  const [seconds] = facts("django", "SECURE_HSTS_SECONDS");
  const [sent] = facts("nginx", "Strict-Transport-Security");
  if (!seconds) return [];
  const django = {
    maxAge: seconds.value,
    subDomains: isTrue(facts("django", "SECURE_HSTS_INCLUDE_SUBDOMAINS")),
    preload: isTrue(facts("django", "SECURE_HSTS_PRELOAD")),
  };
  const nginx = {
    maxAge: /max-age=(\d+)/i.exec(sent?.value ?? "")?.[1] ?? "0",
    subDomains: /includeSubDomains/i.test(sent?.value ?? ""),
    preload: /preload/i.test(sent?.value ?? ""),
  };
  if (JSON.stringify(django) === JSON.stringify(nginx)) return [];
  return [
    disagreement("coherence/hsts", seconds, {
      message: `Browsers would get one HSTS policy from Django and another from Nginx (${sent ? `${at(sent)}: ${sent.value}` : "none"}).`,
      fix: "Set server.hsts in the config and generate both files from it.",
    }),
  ];
};

function isTrue(facts: readonly FileFact[]): boolean {
  return facts.at(-1)?.value === "True";
}

/** SameSite fits whether page and API are one site for a browser. */
export const cookiesRule: CoherenceRule = ({ project, facts }) => {
  if (!project.django) return [];
  const { sameSite, crossSite } = project.django.cookies;
  const policies = ["SESSION_COOKIE_SAMESITE", "CSRF_COOKIE_SAMESITE"].flatMap((name) => facts("django", name));
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
  const scripted = new Set(all("script").map(({ value }) => value));
  const files = facts("nginx", "ssl_certificate").filter(({ value }) => value !== `${tlsDirectory}/fullchain.pem` && !/^\/etc\/ssl\//.test(value));
  const roots = facts("nginx", "acme_root").filter(({ value }) => value !== webroot);
  return [
    ...files.map((fact) =>
      disagreement("coherence/certificate", fact, {
        message: "The scripts put the certificate elsewhere: Nginx would go on serving an old one.",
        expected: `${tlsDirectory}/fullchain.pem`,
        fix: undo,
      }),
    ),
    ...roots.map((fact) =>
      disagreement("coherence/certificate", fact, {
        message: "Certbot puts its answers elsewhere: the certificate authority would not find them.",
        expected: webroot,
        fix: undo,
      }),
    ),
    ...missingInScripts(all("script"), scripted, [tlsDirectory, webroot]),
  ];
};

function missingInScripts(scripts: readonly FileFact[], scripted: ReadonlySet<string>, wanted: readonly string[]) {
  const first = scripts[0];
  if (!first) return [];
  return wanted
    .filter((path) => !scripted.has(path))
    .map((path) =>
      disagreement("coherence/certificate", first, {
        message: "Nginx reads a folder that no script writes to.",
        expected: path,
        fix: undo,
      }),
    );
}

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
