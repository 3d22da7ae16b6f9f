// Settings are read back from generated text and from what people make of it by hand.
import { calculatedSettings, readSettings } from "../../generators/django/read";
import { djangoFiles } from "../../generators/django/view";
import { moathon } from "../projects";

const plain = (text: string) => readSettings(text).map(({ name, value, line }) => [line, name, value]);

test("every value of a generated file is read back with its line", () => {
  const media = { url: "/media/", root: "/srv/moathon/media" };
  const { text } = djangoFiles({ ...moathon, django: { ...moathon.django!, media } })[0]!;
  const facts = readSettings(text);
  const values = (name: string) => facts.filter((fact) => fact.name === name).map(({ value }) => value);
  expect(values("ALLOWED_HOSTS")).toEqual(moathon.django!.allowedHosts);
  expect(values("CORS_ALLOWED_ORIGINS")).toEqual(moathon.django!.corsAllowedOrigins);
  expect(values("CSRF_TRUSTED_ORIGINS")).toEqual(moathon.django!.csrfTrustedOrigins);
  expect(values("SECURE_PROXY_SSL_HEADER")).toEqual(["HTTP_X_FORWARDED_PROTO", "https"]);
  expect(values("SECURE_HSTS_SECONDS")).toEqual(["63072000"]);
  expect(values("SECURE_HSTS_INCLUDE_SUBDOMAINS")).toEqual(["False"]);
  expect(values("SECURE_HSTS_PRELOAD")).toEqual(["False"]);
  expect(values("SESSION_COOKIE_SAMESITE")).toEqual(["None"]);
  expect(values("STATIC_URL")).toEqual(["/static/"]);
  expect(values("STATIC_ROOT")).toEqual(["/srv/moathon/static"]);
  expect(values("MEDIA_URL")).toEqual(["/media/"]);
  expect(values("MEDIA_ROOT")).toEqual(["/srv/moathon/media"]);
  expect(values("DATA_UPLOAD_MAX_MEMORY_SIZE")).toEqual(["2621440"]);
  expect(values("SILENCED_SYSTEM_CHECKS")).toEqual(["security.W005", "security.W021"]);
  for (const { value, line } of facts) expect(text.split("\n")[line - 1]).toContain(value);
});

test("hand-edited forms of one value are read alike", () => {
  for (const list of [
    "['a', 'b']",
    '("a", "b",)',
    "[\r\n  'a', # first\r\n\r\n  r'b'\r\n]",
    '[\n"a"\n,u"\\x62"]',
    "['''a''', \"\"\"b\"\"\"]",
  ]) {
    expect(readSettings(`ALLOWED_HOSTS = ${list}\n`).map(({ value }) => value)).toEqual(["a", "b"]);
  }
  expect(plain("STATIC_URL: str = ('/a'\n  '/b')\nX = 63_072_000; Y = 1\n")).toEqual([
    [1, "STATIC_URL", "/a/b"],
    [3, "X", "63072000"],
  ]);
  expect(plain("A = \\\n  'x'  # not 'y'\nB=None")).toEqual([
    [2, "A", "x"],
    [3, "B", "None"],
  ]);
});

test("texts that only look like settings are none", () => {
  const text = `
"""
ALLOWED_HOSTS = ["docstring"]
"""
# ALLOWED_HOSTS = ["comment"]
def apply(settings):
    ALLOWED_HOSTS = ["inside"]
settings["ALLOWED_HOSTS"] = ["key"]
ALLOWED_HOSTS == ["comparison"]
if (
ALLOWED_HOSTS
):
    pass
HINT = "ALLOWED_HOSTS = ['text']"
`;
  expect(plain(text)).toEqual([[14, "HINT", "ALLOWED_HOSTS = ['text']"]]);
});

test("a value that Python calculates is no fact, and hides an earlier one", () => {
  const text = `
A = "x"
A = os.environ["A"]
B = [*BASE, "b"]
C = f"{host}"
D = 60 * HOUR
E = ["a" + "b"]
F = b"bytes"
G = {"a": "b"}
H = "x" if DEBUG else "y"
`;
  expect(plain(text)).toEqual([]);
});

test("a product of numbers is a number", () => {
  expect(plain("A = 10 * 1024 * 1_024\nB = 2 ** 3\nC = 2 *\n")).toEqual([[1, "A", "10485760"]]);
});

test("what Python calculates is named, where it is assigned last", () => {
  const text = "A = f()\nB = ['x']\nB += f()\nC = f()\nC = 2 * 3\nD = []\n";
  expect(calculatedSettings(text)).toEqual([
    { name: "A", line: 1 },
    { name: "B", line: 3 },
  ]);
});

test("the last assignment of a name holds", () => {
  expect(plain("A = 'x'\nB = 1\nA = ['y', 'z']\n")).toEqual([
    [3, "A", "y"],
    [3, "A", "z"],
    [2, "B", "1"],
  ]);
});

test("what is added to a list counts", () => {
  expect(plain("A = ['x']\nA += (\n    'y',\n)\n")).toEqual([
    [1, "A", "x"],
    [3, "A", "y"],
  ]);
});

test("a raw string keeps its backslashes", () => {
  expect(readSettings(String.raw`A = r"\x41"`)).toEqual([{ name: "A", value: "\\x41", line: 1 }]);
});

test("escapes are read as Python reads them", () => {
  expect(readSettings(String.raw`A = "\"\\\n\x41\u00e9\U0001f600\101\q"`)).toEqual([
    { name: "A", value: '"\\\nAé😀A\\q', line: 1 },
  ]);
});

test.each([
  ["A = 'x'\nB = ['never closed'\nC = 'x'\n", "the [ in line 2 is never closed"],
  ["A = 'open\nB = 'x'\n", "the string in line 1 is never closed"],
  ['A = 1\n"""open\n', "the string in line 2 is never closed"],
  ["A = 'x']\n", "the ] in line 1 closes nothing"],
  ["A = ['x')\n", "the ) in line 1 closes nothing"],
])("rejects %j, which is no Python, naming the line", (text, message) => {
  expect(() => readSettings(text)).toThrow(message);
});
