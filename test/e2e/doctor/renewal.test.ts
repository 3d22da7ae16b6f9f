// When a renewal is due, on certificates of the lifetimes that public CAs give, with real dates on a real Nginx.
import { behindCloudFront, diagnose, farmWorld, host, problemsOf } from "../../doctor/farm/diagnose";
import { Farm } from "../../doctor/farm/farm";
import { describeWith } from "../../programs";

const project = behindCloudFront();

// Days. Let's Encrypt: 90, 64 from February 2027, 45 from February 2028 and in the profile tlsserver, 160 hours in
// shortlived. 398 was the most that browsers took of any public CA until March 2026.
const rows: readonly (readonly [lifetime: number, left: number, problems: readonly string[]])[] = [
  [90, 60, []],
  [90, 30, []],
  [90, 28.2, []],
  [90, 28, ["warning doctor/renewal-due"]],
  [64, 21.3, []],
  [64, 19.6, ["warning doctor/renewal-due"]],
  [45, 15, []],
  [45, 13.6, []],
  [45, 13.5, ["warning doctor/renewal-due"]],
  [160 / 24, 3.3, []],
  [160 / 24, 2.3, []],
  [160 / 24, 2.2, ["warning doctor/renewal-due"]],
  [398, 140, []],
  [398, 125, ["warning doctor/renewal-due"]],
];

describeWith(["nginx", "openssl"], "a certificate", () => {
  const farm = new Farm();
  let ports: Record<string, number>;
  beforeAll(async () => {
    const { pki } = farm;
    const sites = rows.map(([lifetime, left], index) => {
      const leaf = pki.leaf({ name: host, from: left - lifetime, to: left });
      return [`row${index}`, { chain: pki.chain(leaf, pki.intermediate), key: leaf.key }] as const;
    });
    ports = await farm.nginx(Object.fromEntries(sites), host);
  });
  afterAll(() => farm.remove());

  test.each(rows.map((row, index) => [...row, index] as const))(
    "of %f days with %f left: %j",
    async (_lifetime, _left, problems, index) => {
      const at = { https: ports[`row${index}`]!, http: ports["http"]! };
      const world = farmWorld(project, at, farm.pki.text(farm.pki.root));
      const only = ["certificate-dates", "certificate-renewal"];
      expect(problemsOf(await diagnose(project, world, { only }))).toEqual(problems);
    },
  );
});
