// What a problem says to write instead: right for the case, and free of a second problem.
import { loadProjects } from "../../config/load";
import { originFault } from "../../config/web-origin";
import { configText, host, load, type Sections, server, site } from "./row";

const page = '{ "path": "*", "origin": { "bucket": "client" } }';
const origin = (text: string) => ({
  django: `{ "settingsFile": "a.py", "corsAllowedOrigins": ["${text}"] }`,
});
const domain = (name: string) => host(`{ "kind": "domain", "name": "${name}" }`);
const behavior = (rest: string) => site([`{ "path": "*", "origin": { "bucket": "client" }, ${rest} }`]);
const waiver = (rule: string) => ({
  waivers: `[{ "rule": "${rule}", "reason": "decided by the team", "until": "2027-01-01" }]`,
});

const hosts: [Sections, string][] = [
  [domain("https://api.example.com:8443/v1"), 'Write "api.example.com".'],
  [domain("api.example.com:8443"), 'Write "api.example.com".'],
  [domain("api.example.com/v1/"), 'Write "api.example.com".'],
  [domain("api.example.com.."), 'Write "api.example.com".'],
  [domain("API.Example.com"), 'Write "api.example.com".'],
  [domain("Bücher.example.com"), 'Write "xn--bcher-kva.example.com".'],
  [domain("https://"), "Write the name alone, such as api.example.com."],
  [domain("::1"), 'Use { "kind": "nip.io" } or { "kind": "ip" } for an address.'],
  [domain("app.54-180-1-2.nip.io"), expect.stringContaining('"ip": "54.180.1.2"')],
  [domain("54.180.1.2.sslip.io"), expect.stringContaining('"ip": "54.180.1.2"')],
  [domain("app-1-203-0-113-7.nip.io"), expect.stringContaining('"ip": "…"')],
];

const origins: [Sections, string][] = [
  [origin("App.example.com/login"), 'Write "https://app.example.com".'],
  [origin("//app.example.com"), 'Write "https://app.example.com".'],
  [origin("HTTP://app.example.com:8080/"), 'Write "https://app.example.com:8080".'],
  [origin("https://me:pw@app.example.com/"), 'Write "https://app.example.com".'],
  [origin("https://01.2.3.4"), 'Write "https://1.2.3.4".'],
  [origin("https://localhost:3000"), "Write it like https://app.example.com."],
];

const paths: [Sections, string][] = [
  [server("outputDir", '"deploy/"'), 'Write "deploy".'],
  [server("outputDir", '"./deploy//nginx/."'), 'Write "deploy/nginx".'],
  [server("outputDir", '"deploy\\\\nginx"'), 'Write "deploy/nginx".'],
  [server("outputDir", '"/srv/deploy"'), "Name a place inside the project, relative to the config file."],
  [server("outputDir", '".."'), "Name a place inside the project, relative to the config file."],
];

