// The report as a page, in the real Chromium: readable on any width, in the dark and on paper, and loading nothing.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";
import { html } from "../../../cli/report/doctor/html";
import type { Finding } from "../../../doctor";
import { behindCloudFront } from "../../doctor/farm/diagnose";
import { viewer } from "../../doctor/farm/stand-in-edge";
import { describeWith, program } from "../../programs";

const long = `https://api.example.com/${"a_long_path_without_a_place_to_break_".repeat(6)}`;
const common = {
  subject: long,
  message: `The server answers ${long}.`,
  evidence: [
    ["seen", "x".repeat(300)],
    ["limit", "30 s"],
  ],
  command: `curl -sk -o /dev/null -w '%{http_code}' ${long}`,
} as const;
const fault = {
  ...common,
  symptom: "502 from CloudFront",
  fix: "Run `certbot renew` and read what it says.",
};
const of = (check: string, leg: Finding["leg"]) => ({ ...fault, check, leg, state: "problem" as const });
const findings: readonly Finding[] = [
  { ...of("certificate-dates", "cloudfront-server"), code: "doctor/certificate-expired", severity: "error" },
  { ...of("response", "cloudfront-server"), code: "doctor/response-too-slow", severity: "error" },
  { ...of("hsts", "cloudfront-server"), code: "doctor/hsts", severity: "warning" },
  { ...of("page", "browser-cloudfront"), code: "doctor/never-cached", severity: "warning" },
  { ...of("application", "nginx-gunicorn"), code: "doctor/gunicorn-down", severity: "error" },
  { ...common, check: "dns", leg: "browser-cloudfront", state: "ok" },
  { ...common, check: "buckets", leg: "cloudfront-bucket", state: "unknown" },
  {
    ...common,
    check: "signed",
    leg: "browser-cloudfront",
    state: "not-applicable",
    evidence: [],
    command: "",
  },
];

const project = behindCloudFront(
  {
    buckets: { client: { name: "moathon-client-dist" } },
    distributions: {
      site: {
        behaviors: [
          { path: "/api/*", origin: { server: true } },
          { path: "*", origin: { bucket: "client" } },
        ],
      },
    },
  },
  { distribution_site_domain_name: viewer },
);

