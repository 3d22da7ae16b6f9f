// The whole deployment of the example: generated files in the real Nginx, Gunicorn and Django, and a stand-in for
// CloudFront. Healthy, it is all ok; each fault of it is the finding that names it.
import { chmodSync, mkdirSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import type { Given } from "../../../doctor";
import { diagnose, farmWorld, nothingGiven, problemsOf, redirectsTo } from "../../doctor/farm/diagnose";
import { Farm } from "../../doctor/farm/farm";
import {
  healthy,
  type Served,
  type Site,
  type StandIn,
  standIn,
  viewer,
  xmlError,
} from "../../doctor/farm/stand-in-edge";
import { djangoVersions, needs } from "../../generators/python";
import { standInS3 } from "../../doctor/farm/stand-in-s3";
import { type RunningSites, runSites, sitePrograms } from "../../generators/running-site";
import { findProgram } from "../../programs";
import { moathon } from "../../projects";
import { type DjangoProject, startProject } from "../django/django-project";

const { server } = moathon;
const name = server!.host.name;
const given: Given = { ...nothingGiven, formPath: "/api/token/" };
const settings = 'SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"';

const newest = djangoVersions()
  .filter(({ runtime }) => runtime !== null)
  .at(-1);
const missing = sitePrograms.filter((program) => findProgram(program) === null);
const run = needs(missing.length > 0 ? null : (newest?.runtime ?? null), "needs Nginx, OpenSSL and a Django");

describe("the example, deployed", () => {
  const farm = new Farm();
  let sites: RunningSites;
  let edge: StandIn;
  let django: DjangoProject;
  let s3: number;

  beforeAll(async () => {
    if (missing.length > 0 || !newest?.runtime) return;
    const leaf = farm.pki.leaf({ name });
    django = await startProject(newest.runtime, moathon, settings);
    await django.call({ path: "/" });
    // Nginx's workers are another user.
    chmodSync(django.folder, 0o755);
    chmodSync(join(django.folder, "gunicorn.sock"), 0o777);
    sites = await runSites([moathon], (root) => {
      root.write(
        `${server!.acme.tlsDirectory}/fullchain.pem`,
        farm.pki.text(leaf) + farm.pki.text(farm.pki.intermediate),
      );
      root.write(`${server!.acme.tlsDirectory}/privkey.pem`, farm.pki.keyText(leaf));
      mkdirSync(root.at("/run"), { recursive: true });
      symlinkSync(join(django.folder, "gunicorn.sock"), root.at(server!.gunicorn.socket));
    });
    edge = await standIn(farm, farm.pki.leaf({ name: viewer }), healthy);
    s3 = await standInS3(farm, { status: 403, region: moathon.region });
  });

  afterAll(async () => {
    await sites?.root.remove();
    await django?.remove();
    await farm.remove();
  });

  const world = (changed: Partial<StandIn> = {}) =>
    farmWorld(
      moathon,
      { https: sites.root.httpsPort, http: sites.root.httpPort, s3 },
      farm.pki.text(farm.pki.root),
      {
        redirects: [
          ...redirectsTo(name, { https: sites.root.httpsPort, http: sites.root.httpPort }),
          ...redirectsTo(viewer, { ...edge, ...changed }),
        ],
      },
    );

  run("is all ok: padlocks, preflights, CSRF, cookies, HSTS, cache, compression", async () => {
    const { findings } = await diagnose(moathon, world(), { given });
    const rest = findings.filter(({ state }) => state === "problem" || state === "unknown");
    // Here --resolve says where the distribution is, which proves nothing about the outputs file.
    expect(rest.map(({ check, state }) => [check, state])).toEqual([["outputs", "unknown"]]);
    const checked = new Set(findings.filter(({ state }) => state === "ok").map(({ check }) => check));
    for (const check of [
      "buckets",
      "cors",
      "csrf",
      "cookies",
      "hsts",
      "cache",
      "compression",
      "page",
      "viewer-tls",
    ]) {
      expect(checked).toContain(check);
    }
  });

  const problems = async (changed: Partial<StandIn> = {}, more: Partial<Given> = {}) =>
    problemsOf(await diagnose(moathon, world(changed), { given: { ...given, ...more } }));

  run("without Gunicorn is one problem", async () => {
    const socket = sites.root.at(server!.gunicorn.socket);
    rmSync(socket);
    expect(await problems()).toEqual(["error doctor/gunicorn-down"]);
    symlinkSync(join(django.folder, "gunicorn.sock"), socket);
  });

  const edgeFaults: readonly (readonly [what: string, site: Site, problem: string])[] = [
    [
      "page that loads a script in clear",
      page('<script src="http://cdn.example.com/a.js"></script>'),
      "error doctor/mixed-content",
    ],
    ["page that was built for HTTP", built("http://54.180.1.2.nip.io"), "error doctor/mixed-content"],
    ["page that was built for another API", built("https://old.example.com"), "warning doctor/stale-build"],
    [
      "page that is never cached",
      changed({ cached: false, headers: { "Cache-Control": "no-store" } }),
      "warning doctor/never-cached",
    ],
    ["page that comes uncompressed", changed({ compressed: false }), "warning doctor/not-compressed"],
    [
      "page with two HSTS headers",
      changed({ headers: { "Strict-Transport-Security": ["max-age=1", "max-age=2"] } }),
      "warning doctor/hsts",
    ],
    [
      "page that is not uploaded",
      only("/", xmlError(403, "AccessDenied", "Access Denied")),
      "warning doctor/access-denied",
    ],
  ];

  for (const [what, site, problem] of edgeFaults) {
    run(`with a ${what} is one problem`, async () => {
      const broken = await standIn(farm, farm.pki.leaf({ name: viewer }), site);
      expect(await problems(broken)).toEqual([problem]);
    });
  }

  run("with a certificate of somebody else at the edge is one problem", async () => {
    const broken = await standIn(farm, farm.pki.leaf({ name: "proxy.example.com" }), healthy);
    expect(await problems(broken)).toEqual(["error doctor/viewer-certificate"]);
  });

  run("with plain HTTP that is served is one problem", async () => {
    const broken = await standIn(farm, farm.pki.leaf({ name: viewer }), healthy, () => ({ body: "plain" }));
    expect(await problems(broken)).toEqual(["error doctor/viewer-protocol"]);
  });

  run("behind something that is not CloudFront is unknown, not broken", async () => {
    const portal: Site = () => ({
      byCloudFront: false,
      headers: { "Content-Type": "text/html" },
      body: "Please log in",
    });
    const broken = await standIn(farm, farm.pki.leaf({ name: viewer }), portal, portal);
    const { findings } = await diagnose(moathon, world(broken), { given });
    const states = new Map(
      findings.filter(({ subject }) => subject.includes(viewer)).map((one) => [one.check, one.state]),
    );
    for (const check of ["distribution", "viewer-protocol", "cache", "compression"]) {
      expect([check, states.get(check)]).toEqual([check, "unknown"]);
    }
  });
});

function changed(by: Served): Site {
  return (request, hits) => {
    const served = healthy(request, hits);
    return served.status === undefined
      ? { ...served, ...by, headers: { ...served.headers, ...by.headers } }
      : served;
  };
}

function only(path: string, served: Served): Site {
  return (request, hits) => {
    const right = healthy(request, hits);
    return request.url === path ? { ...served, headers: { ...right.headers, ...served.headers } } : right;
  };
}

function page(more: string): Site {
  return (request, hits) => {
    const served = healthy(request, hits);
    return request.url === "/" ? { ...served, body: `${served.body}${more}` } : served;
  };
}

function built(api: string): Site {
  return (request, hits) => {
    const served = healthy(request, hits);
    return { ...served, body: served.body!.replaceAll("https://54.180.1.2.nip.io", api) };
  };
}
