// Diffs of files that somebody made by hand: what may be a secret is in no report, the rest is.
import { withoutSecrets } from "../../cli/files/without-secrets";
import { generated, sandbox } from "./sandbox";

// Put together here, so that no scanner takes the test for a leak.
const stripe = `sk_live_${"a1B2".repeat(5)}`;
const handMade = `VITE_TITLE=Moathon
VITE_STRIPE_SECRET_KEY=${stripe}
export DB_PASSWORD="hunter2"
# OLD_TOKEN=hunter2
VITE_PAY=${stripe}
API_KEY="-----BEGIN PRIVATE KEY-----
hunter2
-----END PRIVATE KEY-----"
VITE_LAST=1
`;

test.each(["text", "json", "github", "gitlab", "sarif"])(
  "a hand-made env file shows no secret in %s",
  async (format) => {
    const project = sandbox();
    project.write("frontend/.env.production", handMade);
    for (const verb of ["check", "generate", "build"]) {
      const { stdout, stderr } = await project.run([verb, "--format", format]);
      expect(stdout + stderr).toContain("files/collision");
      expect(stdout + stderr).not.toMatch(/hunter2|sk_live|PRIVATE KEY/);
    }
  },
);

test("neither does one that was generated and edited, nor Django settings", async () => {
  const project = await generated();
  for (const path of ["frontend/.env.production", "backend/config/settings_https.py"])
    project.write(path, `${project.read(path)}SECRET_KEY = 'hunter2'\n`);
  const { stdout } = await project.run(["check"]);
  expect(stdout.match(/-SECRET_KEY = \(not shown\)/g)).toHaveLength(2);
  expect(stdout).not.toContain("hunter2");
});

test.each([
  [`A=1\nVITE_STRIPE_SECRET_KEY=${stripe}\r\nB=2`, "A=1\nVITE_STRIPE_SECRET_KEY=(not shown)\nB=2"],
  ['KEYS = ["a"]\nB=2', "KEYS = (not shown)\nB=2"],
  [
    'SECRET_KEY_FALLBACKS = [\n  "a",\n]\nB=2',
    "SECRET_KEY_FALLBACKS = (not shown)\n(not shown)\n(not shown)\nB=2",
  ],
  ["KEY=-----BEGIN X-----\na\n-----END X-----\nB=2", "KEY=(not shown)\n(not shown)\n(not shown)\nB=2"],
  ["SECRET: str = 'a'\nB=2", "SECRET: str = (not shown)\nB=2"],
  ["DATABASE_URL=postgres://app:pw@db/app", "DATABASE_URL=(not shown)"],
  [`proxy_set_header X ${stripe};`, "(not shown)"],
  [`LIST = ["a", "${stripe}"]`, "LIST = (not shown)"],
])("hides the values alone: %j", (text, shown) => {
  expect(withoutSecrets(text, "")).toBe(shown);
});

test("shows flags, ordinary values, and lines that are generated too", () => {
  const text =
    "CORS_ALLOW_CREDENTIALS = False\nVITE_API_URL='http://54.180.1.2.nip.io'\nssl_certificate_key /etc/key.pem;\nPathChanged=/srv/moathon/backend/config/settings_https.py";
  expect(withoutSecrets(text, "")).toBe(text);
  expect(withoutSecrets("TOKEN_URL = '/t/'", "TOKEN_URL = '/t/'\n")).toBe("TOKEN_URL = '/t/'");
});
