// Secrets that stand where only digests, names and public keys belong: no problem says any part of them.
import type { Loaded } from "../../config/load";
import { full, fullFiles } from "./full";
import { judge } from "./judge";
import { found } from "./row";
import { pem } from "./rows/keys";

describe("a secret stays out of every problem", () => {
  const marker = "Zq7-planted-secret-Xv9";
  const leaks = ({ problems }: Loaded) =>
    problems.filter((problem) => JSON.stringify(problem).includes(marker));
  const token = { handler: "require-authorization", event: "viewer-request" };
  const secrets = [
    marker,
    `${marker}\n`,
    [marker],
    [marker, marker],
    [[marker]],
    [{ a: marker }],
    { a: marker },
    [`"${marker}`, 5],
    "0a".repeat(31) + marker,
  ];

  test.each(secrets)("in tokenSha256: %j", (tokenSha256) => {
    for (const indent of [0, 2]) {
      for (const wrong of [{}, { handler: "other" }, { event: 5 }, { extra: true }]) {
        const text = JSON.stringify(
          { ...full, region: "x", edge: { token: { ...token, ...wrong, tokenSha256 } } },
          null,
          indent,
        );
        const loaded = judge(text);
        expect(loaded.problems).not.toEqual([]);
        expect(leaks(loaded)).toEqual([]);
      }
    }
  });

  test("in tokenSha256 that is misspelt", () => {
    for (const secret of [marker, [marker]]) {
      const loaded = judge(JSON.stringify({ ...full, edge: { token: { ...token, tokenSha265: secret } } }));
      expect(loaded.problems.some(({ code }) => code === "schema/unknown-key")).toBe(true);
      expect(leaks(loaded)).toEqual([]);
    }
  });

  test("in tokenSha256, with a syntax error on its line", () => {
    const text = JSON.stringify({ ...full, edge: { token: { ...token, tokenSha256: [marker] } } });
    for (const broken of [
      text.replace('"edge"', "edge"),
      text.replace("]}}", "]}"),
      text.replace(`"${marker}"`, `"${marker}`),
      text.replace(`"${marker}"`, `${marker}"`),
    ]) {
      expect(judge(broken).problems).not.toEqual([]);
      expect(leaks(judge(broken))).toEqual([]);
    }
  });

  test("in a variable of the front end", () => {
    for (const variables of [
      { API_SECRET: marker },
      { TITLE: `ghp_${"Ab1".repeat(12)}${marker}` },
      { DB_PASSWORD: `'${marker}'` },
    ]) {
      const loaded = judge(JSON.stringify({ ...full, frontend: { ...full.frontend, variables } }, null, 2));
      expect(loaded.problems.some(({ code }) => code.startsWith("frontend/"))).toBe(true);
      expect(leaks(loaded)).toEqual([]);
    }
  });

  test("in a key file, whatever is wrong with it", () => {
    const planted = pem.private.replace(/\n(.{20})/, `\n${marker.replaceAll("-", "")}$1`);
    const bodies = [
      planted,
      planted.replaceAll("\n", "\\n"),
      planted.replaceAll("\n", " "),
      `"${planted}"`,
      planted.replace(/-----.*-----\n/, ""),
      planted + pem.rsa,
      marker,
    ];
    for (const body of bodies) {
      const loaded = judge(JSON.stringify(full), { ...fullFiles, "keys/a.pub.pem": body });
      expect(loaded.problems.some(({ path }) => path[0] === "signingKeys")).toBe(true);
      expect(JSON.stringify(loaded.problems)).not.toContain(marker);
      expect(JSON.stringify(loaded.problems)).not.toContain(marker.replaceAll("-", ""));
    }
  });

  test("in a key that was pasted in place of the file's name", () => {
    const short = `-----BEGIN PRIVATE KEY-----\n${marker}\n-----END PRIVATE KEY-----\n`;
    const loaded = judge(
      JSON.stringify({ ...full, signingKeys: [{ id: "a", publicKeyFile: short, phase: "active" }] }),
    );
    expect(found(loaded)).toContainEqual(expect.stringMatching(/^paths\/outside-project signingKeys\[0\]/));
    expect(leaks(loaded)).toEqual([]);
  });
});
