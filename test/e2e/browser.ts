// The real Chromium in a machine's internet: it trusts the test's authorities, and blocks third-party cookies.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import type { Machine } from "./namespace";

/** What `describeOnMachine` has to find for `startBrowser`. */
export const browserPrograms = ["chromium", "certutil"];

const home = "/internet/viewer";

export interface Viewer {
  /** A page in a profile of its own, with what the console said and what was asked for. */
  open(url: string): Promise<Opened>;
  close(): Promise<void>;
}

export interface Opened {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly console: string[];
  readonly requested: string[];
  /** What the address bar shows: "secure" is the padlock. */
  securityState(): string;
}

/** Call it after `startInternet`, whose authorities it trusts in Chromium's own store. */
export async function startBrowser(machine: Machine): Promise<Viewer> {
  machine.ok(`mkdir -p ${home}/.pki/nssdb && cd ${home}
certutil -d sql:.pki/nssdb -N --empty-password
for authority in ca root; do certutil -d sql:.pki/nssdb -A -t C,, -n $authority -i ../$authority.pem; done`);
  const folder = mkdtempSync(join(tmpdir(), "httpsmith-browser-"));
  const command = [...machine.entering({ network: "internet" }), "env", `HOME=${home}`, "/usr/bin/chromium"];
  const executablePath = join(folder, "chromium");
  writeFileSync(executablePath, `#!/bin/sh\nexec ${command.join(" ")} "$@"\n`, { mode: 0o755 });
  const browser = await chromium.launch({ executablePath, args: [...options], timeout: 120_000 });
  return {
    open: (url) => opened(browser, url),
    async close() {
      await browser.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const options = [
  ...["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"],
  ...["--disable-component-update", "--disable-sync", "--test-third-party-cookie-phaseout"],
] as const;

async function opened(browser: Browser, url: string): Promise<Opened> {
  const context = await browser.newContext();
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  const [said, requested]: string[][] = [[], []];
  page.on("console", (message) => said!.push(message.text()));
  page.on("request", (request) => requested!.push(request.url()));
  let state = "unknown";
  const session = await context.newCDPSession(page);
  session.on("Security.visibleSecurityStateChanged", ({ visibleSecurityState }) => {
    state = visibleSecurityState.securityState;
  });
  await session.send("Security.enable");
  await page.goto(url);
  return { page, context, console: said!, requested: requested!, securityState: () => state };
}
