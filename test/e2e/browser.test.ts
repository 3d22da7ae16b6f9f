// The app in a real browser, in both layouts: the page calls the API over HTTPS with its cookies, and nobody else's page may.
//
// Both examples run on one machine; a stand-in for CloudFront (content-network.js) serves what Vite built of the page.
import { browserPrograms, type Opened, startBrowser, type Viewer } from "./browser";
import { startContentNetwork } from "./content-network";
import { deploy, deploymentPrograms } from "./deployment";
import { figure, timed } from "./figures";
import { type Internet, internetPrograms, startInternet } from "./internet";
import { describeOnMachine, type Machine, startMachine } from "./namespace";
import { fetched } from "./served";

const page = "d111111abcdef8.cloudfront.net";
const stranger = "d999999abcdef8.cloudfront.net";
const api = "54.180.1.2.nip.io";
const alias = "app.example.com";
const origin = "origin.example.com";
const secret = "0123456789abcdef".repeat(2);

interface Answer {
  readonly status: number;
  readonly visits?: number;
  readonly csrfToken?: string;
}
interface Api {
  readonly url: string;
  session(): Promise<Answer>;
  change(csrfToken: string): Promise<Answer>;
  request(): Promise<Record<string, unknown>>;
}
// What page/main.js puts into its window; only code that runs in the browser uses it.
type PageWindow = { readonly api: Api };

describeOnMachine(
  [...deploymentPrograms, ...internetPrograms, ...browserPrograms],
  "in a real browser",
  () => {
    jest.setTimeout(300_000);
    let machine: Machine;
    let internet: Internet;
    let viewer: Viewer;

    beforeAll(async () => {
      machine = await startMachine();
      internet = await startInternet(machine);
      const outputs = { distribution_site_domain_name: page };
      const crossOrigin = deploy(machine, "moathon", { outputs, page: true });
      const sameOrigin = deploy(machine, "origin-https", { page: true });
      crossOrigin.install();
      sameOrigin.install();
      machine.run("sh", ["/srv/origin-https/deploy/nginx/origin-https-origin-verify.sh", "add"], {
        input: secret,
      });
      await startContentNetwork(machine, internet, [
        { host: page, site: crossOrigin },
        // Somebody else's distribution, with a copy of the page.
        { host: stranger, site: crossOrigin },
        { host: alias, site: sameOrigin, variables: { origin_verify_secret: secret } },
      ]);
      viewer = await timed("Chromium started", () => startBrowser(machine));
    });
    afterAll(async () => {
      await viewer?.close();
      await machine?.remove();
    });

    const session = ({ page }: Opened) =>
      page.evaluate(() => (window as unknown as PageWindow).api.session());
    const change = ({ page }: Opened, token: string) =>
      page.evaluate((csrfToken) => (window as unknown as PageWindow).api.change(csrfToken), token);

    /** Nothing that would cost the padlock or leave a line in the console. */
    function expectPadlock({ securityState, console, requested }: Opened): void {
      expect(securityState()).toBe("secure");
      expect(requested.filter((url) => !/^(https|data):/.test(url))).toEqual([]);
      expect(console).toEqual([]);
    }

    describe("with the API under its own name", () => {
      test("the page keeps a session and changes something, with third-party cookies blocked", async () => {
        const opened = await viewer.open(`https://${page}/`);
        expect(await session(opened)).toMatchObject({ status: 200, visits: 1 });
        const second = await session(opened);
        expect(second).toMatchObject({ visits: 2 });
        expect(await change(opened, second.csrfToken!)).toMatchObject({ status: 200, visits: 2 });
        expectPadlock(opened);
        const cookies = await opened.context.cookies(`https://${api}/`);
        expect(cookies.map(({ name }) => name).sort()).toEqual(["__Host-csrftoken", "__Host-sessionid"]);
        figure("padlock, cross-origin layout", "yes");
      });

      test("the API's own certificate has a padlock too", async () => {
        const opened = await viewer.open(`https://${api}/api/`);
        expect(opened.securityState()).toBe("secure");
      });

      test("a page starts with http:// and ends with https://, at any of the app's paths", async () => {
        const opened = await viewer.open(`http://${page}/some/route`);
        expect(opened.page.url()).toBe(`https://${page}/some/route`);
        expect(await opened.page.title()).toBe("The page");
      });

      test("rejects the same page at another origin", async () => {
        const opened = await viewer.open(`https://${stranger}/`);
        const refused = (promise: Promise<unknown>) =>
          promise.then(
            () => "answered",
            (error: Error) => error.message,
          );
        expect(await refused(session(opened))).toContain("Failed to fetch");
        expect(await refused(change(opened, "x"))).toContain("Failed to fetch");
        expect(opened.console.join()).toContain("blocked by CORS policy");
      });

      test("rejects a call over plain HTTP as mixed content", async () => {
        const opened = await viewer.open(`https://${page}/`);
        const call = opened.page.evaluate(
          (url) => fetch(url).then(() => "answered", String),
          `http://${api}/api/`,
        );
        expect(await call).toContain("Failed to fetch");
        expect(opened.console.join()).toContain("Mixed Content");
      });

      // What the tests above would not notice if this browser let third-party cookies through.
      test("rejects the session when Nginx does not make its cookie Partitioned", async () => {
        const snippet = "/etc/nginx/snippets/moathon-proxy.conf";
        machine.ok(
          `cp ${snippet} /tmp/kept && sed -i '/proxy_cookie_path/d' ${snippet} && systemctl restart nginx`,
        );
        const opened = await viewer.open(`https://${page}/`);
        await session(opened);
        const second = await session(opened);
        machine.ok(`cp /tmp/kept ${snippet} && systemctl restart nginx`);
        expect(second).toMatchObject({ visits: 1 });
      });
    });

    describe("with the API under the page's name", () => {
      test("the page keeps a session and changes something, with first-party cookies", async () => {
        const opened = await viewer.open(`https://${alias}/`);
        expect(await session(opened)).toMatchObject({ status: 200, visits: 1 });
        const second = await session(opened);
        expect(second).toMatchObject({ visits: 2 });
        expect(await change(opened, second.csrfToken!)).toMatchObject({ status: 200, visits: 2 });
        expectPadlock(opened);
        for (const cookie of await opened.context.cookies(`https://${alias}/`))
          expect(cookie).toMatchObject({ secure: true, sameSite: "Lax", domain: alias });
        figure("padlock, same-origin layout", "yes");
      });

      test("the application sees the viewer's address and nothing of the secret", async () => {
        const opened = await viewer.open(`https://${alias}/`);
        const seen = await opened.page.evaluate(() => (window as unknown as PageWindow).api.request());
        expect(seen).toMatchObject({
          secure: true,
          HTTP_X_REAL_IP: "203.0.113.80",
          HTTP_X_ORIGIN_VERIFY: null,
        });
      });

      test("Django's admin comes with its styles and a padlock", async () => {
        const opened = await viewer.open(`https://${alias}/admin/login/`);
        const styles = await opened.page.evaluate(() => document.styleSheets.length);
        expect(styles).toBeGreaterThan(0);
        expectPadlock(opened);
      });

      test("rejects a page of another origin, and whoever comes without CloudFront", async () => {
        const opened = await viewer.open(`https://${stranger}/`);
        const call = opened.page.evaluate(
          (url) => fetch(url, { credentials: "include" }).then(() => "answered", String),
          `https://${alias}/api/session/`,
        );
        expect(await call).toContain("Failed to fetch");
        expect(fetched(machine, `https://${origin}/api/session/`).status).toBe(403);
      });
    });
  },
);