describeWith(["chromium"], "the page of the doctor", () => {
  const folder = mkdtempSync(join(tmpdir(), "httpsmith-page-"));
  let browser: Browser;
  beforeAll(async () => {
    const now = new Date("2026-11-26T12:34:56Z");
    writeFileSync(join(folder, "broken.html"), html({ project, findings }, now));
    const executablePath = program("chromium");
    browser = await chromium.launch({
      executablePath,
      args: ["--no-sandbox", "--disable-gpu"],
      timeout: 120_000,
    });
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  interface Look {
    readonly width: number;
    readonly colorScheme?: "light" | "dark";
    readonly media?: "screen" | "print";
  }

  async function look<T>(
    { width, colorScheme = "light", media = "screen" }: Look,
    see: (page: Page) => Promise<T>,
  ) {
    const page = await browser.newPage({ viewport: { width, height: 900 } });
    await page.emulateMedia({ colorScheme, media });
    const strange: string[] = [];
    page.on("request", (request) => {
      if (!request.url().startsWith("file:")) strange.push(request.url());
    });
    page.on("console", (message) => strange.push(message.text()));
    await page.goto(`file://${folder}/broken.html`);
    const seen = await see(page);
    await page.close();
    expect(strange).toEqual([]);
    return seen;
  }

  const looks: readonly Look[] = [
    { width: 1400 },
    { width: 1400, colorScheme: "dark" },
    { width: 700 },
    { width: 400 },
    { width: 320, colorScheme: "dark" },
    { width: 720, media: "print" },
    { width: 720, media: "print", colorScheme: "dark" },
  ];

  test.each(looks)("has nothing beyond its width, with all evidence open: %j", async (one) => {
    const wide = await look(one, (page) =>
      page.evaluate(() => {
        for (const details of document.querySelectorAll("details")) details.open = true;
        const width = document.documentElement.clientWidth;
        return [...document.querySelectorAll("body *")]
          .filter((element) => element.getBoundingClientRect().right > width + 1)
          .map((element) => element.tagName);
      }),
    );
    // The header of the table is there for screen readers alone where rows are stacked.
    expect(wide.filter((name) => !/^(THEAD|TH|TR)$/.test(name))).toEqual([]);
  });

  // WCAG 2.2, 1.4.3: 4.5 to 1 for text.
  test.each(looks)("has text that can be read: %j", async (one) => {
    const poor = await look(one, (page) => page.evaluate(poorContrasts));
    expect(poor).toEqual([]);
  });

  test("is light on paper, whatever the screen is", async () => {
    const paper = await look({ width: 720, media: "print", colorScheme: "dark" }, (page) =>
      page.evaluate(() => getComputedStyle(document.body).backgroundColor),
    );
    expect(paper).toBe("rgb(255, 255, 255)");
  });

  test("marks the broken legs in a picture, and in words beside it", async () => {
    const [marked, words] = await look({ width: 1400 }, async (page) => [
      await page.locator("svg .leg.problem").count(),
      await page.locator(".way li").allInnerTexts(),
    ]);
    expect(marked).toBe(2);
    expect(words).toEqual([
      "✓ ok browser → CloudFront, 1 warning",
      "? unknown CloudFront → S3",
      "✗ broken CloudFront → Nginx on api.example.com, 2 errors, 1 warning",
      "✗ broken Nginx → Gunicorn, 1 error",
    ]);
  });

  test("leaves the picture out where it would be too small to read", async () => {
    const [picture, words] = await look({ width: 400 }, async (page) => [
      await page.locator("svg").isVisible(),
      await page.locator(".way").isVisible(),
    ]);
    expect([picture, words]).toEqual([false, true]);
  });

  test("gives a whole command at one click", async () => {
    const selected = await look({ width: 700 }, async (page) => {
      await page.locator("article pre").first().click();
      return page.evaluate(() => String(getSelection()));
    });
    expect(selected).toBe(common.command);
  });

  test("has headings in order, and a name for the picture", async () => {
    const [levels, name] = await look({ width: 1400 }, async (page) => [
      await page.locator("h1, h2, h3").evaluateAll((all) => all.map(({ tagName }) => tagName).join(" ")),
      await page.getByRole("img").getAttribute("aria-label"),
    ]);
    expect(levels).toBe("H1 H2 H3 H3 H3 H3 H3 H2");
    expect(name).toContain("Nginx to Gunicorn: broken");
  });
});

/** Runs in the page. @returns text whose colour is too near to what is behind it */
function poorContrasts(): string[] {
  const luminance = (colour: string) => {
    const parts = (/\d+(?:, \d+)*/.exec(colour)?.[0] ?? "0, 0, 0")
      .split(", ")
      .map((part) => Number(part) / 255);
    const [red, green, blue] = parts.map((part) =>
      part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4,
    );
    return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
  };
  const behind = (element: Element | null): string => {
    if (element === null) return "rgb(255, 255, 255)";
    const { backgroundColor } = getComputedStyle(element);
    return backgroundColor === "rgba(0, 0, 0, 0)" ? behind(element.parentElement) : backgroundColor;
  };
  const own = [...document.querySelectorAll("body *:not(svg *)")].filter((element) =>
    [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent!.trim() !== ""),
  );
  return own.flatMap((element) => {
    const [one, other] = [luminance(getComputedStyle(element).color), luminance(behind(element))];
    const ratio = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
    return ratio < 4.5 ? [`${element.textContent!.slice(0, 30)}: ${ratio.toFixed(2)}`] : [];
  });
}
