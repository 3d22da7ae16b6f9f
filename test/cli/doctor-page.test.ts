// The page of the doctor: self-contained, and no value of the world can become markup in it.
import { html } from "../../cli/report/doctor/html";
import type { Diagnosis, Finding } from "../../doctor";
import { behindCloudFront } from "../doctor/farm/diagnose";

const hostile = `"><script>alert(1)</script><img src=x onerror='a'>\u001b[2J\u202e\`code\``;

const problem: Finding = {
  state: "problem",
  code: "doctor/certificate-expired",
  severity: "error",
  check: "certificate-dates",
  leg: "cloudfront-server",
  subject: hostile,
  message: hostile,
  symptom: hostile,
  evidence: [[hostile, hostile]],
  fix: hostile,
  command: hostile,
};

function diagnosis(...findings: Finding[]): Diagnosis {
  const project = behindCloudFront();
  const { server } = project;
  const host = { ...server!.host, name: hostile };
  return { project: { ...project, name: hostile, server: { ...server!, host } }, findings };
}

const now = new Date("2026-11-26T12:34:56Z");

test("values of the world stay text", () => {
  const page = html(diagnosis(problem, { ...problem, state: "unknown" } as Finding), now);
  expect(page).not.toMatch(/<script|<img|\u001b|\u202e/);
  expect(page).toContain("&lt;script&gt;alert(1)&lt;/script&gt;");
  expect(page).toContain("<code>code</code>");
});

test("it loads nothing and runs nothing", () => {
  const plain = { subject: "a", message: "b", symptom: "c", evidence: [], fix: "d", command: "e" };
  const page = html({ project: behindCloudFront(), findings: [{ ...problem, ...plain }] }, now);
  expect(page).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`);
  expect(page).not.toMatch(/<(link|script|iframe|object|img)\b|\bsrc=|url\(|@import|https?:/);
});

test("the broken leg is marked, and the others are not", () => {
  const page = html(diagnosis(problem), now);
  expect([...page.matchAll(/class="leg ([a-z-]+)"/g)].map(([, state]) => state)).toEqual([
    "not-applicable",
    "problem",
    "not-applicable",
  ]);
});

test("a web server of another host has its leg too", () => {
  const behaviors = [{ path: "*", origin: { host: "www.example.org" } }];
  const project = behindCloudFront({ server: undefined, distributions: { site: { behaviors } } });
  const page = html({ project, findings: [problem] }, now);
  expect([...page.matchAll(/class="leg ([a-z-]+)"/g)].map(([, state]) => state)).toEqual([
    "not-applicable",
    "problem",
  ]);
  expect(page).toContain("CloudFront to www.example.org: broken");
});

test("its heading says broken, all right, or not looked at in full", () => {
  const heading = (...findings: Finding[]) => /<h1>.*<\/h1>/.exec(html(diagnosis(...findings), now))![0];
  expect(heading(problem)).toContain("is broken");
  expect(heading({ ...problem, state: "ok" } as Finding)).toContain("is all right");
  expect(heading({ ...problem, state: "unknown" } as Finding)).toContain("could not be looked at in full");
});
