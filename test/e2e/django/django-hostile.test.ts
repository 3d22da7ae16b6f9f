// Hostile values in the Django settings: each is refused or parses back exactly, and changes nothing beside itself.
import fc from "fast-check";
import type { Project } from "../../../config/project";
import { readSettings } from "../../../generators/django/read";
import { djangoFiles } from "../../../generators/django/view";
import { needs, pythons, runJson } from "../../generators/python";
import { moathon } from "../../projects";

const text = (project: Project) => djangoFiles(project)[0]!.text;
const full: Project = {
  ...moathon,
  django: { ...moathon.django!, media: { url: "/media/", root: "/srv/moathon/media" } },
};

// Settings whose value comes from the config; all other statements must stay what they are.
const program = `
import ast, json, sys
given = json.load(sys.stdin)

def statements(text, names):
    kept, values = [], {}
    for node in ast.parse(text).body:
        target = getattr(node, "targets", [None])[0]
        if isinstance(target, ast.Name) and target.id in names:
            values[target.id] = ast.literal_eval(node.value)
            kept.append(target.id)
        else:
            kept.append(ast.dump(node))
    return kept, values

names = set(given["cases"][0]["expected"])
form = statements(given["reference"], names)[0]
faults = []
for index, case in enumerate(given["cases"]):
    try:
        kept, values = statements(case["text"], names)
        if kept != form or values != case["expected"]:
            faults.append(index)
    except Exception as error:
        faults.append([index, repr(error)])
print(json.dumps(faults))
`;

const hostile = fc.oneof(
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.string({ unit: "grapheme", maxLength: 40 }),
  fc
    .array(
      fc.constantFrom(
        ...'"|"""|\'\'\'|\\|\\"|\n|\r|\\n|]|)|,|#|{{x}}|{{/if}}|%s|{0}|\\N{BULLET}|\\u0041|\0|\u2028|\u202e|\ufeff|😀|é'.split(
          "|",
        ),
        '"]\nimport os\nos.system("id")\nX = ["',
        "a",
        "\ud800",
        "\udc00",
      ),
      { maxLength: 8 },
    )
    .map((parts) => parts.join("")),
);

const printable = fc.string({ unit: "grapheme-ascii", maxLength: 40 });

interface Values {
  readonly hosts: readonly string[];
  readonly cors: readonly string[];
  readonly csrf: readonly string[];
  readonly paths: readonly [string, string, string, string];
  readonly id: string;
  readonly sameSite: string;
  readonly reason: string;
  readonly pending: string;
}

const values = (part: fc.Arbitrary<string>, words: fc.Arbitrary<string>): fc.Arbitrary<Values> =>
  fc.record({
    hosts: fc.array(part, { maxLength: 3 }),
    cors: fc.array(part, { maxLength: 3 }),
    csrf: fc.array(part, { maxLength: 3 }),
    paths: fc.tuple(part, part, part, part),
    id: part,
    sameSite: part,
    reason: words,
    pending: words,
  });

function projectOf({ hosts, cors, csrf, paths, id, sameSite, reason, pending }: Values): Project {
  const django = full.django!;
  const neededBy = `CORS_ALLOWED_ORIGINS in ${django.settingsFile}`;
  return {
    ...full,
    pending: [{ output: "x", what: pending, neededBy }],
    django: {
      ...django,
      allowedHosts: hosts,
      corsAllowedOrigins: cors,
      csrfTrustedOrigins: csrf,
      cookies: { ...django.cookies, sameSite: sameSite as "Lax" },
      static: { url: paths[0], root: paths[1] },
      media: { url: paths[2], root: paths[3] },
      silencedChecks: [{ id, reason }],
    },
  };
}

const expected = ({ hosts, cors, csrf, paths, id, sameSite }: Values) => ({
  ALLOWED_HOSTS: hosts,
  CORS_ALLOWED_ORIGINS: cors,
  CSRF_TRUSTED_ORIGINS: csrf,
  STATIC_URL: paths[0],
  STATIC_ROOT: paths[1],
  MEDIA_URL: paths[2],
  MEDIA_ROOT: paths[3],
  SILENCED_SYSTEM_CHECKS: [id],
  SESSION_COOKIE_SAMESITE: sameSite,
  CSRF_COOKIE_SAMESITE: sameSite,
  LANGUAGE_COOKIE_SAMESITE: sameSite,
});

function written(sample: Values): string | null {
  try {
    return text(projectOf(sample));
  } catch {
    return null;
  }
}

const python = pythons()[0];

describe("hostile values", () => {
  const samples = [
    ...fc.sample(values(hostile, printable), { numRuns: 400, seed: 1 }),
    ...fc.sample(values(printable, hostile), { numRuns: 400, seed: 2 }),
  ];
  const cases = samples.flatMap((sample) => {
    const made = written(sample);
    return made === null ? [] : [{ text: made, expected: expected(sample) }];
  });

  test("are refused only where they cannot be written", () => {
    for (const sample of samples) {
      const { reason, pending, ...data } = sample;
      const writable = !/\p{Cs}/u.test(
        JSON.stringify(Object.values(data)).replace(/\\ud[89a-f]../g, "\ud800"),
      );
      const visible = !/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u.test(reason + pending);
      expect(written(sample) !== null).toBe(writable && visible);
    }
    expect(cases.length).toBeGreaterThan(300);
  });

  needs(python, "needs Python 3")("parse back exactly in Python, and change no other statement", () => {
    const runtime = { command: python!.command, packages: "" };
    expect(runJson(runtime, program, { reference: text(full), cases })).toEqual([]);
  });

  test("are read back exactly by our own reader too", () => {
    for (const { text: made, expected: wanted } of cases) {
      const facts = readSettings(made);
      const valuesOf = (name: string) => facts.filter((fact) => fact.name === name).map(({ value }) => value);
      for (const [name, value] of Object.entries(wanted)) expect(valuesOf(name)).toEqual([value].flat());
    }
  });
});
