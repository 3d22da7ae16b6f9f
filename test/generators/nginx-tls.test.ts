// What the real Nginx negotiates with the real openssl, site and default server together.
import { describeWith, program } from "../programs";
import { moathon } from "../projects";
import { installedNginx } from "./installed-nginx";
import { type RunningSites, runSites, sitePrograms } from "./running-site";
import { withNginx } from "./variants";

const name = moathon.server!.host.name;

describeWith(sitePrograms, "TLS of the real Nginx", () => {
  let sites: RunningSites;
  afterEach(() => sites.root.remove());

  // Debian's own nginx.conf offers TLS 1.0, and OpenSSL asks the default server, not the site.
  function negotiated(...options: string[]): string | null {
    const connect = ["-connect", "127.0.0.1:443", "-servername", name, ...options].map((o) =>
      sites.root.rewrite(o),
    );
    const { output } = sites.root.run(program("openssl"), ["s_client", "-brief", ...connect]);
    return /Protocol version: (\S+)/.exec(output)?.[1] ?? null;
  }

  test("offers TLS 1.2 and 1.3 with the intermediate profile", async () => {
    sites = await runSites([withNginx({ ...installedNginx, tls: "intermediate" })]);
    expect(negotiated("-tls1_3")).toBe("TLSv1.3");
    expect(negotiated("-tls1_2")).toBe("TLSv1.2");
    expect(negotiated("-tls1_1", "-cipher", "DEFAULT@SECLEVEL=0")).toBeNull();
  });

  test("offers TLS 1.2 only with forward secrecy and authenticated encryption", async () => {
    sites = await runSites([withNginx({ ...installedNginx, tls: "intermediate" })]);
    expect(negotiated("-tls1_2", "-cipher", "ECDHE-ECDSA-AES128-GCM-SHA256")).toBe("TLSv1.2");
    expect(negotiated("-tls1_2", "-cipher", "ECDHE-ECDSA-AES128-SHA256")).toBeNull();
  });

  test("offers TLS 1.3 alone with the modern profile", async () => {
    sites = await runSites([withNginx({ ...installedNginx, tls: "modern" })]);
    expect(negotiated("-tls1_3")).toBe("TLSv1.3");
    expect(negotiated("-tls1_2")).toBeNull();
  });

  test("offers the guideline's groups and no others", async () => {
    sites = await runSites([withNginx(installedNginx)]);
    for (const group of ["X25519", "P-256", "P-384"]) expect(negotiated("-groups", group)).toBe("TLSv1.3");
    expect(negotiated("-groups", "P-521")).toBeNull();
  });

  test("speaks HTTP/2", async () => {
    sites = await runSites([withNginx(installedNginx)]);
    const options = ["-connect", "127.0.0.1:443", "-servername", name, "-alpn", "h2,http/1.1"];
    const { output } = sites.root.run(
      program("openssl"),
      ["s_client", ...options].map((o) => sites.root.rewrite(o)),
    );
    expect(output).toContain("ALPN protocol: h2");
  });
});
