// cookies: would a browser keep the cookies that the application sets?
import { isSharedSuffix } from "../../config/host-name";
import { curl } from "../command";
import type { Check, Examination } from "../examination";
import { applicationWay, get, noAnswer, urlOf } from "../entrance";
import { type About, error, type Finding, notApplicable, ok, unknown } from "../finding";
import { valuesOf } from "../http/exchange";

export const cookies: Check = {
  name: "cookies",
  title: "browsers keep the cookies that the application sets",
  run: async (examination) => [await judge(examination)],
};

async function judge({ project, given, ask, world }: Examination): Promise<Finding> {
  const way = applicationWay(project);
  const about: About = {
    check: "cookies",
    leg: "nginx-gunicorn",
    subject: "closed" in way ? "" : urlOf(way),
  };
  if ("closed" in way) return project.server ? unknown(about, way.closed) : notApplicable(about, way.closed);
  const paths = [way.path, ...(given.formPath === null ? [] : [given.formPath])];
  const answers = await Promise.all(paths.map((path) => ask(get({ ...way, path }))));
  const seen = answers.flatMap((answer) =>
    answer.kind === "response" ? valuesOf(answer, "set-cookie") : [],
  );
  for (const answer of answers) if (answer.kind !== "response") return noAnswer(about, answer);
  if (seen.length === 0) {
    return notApplicable(about, `${paths.join(" and ")} set no cookies; name a page that does with --form.`);
  }
  const crossSite = project.django?.cookies.crossSite ?? false;
  return ofCookies(seen, { host: way.host, crossSite }, about, curl(world, urlOf(way), "-skI"));
}

interface Site {
  readonly host: string;
  /** Whether the page that calls is another site. */
  readonly crossSite: boolean;
}

function ofCookies(
  seen: readonly string[],
  { host, crossSite }: Site,
  about: About,
  command: string,
): Finding {
  const faults = seen.flatMap((cookie) =>
    reasons(cookie, host, crossSite).map((why) => [nameOf(cookie), why] as const),
  );
  if (faults.length === 0) {
    const kept = seen.map((one) => [nameOf(one), attributesOf(one)] as const);
    return ok(about, `Browsers keep ${seen.map(nameOf).join(", ")}.`, kept, command);
  }
  return error("doctor/cookie-dropped", about, {
    message: `Browsers drop ${[...new Set(faults.map(([name]) => name))].join(", ")}.`,
    // Values of cookies are sessions: never shown.
    evidence: faults,
    symptom: "logins that do not last, 403 by the CSRF check",
    fix: "Deploy the generated settings: they name and mark the cookies so that browsers keep them.",
    command,
  });
}

function nameOf(cookie: string): string {
  return cookie.slice(0, cookie.indexOf("="));
}

function attributesOf(cookie: string): string {
  return (
    cookie
      .split(";")
      .slice(1)
      .map((one) => one.trim())
      .join("; ") || "no attributes"
  );
}

// RFC 6265bis §5.6 and §4.1.3; CHIPS; the public suffix list.
function reasons(cookie: string, host: string, crossSite: boolean): string[] {
  const name = nameOf(cookie);
  const has = (attribute: string) => new RegExp(`;\\s*${attribute}\\s*(;|$)`, "i").test(cookie);
  const setTo = (attribute: string) =>
    new RegExp(`;\\s*${attribute}\\s*=\\s*([^;]*)`, "i").exec(cookie)?.[1]?.trim();
  const domain = setTo("domain")?.replace(/^\./, "").toLowerCase();
  const sameSite = setTo("samesite")?.toLowerCase();
  const isSecure = has("secure");
  return [
    ...(sameSite === "none" && !isSecure ? ["SameSite=None without Secure"] : []),
    ...(has("partitioned") && !isSecure ? ["Partitioned without Secure"] : []),
    ...(/^__(host|secure)-/i.test(name) && !isSecure ? [`the prefix of ${name} without Secure`] : []),
    ...(/^__host-/i.test(name) && (domain !== undefined || setTo("path") !== "/")
      ? ["__Host- needs Path=/ and no Domain"]
      : []),
    ...(domain && host !== domain && !host.endsWith(`.${domain}`)
      ? [`Domain=${domain} is not the host's`]
      : []),
    ...(domain && isSharedSuffix(domain) ? [`Domain=${domain} is shared by strangers`] : []),
    ...(crossSite && sameSite !== "none"
      ? [`SameSite=${sameSite ?? "Lax by default"}, though the page is another site`]
      : []),
    ...(crossSite && sameSite === "none" && !has("partitioned")
      ? ["a third party's cookie without Partitioned"]
      : []),
    ...(cookie.split(";")[0]!.length > 4096 ? ["larger than 4096 bytes"] : []),
  ];
}
