// What CloudFront answers: signed behaviors, guards at the edge, and each documented failure, by a stand-in over TLS.
import { createHash } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Project } from "../../../config/project";
import type { Given } from "../../../doctor";
import {
  generateKeyPair,
  type PrivateKey,
  parsePrivateKey,
  parseTrustedKeys,
  verifyRequest,
} from "../../../signing";
import {
  behindCloudFront,
  diagnose,
  farmWorld,
  nothingGiven,
  problemsOf,
  redirectsTo,
} from "../../doctor/farm/diagnose";
import { Farm } from "../../doctor/farm/farm";
import {
  errorPage,
  type Served,
  type Site,
  standIn,
  viewer,
  xmlError,
} from "../../doctor/farm/stand-in-edge";
import { describeWith } from "../../programs";

const token = "t0ken-of-the-test";
const keyId = "K2JCJMDEHXQW5F";
const hsts = { "Strict-Transport-Security": "max-age=31536000" };

describeWith(["openssl"], "CloudFront", () => {
  const farm = new Farm();
  let pair: { privatePem: string; key: PrivateKey; publicPem: string };

  beforeAll(async () => {
    const { privatePem, publicKey } = await generateKeyPair("rsa");
    const key = parsePrivateKey(privatePem);
    if (!key.ok) throw new Error(key.problem.message);
    pair = { privatePem, key: key.value, publicPem: publicKey.pem };
  });
  afterAll(() => farm.remove());

  const project = (behaviors: readonly object[], more: object = {}): Project =>
    behindCloudFront(
      {
        server: undefined,
        buckets: { media: { name: "moathon-media" } },
        distributions: { site: { behaviors } },
        ...more,
      },
      { distribution_site_domain_name: viewer, "signing_key_2026-11_id": keyId },
    );

  async function diagnosis(of: Project, site: Site, given: Partial<Given> = {}) {
    const ports = await standIn(farm, farm.pki.leaf({ name: viewer }), site);
    const world = farmWorld(of, ports, farm.pki.text(farm.pki.root), {
      redirects: redirectsTo(viewer, ports),
    });
    return diagnose(of, world, { given: { ...nothingGiven, ...given } });
  }
  const problems = async (of: Project, site: Site, given: Partial<Given> = {}) =>
    problemsOf(await diagnosis(of, site, given));

  const open = () => project([{ path: "*", origin: { bucket: "media" } }]);
  const failures: readonly (readonly [what: string, served: Served, problem: string])[] = [
    [
      "cannot resolve its origin",
      errorPage(502, "CloudFront wasn't able to resolve the origin domain name."),
      "error doctor/origin-name-not-found",
    ],
    [
      "cannot reach its origin",
      errorPage(
        502,
        "CloudFront attempted to establish a connection with the origin, but either the attempt failed or the origin closed the connection.",
      ),
      "error doctor/origin-unreachable",
    ],
    [
      "waits in vain",
      errorPage(504, "CloudFront wasn't able to connect to the origin."),
      "error doctor/origin-unreachable",
    ],
    [
      "has a function without rights",
      errorPage(
        503,
        "The Lambda function associated with the CloudFront distribution is invalid or doesn't have the required permissions.",
      ),
      "error doctor/edge-failed",
    ],
    [
      "gets an invalid answer of a function",
      errorPage(
        502,
        "The Lambda function result failed validation: The function tried to add, delete, or change a read-only header.",
      ),
      "error doctor/edge-failed",
    ],
    [
      "has no function that runs",
      errorPage(
        503,
        "The CloudFront function associated with the CloudFront distribution is invalid or could not run.",
      ),
      "error doctor/edge-failed",
    ],
    ["blocks the request", errorPage(403, "Request blocked."), "error doctor/web-acl"],
    [
      "asks another region",
      xmlError(400, "AuthorizationHeaderMalformed", "The authorization header is malformed"),
      "error doctor/bucket-region",
    ],
    ["finds the headers too large", { status: 494 }, "error doctor/request-too-big"],
    [
      "is told to slow down",
      xmlError(503, "SlowDown", "Please reduce your request rate."),
      "error doctor/origin-overloaded",
    ],
    ["may not read the page", xmlError(403, "AccessDenied", "Access Denied"), "warning doctor/access-denied"],
  ];

  test.each(failures)("that %s is one problem", async (_, served, problem) => {
    expect(await problems(open(), () => ({ ...served, headers: { ...hsts, ...served.headers } }))).toEqual([
      problem,
    ]);
  });

  test("whose alias leads elsewhere is one problem", async () => {
    const alias = "app.example.com";
    const of = project([{ path: "*", origin: { bucket: "media" } }], {
      distributions: {
        site: {
          aliases: [alias],
          certificate: {
            arn: "arn:aws:acm:us-east-1:123456789012:certificate/12345678-1234-1234-1234-123456789012",
          },
          behaviors: [{ path: "*", origin: { bucket: "media" } }],
        },
      },
    });
    const right = await standIn(farm, farm.pki.leaf({ name: viewer }), () => ({ headers: hsts }));
    const other = await standIn(farm, farm.pki.leaf({ name: alias }), () => ({
      headers: hsts,
      byCloudFront: false,
    }));
    const redirects = [...redirectsTo(viewer, right), ...redirectsTo(alias, other)];
    const world = farmWorld(of, right, farm.pki.text(farm.pki.root), { redirects });
    expect(new Set(problemsOf(await diagnose(of, world)))).toEqual(new Set(["error doctor/alias-elsewhere"]));
  });

  const signedProject = () =>
    project([{ path: "*", origin: { bucket: "media" }, signed: true }], {
      signingKeys: [{ id: "2026-11", publicKeyFile: "keys/a.pub.pem", phase: "active" }],
    });

  /** Checks signatures with the real verifier, as CloudFront does. */
  const guarded = (publicPem: string): Site => {
    const trusted = parseTrustedKeys({ [keyId]: publicPem });
    if (!trusted.ok) throw new Error(trusted.problem.message);
    return ({ method = "GET", url }: IncomingMessage) => {
      const request = { method, url: `https://${viewer}${url}`, clientIp: "192.0.2.1" };
      const outcome = verifyRequest(request, trusted.value, Math.floor(Date.now() / 1000));
      if (outcome.kind === "denied")
        return { ...xmlError(403, outcome.code, "Access denied"), headers: hsts };
      return { headers: hsts, body: "secret" };
    };
  };

  test("that refuses unsigned and serves signed requests has no problem", async () => {
    const of = withKey(signedProject(), pair.publicPem);
    const { findings } = await diagnosis(of, guarded(pair.publicPem), {
      signingKey: pair.key,
      object: "/a.jpg",
    });
    const found = findings.filter(({ check }) => check === "signed");
    expect(found.map(({ state }) => state)).toEqual(["ok", "ok"]);
    const said = JSON.stringify(findings);
    expect(said).not.toContain("PRIVATE KEY");
    // But for the command, which makes one anew.
    expect(JSON.stringify(found)).not.toMatch(/Signature=(?!\$signature)|Policy=/);
  });

  test("that serves unsigned requests is one problem", async () => {
    const of = withKey(signedProject(), pair.publicPem);
    expect(await problems(of, () => ({ headers: hsts, body: "open" }))).toEqual([
      "error doctor/signature-not-required",
    ]);
  });

  test("that does not know the key is one problem", async () => {
    const other = (await generateKeyPair("rsa")).publicKey.pem;
    const of = withKey(signedProject(), pair.publicPem);
    const { findings } = await diagnosis(of, guarded(other), { signingKey: pair.key });
    const refused = findings.filter(({ state }) => state === "problem");
    expect(refused.map((one) => "code" in one && one.code)).toEqual(["doctor/signature-refused"]);
    // What CloudFront compares the signature with.
    expect(refused[0]!.evidence).toContainEqual([
      "signed policy",
      expect.stringMatching(/^\{"Statement":\[\{"Resource":"https:\/\//),
    ]);
  });

  const tokenProject = () =>
    project([{ path: "*", origin: { bucket: "media" }, edge: ["token"] }], {
      edge: {
        token: {
          handler: "require-authorization",
          event: "viewer-request",
          tokenSha256: [createHash("sha256").update(token).digest("hex")],
        },
      },
    });
  const guard: Site = ({ headers }) =>
    headers.authorization === `Bearer ${token}`
      ? { headers: hsts, body: "in" }
      : { status: 401, headers: hsts };

  test("that asks for the token has no problem, and the token is in no finding", async () => {
    const { findings } = await diagnosis(tokenProject(), guard, { token });
    expect(findings.filter(({ check }) => check === "edge").map(({ state }) => state)).toEqual(["ok", "ok"]);
    expect(JSON.stringify(findings)).not.toContain(token);
  });

  test("that asks for no token is one problem", async () => {
    expect(await problems(tokenProject(), () => ({ headers: hsts }))).toEqual(["error doctor/edge-open"]);
  });

  test("that refuses the right token is one problem", async () => {
    expect(await problems(tokenProject(), () => ({ status: 401, headers: hsts }), { token })).toEqual([
      "error doctor/edge-refuses",
    ]);
  });

  test("never gets a token that the config does not know, nor one over a connection that proves nothing", async () => {
    const seen: unknown[] = [];
    const watching: Site = (request, hits) => {
      seen.push(request.headers.authorization);
      return guard(request, hits);
    };
    await diagnosis(tokenProject(), watching, { token: "another" });
    const ports = await standIn(farm, farm.pki.leaf({ name: "proxy.example.com" }), watching);
    const of = tokenProject();
    const world = farmWorld(of, ports, farm.pki.text(farm.pki.root), {
      redirects: redirectsTo(viewer, ports),
    });
    const { findings } = await diagnose(of, world, { given: { ...nothingGiven, token }, only: ["edge"] });
    expect(findings.map(({ state }) => state)).toEqual(["ok", "unknown"]);
    expect(seen.filter((value) => value !== undefined)).toEqual([]);
  });

  test("never gets a token where something else than CloudFront answers", async () => {
    const seen: unknown[] = [];
    const { findings } = await diagnosis(
      tokenProject(),
      (request, hits) => {
        seen.push(request.headers.authorization);
        return { ...guard(request, hits), byCloudFront: false };
      },
      { token },
    );
    const found = findings.filter(({ check }) => check === "edge");
    expect(found.map((one) => [one.state, "message" in one && one.message])).toEqual([
      ["unknown", "What answers is not CloudFront."],
      ["unknown", "What answers is not CloudFront."],
    ]);
    expect(seen.filter((value) => value !== undefined)).toEqual([]);
  });

  test.each([413, 503])("whose guard answers %i itself is neither overloaded nor let in", async (status) => {
    const failing: Site = () => ({
      status,
      headers: { ...hsts, "X-Cache": "LambdaGeneratedResponse from cloudfront" },
      body: "The keys cannot be fetched.",
    });
    const { findings } = await diagnosis(tokenProject(), failing, { token });
    const found = findings.filter(({ check }) => check === "edge");
    const said = `A function at the edge answers ${status} itself.`;
    expect(found.map((one) => [one.state, "message" in one && one.message])).toEqual([
      ["unknown", said],
      ["unknown", said],
    ]);
  });

  test("whose function answers 503 itself on an open behavior is unknown", async () => {
    const { findings } = await diagnosis(open(), () => ({
      status: 503,
      headers: { ...hsts, "X-Cache": "FunctionGeneratedResponse from cloudfront" },
    }));
    expect(findings.filter(({ check }) => check === "distribution")).toEqual([
      expect.objectContaining({ state: "unknown", message: "A function at the edge answers 503 itself." }),
    ]);
  });

  const jwt = "eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJhIn0.c2ln";
  const jwtProject = (known: string): Project => {
    const of = tokenProject();
    const tokenSha256 = [createHash("sha256").update(known).digest("hex")];
    const elsewhere = { ...of.edge["token"]!, id: "elsewhere", settings: { tokenSha256 } };
    const edge = { token: { ...of.edge["token"]!, handler: "require-jwt", settings: {} }, elsewhere };
    return { ...of, edge } as Project;
  };

  test.each([
    ["an opaque token", token, token, "unknown"],
    ["a JWT-shaped token of another guard", jwt, jwt, "unknown"],
    ["a JWT", jwt, token, "ok"],
  ])("that asks for a JWT, given %s: sent only if it may be its", async (_, sent, known, state) => {
    const seen: unknown[] = [];
    const asking: Site = ({ headers }) => {
      if (headers.authorization) seen.push(headers.authorization);
      return headers.authorization ? { headers: hsts } : { status: 401, headers: hsts };
    };
    const { findings } = await diagnosis(jwtProject(known), asking, { token: sent });
    expect(findings.filter(({ check }) => check === "edge").map((one) => one.state)).toEqual(["ok", state]);
    expect(seen).toEqual(state === "ok" ? [`Bearer ${sent}`] : []);
    expect(JSON.stringify(findings)).not.toContain(sent);
  });
});

function withKey(project: Project, publicKeyPem: string): Project {
  return { ...project, signingKeys: project.signingKeys.map((key) => ({ ...key, publicKeyPem })) };
}
