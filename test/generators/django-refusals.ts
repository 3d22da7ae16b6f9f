// Settings that the generated file must not be applied to, and what its message then says.

export interface Refusal {
  readonly name: string;
  readonly code: string;
  readonly says: readonly string[];
}

const open = (setting: string, entry: string): Refusal => ({
  name: `rejects ${entry} in ${setting}`,
  code: `${setting} = ["fine.example.com", "${entry}"]`,
  says: [`${setting} has the entry "${entry}"`, "Take it out; config.settings_https adds the right ones"],
});

export const refusals: Refusal[] = [
  open("ALLOWED_HOSTS", "*"),
  open("ALLOWED_HOSTS", ".nip.io"),
  open("ALLOWED_HOSTS", ".compute.amazonaws.com"),
  open("CSRF_TRUSTED_ORIGINS", "https://*.nip.io"),
  open("CSRF_TRUSTED_ORIGINS", "https://*.cloudfront.net"),
  open("CSRF_TRUSTED_ORIGINS", "https://*.CLOUDFRONT.net:8443"),
  open("CSRF_TRUSTED_ORIGINS", ".cloudfront.net"),
  open("CSRF_TRUSTED_ORIGINS", "https://*.com"),
  open("CSRF_TRUSTED_ORIGINS", "https://*"),
  {
    name: "rejects hosts in one text",
    code: 'ALLOWED_HOSTS = "a.example"',
    says: ["ALLOWED_HOSTS is a text", "Make it a list"],
  },
  {
    name: "rejects CORS_ALLOW_ALL_ORIGINS",
    code: "CORS_ALLOW_ALL_ORIGINS = True",
    says: ["CORS_ALLOW_ALL_ORIGINS is on", "list the origins in CORS_ALLOWED_ORIGINS"],
  },
  {
    name: "rejects CORS_ORIGIN_ALLOW_ALL, the older name",
    code: "CORS_ORIGIN_ALLOW_ALL = True",
    says: ["CORS_ORIGIN_ALLOW_ALL is on", "list the origins in CORS_ALLOWED_ORIGINS"],
  },
  {
    name: 'rejects the origin "null"',
    code: 'CORS_ALLOWED_ORIGINS = ["null"]',
    says: ['CORS_ALLOWED_ORIGINS has the entry "null"', "Take it out"],
  },
  {
    name: "rejects an origin pattern of a shared domain",
    code: 'CORS_ALLOWED_ORIGIN_REGEXES = [r"^https://[a-z0-9]+\\.cloudfront\\.net$"]',
    says: ["CORS_ALLOWED_ORIGIN_REGEXES has the entry", "List the origins in CORS_ALLOWED_ORIGINS"],
  },
  {
    name: "rejects an origin pattern without end",
    code: 'import re; CORS_ALLOWED_ORIGIN_REGEXES = [re.compile(r"^https://\\w+\\.example\\.com")]',
    says: ["CORS_ALLOWED_ORIGIN_REGEXES has the entry", "end the expression with $"],
  },
  {
    name: "rejects the older CORS_ORIGIN_REGEX_WHITELIST just as much",
    code: 'CORS_ORIGIN_REGEX_WHITELIST = (r".*$",)',
    says: ["CORS_ALLOWED_ORIGIN_REGEXES has the entry '.*$'"],
  },
  {
    name: "rejects settings without SecurityMiddleware",
    code: "del MIDDLEWARE[0]",
    says: ["MIDDLEWARE lacks", 'first line: "django.middleware.security.SecurityMiddleware",'],
  },
  {
    name: "rejects settings without corsheaders",
    code: 'INSTALLED_APPS.remove("corsheaders")',
    says: ["INSTALLED_APPS lacks django-cors-headers", 'add this line: "corsheaders",'],
  },
  {
    name: "rejects settings without CorsMiddleware",
    code: "del MIDDLEWARE[1]",
    says: ["MIDDLEWARE lacks", 'above CommonMiddleware: "corsheaders.middleware.CorsMiddleware",'],
  },
  {
    name: "rejects CorsMiddleware after CommonMiddleware",
    code: "MIDDLEWARE[1], MIDDLEWARE[2] = MIDDLEWARE[2], MIDDLEWARE[1]",
    says: [
      "after CommonMiddleware",
      'Move this line above CommonMiddleware: "corsheaders.middleware.CorsMiddleware",',
    ],
  },
  ...["SESSION_COOKIE_DOMAIN", "CSRF_COOKIE_DOMAIN"].map((name) => ({
    name: `rejects ${name}`,
    code: `${name} = ".example.com"`,
    says: [`${name} is set`, "__Host-", "Take it out"],
  })),
  ...["SESSION_COOKIE_PATH", "CSRF_COOKIE_PATH"].map((name) => ({
    name: `rejects another ${name}`,
    code: `${name} = "/app"`,
    says: [`${name} is not "/"`, "__Host-", "Take it out"],
  })),
  ...['"no-referrer"', '["same-origin", "no-referrer"]', '"same-origin, no-referrer"'].map((value) => ({
    name: `rejects the referrer policy ${value}`,
    code: `SECURE_REFERRER_POLICY = ${value}`,
    says: ["SECURE_REFERRER_POLICY", "Origin: null", 'Make it "same-origin"'],
  })),
];
