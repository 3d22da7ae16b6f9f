// Rows: the django section.
import { row, type Sections, server } from "../row";

const django = (rest: string): Sections => ({
  django: `{ "settingsFile": "backend/config/settings_https.py", ${rest} }`,
});
const hosts = (text: string) => django(`"allowedHosts": [${text}]`);
const cors = (text: string) => django(`"corsAllowedOrigins": [${text}]`);
const badHost = ["django/allowed-host", "django.allowedHosts[0]"] as const;
const badOrigin = ["django/origin", "django.corsAllowedOrigins[0]"] as const;

const allowedHosts = [
  row("accepts names and addresses of health checks", hosts('"health.example.com", "localhost", "10.0.0.5"')),
  row("rejects the wildcard that opens ALLOWED_HOSTS to all", hosts('«"*"'), badHost),
  row("rejects a wildcard for sub-domains", hosts('«".example.com"'), badHost),
  row("rejects a host with a scheme", hosts('«"https://health.example.com"'), badHost),
  row("rejects a host with a port", hosts('«"health.example.com:8000"'), badHost),
  row("rejects an IPv6 address, which Django compares with brackets", hosts('«"::1"'), badHost),
  row("rejects an address in another notation", hosts('«"0x0a.0.0.5"'), badHost),
];

const refusedOrigins = [
  ["without a scheme", "app.example.com"],
  ["of plain HTTP", "http://app.example.com"],
  ["of another scheme", "ftp://app.example.com"],
  ["with a path", "https://app.example.com/login"],
  ["with a final slash", "https://app.example.com/"],
  ["with a query", "https://app.example.com?x=1"],
  ["with a wildcard", "https://*.example.com"],
  ["with a wildcard for strangers", "https://*.nip.io"],
  ["with the port 443", "https://app.example.com:443"],
  ["with the port 0", "https://app.example.com:0"],
  ["with a port above 65535", "https://app.example.com:65536"],
  ["with two ports", "https://app.example.com:8443:1"],
  ["with an empty port", "https://app.example.com:"],
  ["with a user name", "https://me@app.example.com"],
  ["in capitals", "https://App.example.com"],
  ["with its scheme in capitals", "HTTPS://app.example.com"],
  ["in international letters", "https://bücher.example.com"],
  ["with an IPv6 address", "https://[2001:db8::1]"],
  ["with a host of one word", "https://app"],
  ["that is the word null", "null"],
  ["that is empty", ""],
  ["with a line break", "https://app.example.com\\n"],
] as const;

const origins = [
  row(
    "accepts canonical origins",
    django(
      '"corsAllowedOrigins": ["https://app.example.com", "https://app.example.com:65535", "https://54.180.1.2"], "csrfTrustedOrigins": ["https://xn--bcher-kva.example.com"]',
    ),
  ),
  ...refusedOrigins.map(([what, text]) => row(`rejects an origin ${what}`, cors(`«"${text}"`), badOrigin)),
  row(
    "rejects a malformed origin for forms too",
    django('"csrfTrustedOrigins": ["https://app.example.com", «"https://app.example.com/"]'),
    ["django/origin", "django.csrfTrustedOrigins[1]"],
  ),
];

const folders = [
  row(
    "rejects one URL path for static files and uploads",
    django('"static": { "url": "/files/" }, "media": { "url": «"/files/" }'),
    ["django/url-path-twice", "django.media.url"],
  ),
  row(
    "rejects one URL path for static files and WebSockets",
    server("nginx", '{ "webSocketPaths": ["/ws/", «"/static/"] }'),
    ["django/url-path-twice", "server.nginx.webSocketPaths[1]"],
  ),
  row("accepts a URL path inside another", django('"media": { "url": "/static/media/" }')),
];

const sizes = [
  row("rejects bodies that Nginx refuses", django('"dataUploadMaxBytes": «10485761'), [
    "django/body-size-order",
    "django.dataUploadMaxBytes",
  ]),
  row("accepts equal sizes", django('"dataUploadMaxBytes": 10485760')),
  row("points at Nginx's size when Django's is a default", server("nginx", '{ "maxBodyBytes": «1048576 }'), [
    "django/body-size-order",
    "server.nginx.maxBodyBytes",
  ]),
];

const alone = [
  row(
    "rejects Django without a server",
    { server: null, frontend: null, django: null, "«django": '{ "settingsFile": "a.py" }' },
    ["django/no-server", "django"],
  ),
];

export const djangoRows = [...allowedHosts, ...origins, ...folders, ...sizes, ...alone];