const values: [Sections, string][] = [
  [server("gunicorn", '{ "timeoutSeconds": "45" }'), "Write 45 without quotes."],
  [server("gunicorn", '{ "timeoutSeconds": "soon" }'), "Write 30."],
  [server("gunicorn", '{ "workers": 500 }'), "Write a number from 1 to 128."],
  [server("hsts", '{ "preload": "false" }'), "Write false without quotes."],
  [{ terraform: '{ "awsProvider": 6 }' }, 'Write "6".'],
  [site([page], '"errorPages": [{ "status": "404" }]'), "Write 404."],
  [site([page], '"errorPages": [{ "status": 410 }]'), "Choose one of them."],
  [site([page], '"spaa": true'), 'Did you mean "spa"?'],
  [server("gunicorn", '{ "workers": "true" }'), "Write 3."],
  [server("gunicorn", '{ "timeoutSeconds": "5m" }'), "Write 30."],
  [server("nginx", '{ "maxBodyBytes": "20M" }'), "Write 20971520, a number of bytes."],
  [server("hsts", '{ "preload": "3" }'), "Write false."],
  [{ name: "5" }, 'Write "moathon".'],
  [
    { terraform: '{ "backend": { "s3": { "bucket": "state", "key": 5, "region": "eu-west-1" } } }' },
    'Write "5".',
  ],
  [
    { terraform: '{ "backend": { "s3": { "bucket": "S", "key": "k", "region": "eu-west-1" } } }' },
    "Write it in the expected form.",
  ],
  [{ name: '"Moathon"' }, 'Write something like "moathon".'],
  [server("nginx", '{ "openssl": "new" }'), expect.stringMatching(/^Write something like "3\./)],
  [
    { frontend: '{ "distribution": "site", "envFile": "a.env", "apiUrlName": "url" }' },
    'Write something like "API_URL".',
  ],
  [{ distributions: '{ "site": { "behaviors": [] } }' }, "Write at least 1 item."],
  [behavior('"edge": ["a", "b", "c", "d", "e"]'), "Write at most 4 items."],
  [
    site(['{ "path": "*", "origin": {} }']),
    expect.stringMatching(/^Add one of bucket, server, host, path, /),
  ],
  [site([page], '"origins": {}'), "Remove the key, or move it where it belongs."],
  [behavior('"cache": "Static"'), 'Did you mean "static"?'],
  [behavior('"cache": {}'), 'Add "defaultTtlSeconds": a whole number.'],
  [{ server: null, "server ": "{}" }, 'Did you mean "server"?'],
  [{ region: null }, 'Add "region": "ap-northeast-2".'],
  [host("{}"), 'Add "kind": "nip.io" or "domain" or "ip".'],
  [waiver("server/nip-io-shared-limits"), 'Did you mean "server/nip-io-shared-limit"?'],
  [waiver("django/x"), expect.stringMatching(/^Known here: django\/[a-z-]+(, django\/[a-z-]+)*\.$/)],
  [waiver("nothing/like-it"), expect.stringContaining("docs/problems/<rule>.md")],
];

const patch = (text: string) => ({ environments: `{ "staging": ${text} }` });
const patches: [Sections, string][] = [
  [
    patch('{ "server": { "host": { "kind": "ip", "ip": "54.180.9.9" } } }'),
    'Write "name": null in the environment: it comes from the config that is patched.',
  ],
  [patch('{ "frontend": { "envFle": "a.env" } }'), 'Did you mean "envFile"?'],
  [patch('{ "region": 5 }'), 'Write "ap-northeast-2".'],
];

test.each([...hosts, ...origins, ...paths, ...values, ...patches])("%j", (changed, fix) => {
  expect(load(configText(changed)).problems.map((problem) => problem.fix)).toContainEqual(fix);
});

test("an origin that is proposed is one that is accepted", () => {
  for (const [changed] of origins) {
    const proposed = load(configText(changed)).problems[0]?.fix.match(/"(.*)"/)?.[1];
    if (proposed !== undefined) expect(originFault(proposed)).toBeNull();
  }
});

test("what a message shows of a secret place is its size", () => {
  const text = configText({
    edge: '{ "token": { "handler": "require-authorization", "event": "viewer-request", "tokenSha256": ["open sesame"] } }',
  });
  const [problem] = load(text).problems;
  expect(problem).toMatchObject({ got: "11 characters (not shown)" });
  expect(problem?.place?.text).toContain('"tokenSha256": ["•••• ••••••"]');
});

test.each([
  [origin("https://a..b.com"), "A part of the host name is empty."],
  [origin("https://a_b.com"), '"a_b" cannot be a part of a host name.'],
  [
    origin("https://app.example.com/"),
    "An origin has no final slash: browsers never send one, so it would never match.",
  ],
  [
    origin("https://app.example.com/a"),
    "An origin has no path, query or fragment: browsers never send one, so it would never match.",
  ],
  [origin("https://*.example.com"), "A wildcard trusts every host below example.com."],
  [
    origin("https://app-*.nip.io"),
    "A wildcard trusts every host below nip.io. Strangers can get a name below nip.io.",
  ],
  [origin("https://*"), "A wildcard trusts every host below all domains."],
])("%j says why", (changed, message) => {
  expect(load(configText(changed)).problems[0]).toMatchObject({
    message,
    got: expect.stringMatching(/^"https:/),
  });
});

test("a syntax error shows what stands there, but no text without an end", () => {
  const got = (text: string) => load(text).problems.map((problem) => problem.got);
  expect(got('{ "a": 1 "b": 2 }')).toEqual(['"\\"b\\""']);
  expect(got('{ "a": ]')).toEqual(['"]"']);
  expect(got('{ "a": "open sesame')).toEqual([undefined]);
  expect(got('{ "a": 1')).toEqual([undefined]);
});

test("nothing is read for an environment whose name climbs out of the folder", () => {
  const asked: string[] = [];
  const readText = (path: string) => {
    asked.push(path);
    return null;
  };
  const text = configText({ environments: '{ "../staging": {}, "demo": {} }' });
  loadProjects({ file: "httpsmith.json", text, files: { readText }, today: "2026-11-15" });
  expect(asked).toEqual(["httpsmith.outputs.demo.json"]);
});

test("an unknown key that is near to none tells all that are known", () => {
  const [problem] = load(configText(site([page], '"origins": {}'))).problems;
  expect(problem?.expected).toMatch(/^one of behaviors, spa, /);
});
