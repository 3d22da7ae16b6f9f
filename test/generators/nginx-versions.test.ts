// Which directives the declared versions bring: each on both sides of the version that decides.

import type { Nginx } from "../../config/project";
import { atLeast } from "../../generators/nginx/version";
import { nginxFiles } from "../../generators/nginx/view";
import { moathon } from "../projects";
import { hosts, withNginx, withServer } from "./variants";

function textOf(changes: Partial<Nginx>, ending: string, project = moathon): string {
  return nginxFiles(withNginx(changes, project)).find(({ path }) => path.endsWith(ending))!.text;
}

test.each([
  ["1.25", "1.25.1", false],
  ["1.25.1", "1.25.1", true],
  ["1.26", "1.25.1", true],
  ["1.9.5", "1.22", false],
  ["2.0", "1.99.99", true],
  ["1.1.1w", "1.1.1", true],
  ["3.0.19", "3.5", false],
  ["3.10", "3.5", true],
])("%s against %s: %p", (version, minimum, expected) => {
  expect(atLeast(version, minimum)).toBe(expected);
});

test.each(["moathon.conf", "000-httpsmith-default.conf"])(
  "%s speaks HTTP/2 in the words of its Nginx",
  (file) => {
    expect(textOf({ version: "1.25" }, file)).toMatch(/listen 443 ssl http2/);
    expect(textOf({ version: "1.25" }, file)).not.toContain("http2 on");
    expect(textOf({ version: "1.25.1" }, file)).toContain("http2 on;");
    expect(textOf({ version: "1.25.1" }, file)).not.toMatch(/listen .*http2/);
  },
);

test.each(["moathon-tls.conf", "000-httpsmith-default.conf"])(
  "%s follows the TLS guideline and the versions",
  (file) => {
    const intermediate = textOf({}, file);
    expect(intermediate).toContain("ssl_protocols TLSv1.2 TLSv1.3;");
    expect(intermediate).toContain("ssl_ecdh_curve X25519:prime256v1:secp384r1;");
    expect(intermediate).toMatch(/ssl_session_cache shared:\w+:10m;/);
    expect(intermediate).not.toMatch(/dhparam|^ *ssl_stapling|DHE-RSA-AES128-SHA|[ :]DHE-/m);
    expect(textOf({ openssl: "3.5" }, file)).toContain(
      "ssl_ecdh_curve X25519MLKEM768:X25519:prime256v1:secp384r1;",
    );
    const modern = textOf({ tls: "modern" }, file);
    expect(modern).toContain("ssl_protocols TLSv1.3;");
    expect(modern).not.toMatch(/ssl_ciphers|ssl_session_cache/);
    expect(textOf({ version: "1.23.1" }, file)).toContain("ssl_session_tickets off;");
    expect(textOf({ version: "1.23.2" }, file)).not.toContain("ssl_session_tickets");
  },
);

test("the default server refuses handshakes as soon as Nginx can", () => {
  const file = "000-httpsmith-default.conf";
  expect(textOf({ version: "1.19.4" }, file)).toContain("ssl_reject_handshake on;");
  expect(textOf({ version: "1.19.3" }, file)).toMatch(/ssl_certificate +\/etc\/nginx\/tls\//);
});

test("HSTS carries the flags that are asked for and none for an address", () => {
  const hsts = { maxAgeSeconds: 300, includeSubDomains: true, preload: true };
  expect(textOf({}, "moathon.conf", withServer({ hsts }))).toContain(
    '"max-age=300; includeSubDomains; preload"',
  );
  const forAddress = nginxFiles(hosts[2]!).map(({ text }) => text);
  expect(forAddress.join()).not.toMatch(/max-age=\d+"|strict.transport/i);
});

test("cookies become Partitioned only between sites", () => {
  const django = {
    ...moathon.django!,
    cookies: { crossSite: false, sameSite: "Lax", partitioned: false } as const,
  };
  expect(textOf({}, "moathon-proxy.conf")).toContain("proxy_cookie_path");
  for (const file of ["moathon-proxy.conf", "moathon.conf"])
    expect(textOf({}, file, { ...moathon, django })).not.toMatch(/partitioned|cookie/i);
});

test("a site without Django serves no files", () => {
  expect(textOf({}, "moathon.conf", { ...moathon, django: null })).not.toMatch(/alias|cache_/);
});
