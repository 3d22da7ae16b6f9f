// Faults of a server's answers, each behind real TLS: exactly one finding for each.
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from "node:http";
import type { Project } from "../../../config/project";
import type { Given } from "../../../doctor";
import {
  behindCloudFront,
  diagnose,
  farmWorld,
  host,
  nothingGiven,
  problemsOf,
} from "../../doctor/farm/diagnose";
import { Farm } from "../../doctor/farm/farm";
import { describeWith } from "../../programs";
import { freePort } from "../../server-root";

const django = { django: { settingsFile: "backend/config/settings_https.py" } };
const page = "https://app.example.com";
const crossOrigin = behindCloudFront({
  ...django,
  distributions: {},
  buckets: {},
  django: { ...django.django, corsAllowedOrigins: [page], csrfTrustedOrigins: [page] },
});
/** With so little patience that a test need not wait for it. */
const impatient = behindCloudFront({
  server: {
    host: { kind: "domain", name: host },
    securityGroupId: "sg-0a1b2c3d4e5f67890",
    acme: { email: "ops@example.com" },
    gunicorn: { timeoutSeconds: 1 },
    nginx: { proxyConnectTimeoutSeconds: 1 },
  },
  distributions: { site: { behaviors: [{ path: "*", origin: { server: true, readTimeoutSeconds: 1 } }] } },
});

// As Nginx sends it with server_tokens off.
const nginxRefusal =
  "<html>\r\n<head><title>403 Forbidden</title></head>\r\n<body>\r\n<center><h1>403 Forbidden</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n";

const hsts = { "Strict-Transport-Security": "max-age=63072000" };
const formPath = "/form/";

