import { loadProjects } from "../../config/load";
import { hiddenFiles, siteOf } from "../../publish/target";

function projectOf(distribution: object, objects: object) {
  const config = {
    name: "moathon",
    region: "ap-northeast-2",
    server: {
      host: { kind: "domain", name: "api.example.com" },
      securityGroupId: "sg-0a1b2c3d4e5f67890",
      acme: { email: "ops@example.com" },
    },
    buckets: { client: { name: "moathon-client", objects }, img: { name: "moathon-img", access: "website" } },
    distributions: { site: distribution },
  };
  const files = { readText: () => null };
  const { projects, problems } = loadProjects({
    file: "httpsmith.json",
    text: JSON.stringify(config),
    files,
    today: "2026-11-15",
  });
  if (!projects[0]) throw new Error(JSON.stringify(problems));
  return projects[0];
}

function site(distribution: object, objects = {}) {
  const project = projectOf(distribution, objects);
  return siteOf(project, project.distributions["site"]!);
}

const all = { path: "*", origin: { bucket: "client", path: "/v1" } };

test("the folder goes to the bucket of the `*` behavior, below its origin path", () => {
  expect(site({ behaviors: [all] }).targets).toEqual([
    {
      bucket: "moathon-client",
      prefix: "v1/",
      isMain: true,
      declared: [],
      errorPages: [],
      invalidation: { rootObject: "index.html", folderIndexes: false, queryInKey: false, keepsErrors: false },
    },
  ]);
});

test("declared files go where the behavior of their path reads, in the order that CloudFront tries them", () => {
  const { targets } = site({
    behaviors: [{ path: "/ex-img/*", origin: { bucket: "img", path: "/2026" }, signed: false }, all],
    errorPages: [
      { status: 403, page: "/ex-img/403-response.json", file: "pages/403.json", responseStatus: 403 },
      { status: 404, page: "/404.html", responseStatus: 404 },
    ],
    objects: [{ path: "/robots.txt", file: "pages/robots.txt", contentType: "text/plain" }],
  });
  expect(targets).toMatchObject([
    {
      bucket: "moathon-img",
      prefix: "2026/",
      isMain: false,
      declared: [{ path: "ex-img/403-response.json", file: "pages/403.json", contentType: null }],
      errorPages: ["ex-img/403-response.json"],
      invalidation: { folderIndexes: true },
    },
    {
      bucket: "moathon-client",
      prefix: "v1/",
      isMain: true,
      declared: [{ path: "robots.txt", file: "pages/robots.txt", contentType: "text/plain" }],
      errorPages: ["404.html"],
    },
  ]);
});

describe("an error page without a file", () => {
  const errorPages = [{ status: 404, page: "/errors/404.html", responseStatus: 404 }];

  test("comes with the build", () => {
    expect(site({ behaviors: [all], errorPages }).targets).toMatchObject([
      { errorPages: ["errors/404.html"] },
    ]);
  });

  test("is not asked of the build where Terraform uploads it", () => {
    const objects = { "v1/errors/404.html": { content: "gone", contentType: "text/html" } };
    expect(site({ behaviors: [all], errorPages }, objects).targets).toMatchObject([{ errorPages: [] }]);
  });

  test("in another bucket is none of this publish's business", () => {
    const behaviors = [{ path: "/errors/*", origin: { bucket: "img" } }, all];
    expect(site({ behaviors, errorPages }).targets).toMatchObject([
      { bucket: "moathon-client", errorPages: [] },
    ]);
  });
});

test.each([
  [{ status: 404, ttlSeconds: 60 }, true],
  [{ status: 404, ttlSeconds: 10 }, false],
  [{ status: 503, ttlSeconds: 60 }, false],
])("whether CloudFront keeps that an object is missing: %j", (errorPage, keepsErrors) => {
  const { targets } = site({ behaviors: [all], errorPages: [errorPage] });
  expect(targets).toMatchObject([{ invalidation: { keepsErrors } }]);
});

test("a query string in the cache key of any behavior that reads the same objects counts", () => {
  const cache = { query: ["width"], minTtlSeconds: 0, defaultTtlSeconds: 60, maxTtlSeconds: 3600 };
  const behaviors = [{ path: "/images/*", origin: all.origin, cache }, all];
  expect(site({ behaviors }).targets).toMatchObject([{ invalidation: { queryInKey: true } }]);
});

describe("files of the build that nobody would get", () => {
  const one = site({
    behaviors: [
      { path: "/api/*", origin: { server: true } },
      { path: "/same/*", origin: { bucket: "client", path: "/v1" } },
      { path: "*.png", origin: { bucket: "img" } },
      all,
    ],
  });

  test("are those for which a behavior with another origin answers", () => {
    const paths = ["index.html", "api/a.json", "same/a.txt", "images/a.png", "a+b(1).txt"];
    expect(hiddenFiles(one, paths)).toEqual([
      { path: "api/a.json", pattern: "/api/*" },
      { path: "images/a.png", pattern: "*.png" },
    ]);
  });
});
