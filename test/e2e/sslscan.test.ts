// sslscan's look at every variant of the site: protocols, ciphers and the old attacks.

import { installedNginx } from "../generators/installed-nginx";
import { runSites, sitePrograms } from "../generators/running-site";
import { hosts, withNginx } from "../generators/variants";
import { describeWith, program } from "../programs";

const variants = hosts.flatMap((project) =>
  (["intermediate", "modern"] as const).map((tls) => [project.server!.host.kind, tls, project] as const),
);

describeWith([...sitePrograms, "sslscan"], "sslscan", () => {
  test.each(variants)(
    "finds only what the guideline allows: host of kind %s, profile %s",
    async (kind, tls, project) => {
      const sites = await runSites([withNginx({ ...installedNginx, tls }, project)]);
      const name = kind === "ip" ? [] : [`--sni-name=${project.server!.host.name}`];
      const { output } = sites.root.run(program("sslscan"), [
        "--xml=-",
        ...name,
        `127.0.0.1:${sites.root.httpsPort}`,
      ]);
      await sites.root.remove();
      const enabled = valuesOf(output, /<protocol type="(?:ssl|tls)" version="([^"]+)" enabled="1"/g);
      expect(enabled).toEqual(tls === "modern" ? ["1.3"] : ["1.2", "1.3"]);
      const ciphers = valuesOf(output, /<cipher [^>]*cipher="([^"]+)"/g);
      expect(ciphers.length).toBeGreaterThan(0);
      expect(
        ciphers.filter((cipher) => !/^(TLS_(AES|CHACHA20)|ECDHE-.*(GCM|POLY1305))/.test(cipher)),
      ).toEqual([]);
      expect(valuesOf(output, /<heartbleed [^>]*vulnerable="([^"]+)"/g)).not.toContain("1");
      expect(output).not.toMatch(/<compression supported="1"/);
      expect(output).not.toMatch(/<renegotiation supported="1" secure="0"/);
    },
  );
});

function valuesOf(xml: string, expression: RegExp): string[] {
  return [...xml.matchAll(expression)].map(([, value = ""]) => value);
}