describeWith(["openssl"], "a server", () => {
  let farm: Farm;
  let leaf: ReturnType<Farm["pki"]["leaf"]>;
  let http: number;
  beforeAll(async () => {
    farm = new Farm();
    leaf = farm.pki.leaf({ name: host });
    http = await farm.listen(redirecting());
  });
  afterAll(() => farm.remove());

  async function problems(
    handler: RequestListener,
    {
      project = crossOrigin,
      given = {},
      port80 = http,
      responseMs = 20_000,
    }: { project?: Project; given?: Partial<Given>; port80?: number; responseMs?: number } = {},
  ): Promise<string[]> {
    const https = await farm.https(farm.pki.chain(leaf, farm.pki.intermediate), leaf, handler);
    const world = farmWorld(project, { https, http: port80 }, farm.pki.text(farm.pki.root), {
      patience: { connectMs: 10_000, handshakeMs: 10_000, responseMs },
    });
    return problemsOf(await diagnose(project, world, { given: { ...nothingGiven, ...given } }));
  }

  test("that does everything right has none", async () => {
    expect(await problems(right({}), { given: { formPath } })).toEqual([]);
  });

  test("that wants a login has none: nothing on the way to it takes one away", async () => {
    expect(await problems(right({ status: 401 }), { given: { formPath } })).toEqual([]);
  });

  test("is asked for nothing that changes it: only the form that was named gets a POST, and an empty one", async () => {
    const seen = new Set<string>();
    const watching: RequestListener = (request, response) => {
      seen.add(`${request.method} ${request.url} ${request.headers["content-length"] ?? 0}`);
      return right({})(request, response);
    };
    await problems(watching, { given: { formPath } });
    expect([...seen].filter((one) => !/^(GET|OPTIONS) /.test(one))).toEqual([`POST ${formPath} 0`]);
  });

  const rows: readonly (readonly [what: string, fault: Fault, problem: string])[] = [
    ["that fails", { status: 500 }, "error doctor/application-error"],
    ["whose application is down", { status: 502 }, "error doctor/gunicorn-down"],
    ["that has no room", { status: 503 }, "error doctor/origin-overloaded"],
    ["whose application is slow", { status: 504 }, "error doctor/gunicorn-slow"],
    ["that refuses its host", { status: 400 }, "error doctor/host-refused"],
    [
      "that redirects to itself",
      { status: 301, headers: { Location: `https://${host}/` } },
      "error doctor/redirect-loop",
    ],
    ["without HSTS", { hsts: [] }, "warning doctor/hsts"],
    ["with HSTS twice", { hsts: ["max-age=63072000", "max-age=63072000"] }, "warning doctor/hsts"],
    ["with another HSTS time", { hsts: ["max-age=60"] }, "warning doctor/hsts"],
    ["that lets the page's origin out", { allows: () => false }, "error doctor/cors-refused"],
    ["that lets every origin in", { allows: () => true }, "error doctor/cors-open"],
    ["that refuses a POST from the page", { takes: () => false }, "error doctor/csrf-refused"],
    ["that takes a POST from anywhere", { takes: () => true }, "error doctor/csrf-open"],
    [
      "with a cookie for nobody",
      { cookie: "csrftoken=a; SameSite=None; Path=/" },
      "error doctor/cookie-dropped",
    ],
    [
      "with a __Host- cookie that has a domain",
      { cookie: `__Host-csrftoken=a; Secure; Path=/; Domain=${host}` },
      "error doctor/cookie-dropped",
    ],
    [
      "with a cookie of a public suffix",
      { cookie: "csrftoken=a; Secure; Path=/; Domain=com" },
      "error doctor/cookie-dropped",
    ],
  ];

  test.each(rows)("%s is one problem", async (_, fault, problem) => {
    expect(await problems(right(fault), { given: { formPath } })).toEqual([problem]);
  });

  const posts: readonly (readonly [status: number, fromPage: string, fromStranger: string])[] = [
    ...[200, 302, 400].map((status) => [status, "ok", "problem"] as const),
    ...[404, 405, 413, 422, 429, 500, 502].map((status) => [status, "unknown", "unknown"] as const),
    [403, "problem", "ok"],
  ];

  test.each(posts)(
    "that answers each POST %i: from the page %s, from a stranger %s",
    async (taken, ...states) => {
      const https = await farm.https(
        farm.pki.chain(leaf, farm.pki.intermediate),
        leaf,
        right({ takes: () => true, taken }),
      );
      const world = farmWorld(crossOrigin, { https, http }, farm.pki.text(farm.pki.root));
      const { findings } = await diagnose(crossOrigin, world, {
        given: { ...nothingGiven, formPath },
        only: ["csrf"],
      });
      expect(findings.map(({ state }) => state)).toEqual(states);
      if (states[0] === "unknown")
        expect(findings[0]!.message).toBe(
          `The POST is answered with ${taken}, which says nothing about CSRF.`,
        );
    },
  );

  test("that hangs in the middle of its body is one problem", async () => {
    const hanging = (_: IncomingMessage, response: ServerResponse) => {
      response.writeHead(200, { ...hsts, "Content-Length": "100" });
      response.write("half");
    };
    expect(await problems(hanging, { project: impatient, responseMs: 1500 })).toEqual([
      "error doctor/response-too-slow",
    ]);
  });

  test("with headers that are too large is one problem", async () => {
    const large = Array.from({ length: 5 }, (_, i) => [`X-Large-${i}`, "x".repeat(8000)]);
    const handler = right({ headers: Object.fromEntries(large) });
    expect(await problems(handler, { project: behindCloudFront() })).toEqual([
      "error doctor/headers-too-big",
    ]);
  });

  test("that hangs up is one problem", async () => {
    const handler = (request: IncomingMessage) => request.socket.destroy();
    expect(await problems(handler, { project: behindCloudFront() })).toEqual([
      "error doctor/malformed-response",
    ]);
  });

  test("whose port 80 is closed is one problem", async () => {
    expect(await problems(right({}), { port80: await freePort() })).toEqual(["warning doctor/http-closed"]);
  });

  test("that serves plain HTTP is one problem", async () => {
    expect(await problems(right({}), { port80: await farm.plain() })).toEqual([
      "error doctor/http-not-redirected",
    ]);
  });

  test("whose plain HTTP leads to a strange host is unknown: a captive portal may have answered", async () => {
    const port80 = await farm.listen(redirecting("https://login.example.net/"));
    expect(await problems(right({}), { port80 })).toEqual([]);
  });

  const verified = behindCloudFront({
    server: {
      host: { kind: "domain", name: host },
      securityGroupId: "sg-0a1b2c3d4e5f67890",
      acme: { email: "ops@example.com" },
      originVerify: true,
    },
  });
  const secret = "k3-secret-value";
  const refusal = (body: string, when = (given: unknown) => given !== secret): RequestListener => {
    return (request, response) =>
      when(request.headers["x-origin-verify"])
        ? response.writeHead(403, { ...hsts, "Content-Type": "text/html" }).end(body)
        : right({})(request, response);
  };

  const refusals: readonly (readonly [string, RequestListener, string | null, string, RegExp])[] = [
    ["Nginx's own page", refusal(nginxRefusal), null, "ok", /^Nginx answers 403 without/],
    ["Nginx's own page, but not with the secret", refusal(nginxRefusal), secret, "ok", /^Nginx answers 403/],
    ["a page of the application", refusal("<h1>403 Forbidden</h1>"), null, "unknown", /not Nginx's own/],
    ["nothing", refusal(""), null, "unknown", /not Nginx's own/],
    ["Nginx's own page with the secret too", refusal(nginxRefusal, () => true), secret, "unknown", /too/],
  ];

  test.each(refusals)("that refuses with %s", async (_, handler, originSecret, state, message) => {
    const https = await farm.https(farm.pki.chain(leaf, farm.pki.intermediate), leaf, handler);
    const world = farmWorld(verified, { https, http }, farm.pki.text(farm.pki.root));
    const given = { ...nothingGiven, originSecret };
    const { findings } = await diagnose(verified, world, { given, only: ["origin-verify"] });
    expect(findings).toEqual([expect.objectContaining({ state, message: expect.stringMatching(message) })]);
    expect(JSON.stringify(findings)).not.toContain(secret);
  });

  test("that should know CloudFront by a header and answers everybody is one problem", async () => {
    const project = verified;
    expect(await problems(right({}), { project })).toEqual(["error doctor/origin-open"]);
    const refusing = refusal(nginxRefusal);
    expect(await problems(refusing, { project })).toEqual([]);
    expect(await problems(refusing, { project, given: { originSecret: secret } })).toEqual([]);
  });
});

interface Fault {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly hsts?: readonly string[];
  readonly cookie?: string;
  readonly allows?: (origin: string) => boolean;
  readonly takes?: (origin: string) => boolean;
  /** What a POST that is taken is answered with. */
  readonly taken?: number;
}

// Django trusts the page and the API's own pages.
const own = (origin: string) => [page, `https://${host}`].includes(origin);

/** An API as it should be, but for the fault: preflights, a form with a CSRF cookie, HSTS. */
function right({
  status = 200,
  headers = {},
  hsts: sent = ["max-age=63072000"],
  ...fault
}: Fault): RequestListener {
  const {
    allows = (origin) => origin === page,
    takes = own,
    taken = 200,
    cookie = "csrftoken=abc; Secure; Path=/",
  } = fault;
  return (request, response) => {
    const origin = request.headers.origin ?? "";
    response.setHeader("Strict-Transport-Security", sent);
    if (sent.length === 0) response.removeHeader("Strict-Transport-Security");
    if (request.method === "OPTIONS") {
      if (allows(origin)) {
        response.setHeader("Access-Control-Allow-Origin", origin);
        response.setHeader("Access-Control-Allow-Credentials", "true");
        response.setHeader("Access-Control-Allow-Methods", "GET, POST");
        response.setHeader("Access-Control-Allow-Headers", "content-type, x-csrftoken");
      }
      return response.end();
    }
    if (request.method === "POST") return response.writeHead(takes(origin) ? taken : 403).end();
    if (request.url === formPath) return response.writeHead(200, { "Set-Cookie": cookie }).end();
    return response.writeHead(status, headers).end();
  };
}

function redirecting(target = `https://${host}/`) {
  return createServer((_, response) => response.writeHead(308, { Location: target }).end());
}
