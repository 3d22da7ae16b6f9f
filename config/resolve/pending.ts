// Facts that only a deploy knows and that the outputs file does not have yet, with the place that waits for each.
import type { Frontend, Pending, Project } from "../project";

type Known = Omit<Project, "pending">;

export function pendingFacts(project: Known): Pending[] {
  return [...frontendFacts(project), ...storageFacts(project), ...signerFacts(project)];
}

function frontendFacts({ frontend, distributions, django }: Known): Pending[] {
  const site = frontend ? distributions[frontend.distribution] : undefined;
  if (!site || !frontend || site.webOrigins.length > 0 || site.aliases.length > 0) return [];
  const fact = domainFact(site.id);
  return [
    ...(django ? [{ ...fact, neededBy: `${originSettings(frontend)} in ${django.settingsFile}` }] : []),
    ...(frontend.apiUrl.value === null
      ? [{ ...fact, neededBy: `${frontend.apiUrl.name} in ${frontend.envFile}` }]
      : []),
  ];
}

function originSettings({ layout }: Frontend): string {
  return layout === "cross-origin" ? "CORS_ALLOWED_ORIGINS, CSRF_TRUSTED_ORIGINS" : "CSRF_TRUSTED_ORIGINS";
}

function storageFacts(project: Known): Pending[] {
  const { storage = null, settingsFile } = project.django ?? {};
  if (storage === null) return [];
  return [
    ...(storage.domain === null
      ? [{ ...domainFact(storage.distribution), neededBy: `AWS_S3_CUSTOM_DOMAIN in ${settingsFile}` }]
      : []),
    ...(storage.signed && storage.keyId === null
      ? keyFacts(project, `AWS_CLOUDFRONT_KEY_ID in ${settingsFile}`)
      : []),
  ];
}

function signerFacts(project: Known): Pending[] {
  const { signer } = project;
  return signer && signer.keyId === null ? keyFacts(project, `Key-Pair-Id in ${signer.file}`) : [];
}

function domainFact(id: string): Omit<Pending, "neededBy"> {
  return { output: `distribution_${id}_domain_name`, what: `domain name of distribution ${id}` };
}

function keyFacts({ signingKeys }: Known, neededBy: string): Pending[] {
  return signingKeys
    .filter(({ phase }) => phase === "active")
    .map(({ id }) => ({
      output: `signing_key_${id}_id`,
      what: `CloudFront's id of signing key ${id}`,
      neededBy,
    }));
}
