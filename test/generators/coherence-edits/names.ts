// Edits of hosts, origins and URLs.
import { type Edit, env, settings, site } from "./edit";

export const hosts: Edit[] = [
  {
    name: "another host in both servers of Nginx",
    file: site,
    find: /server_name 54\.180\.1\.2\.nip\.io;/g,
    put: "server_name api.example.com;",
    finds: [["coherence/host"], ["coherence/api-url", { file: env, line: "VITE_API_URL" }]],
  },
  {
    name: "another host in one server of Nginx",
    file: site,
    find: "server_name 54.180.1.2.nip.io;",
    put: "server_name other.example.com;",
    finds: [["coherence/host"]],
  },
  {
    name: "ALLOWED_HOSTS without its entry",
    file: settings,
    find: '    "54.180.1.2.nip.io",\n]',
    put: "]",
    finds: [["coherence/host", { line: "ALLOWED_HOSTS = [" }]],
  },
  {
    name: "ALLOWED_HOSTS = []",
    file: settings,
    find: /^ALLOWED_HOSTS = \[[^\]]*\]/m,
    put: "ALLOWED_HOSTS = []",
    finds: [["coherence/host"]],
  },
  {
    name: "no ALLOWED_HOSTS",
    file: settings,
    find: /^ALLOWED_HOSTS = \[[^\]]*\]\n/m,
    put: "",
    finds: [["coherence/host", { line: 1 }]],
  },
  {
    name: "a host of another kind in ALLOWED_HOSTS",
    file: settings,
    find: '    "54.180.1.2.nip.io",\n]',
    put: '    "api.example.com",\n]',
    finds: [["coherence/host", { line: "ALLOWED_HOSTS = [" }]],
  },
  {
    name: "a star in ALLOWED_HOSTS",
    file: settings,
    find: "ALLOWED_HOSTS = [\n",
    put: 'ALLOWED_HOSTS = [\n    "*",\n',
    finds: [["coherence/host", { line: '    "*",' }]],
  },
  {
    name: "all sub-domains in ALLOWED_HOSTS",
    file: settings,
    find: "ALLOWED_HOSTS = [\n",
    put: 'ALLOWED_HOSTS = [\n    ".nip.io",\n',
    finds: [["coherence/host", { line: '    ".nip.io",' }]],
  },
  {
    name: "CORS_ALLOWED_ORIGINS = []",
    file: settings,
    find: /^CORS_ALLOWED_ORIGINS = \[[^\]]*\]/m,
    put: "CORS_ALLOWED_ORIGINS = []",
    finds: [["coherence/cors-origin"]],
  },
  {
    name: "a final slash in CORS_ALLOWED_ORIGINS",
    file: settings,
    find: /^(CORS_ALLOWED_ORIGINS = \[\n).*\n/m,
    put: 'CORS_ALLOWED_ORIGINS = [\n    "https://d111111abcdef8.cloudfront.net/",\n',
    finds: [["coherence/cors-origin"]],
  },
  {
    name: "CSRF_TRUSTED_ORIGINS without the page",
    file: settings,
    find: /^CSRF_TRUSTED_ORIGINS = \[[^\]]*\]/m,
    put: 'CSRF_TRUSTED_ORIGINS = ["https://54.180.1.2.nip.io"]',
    finds: [["coherence/csrf-origin"]],
  },
  {
    name: "CSRF_TRUSTED_ORIGINS without anything",
    file: settings,
    find: /^CSRF_TRUSTED_ORIGINS = \[[^\]]*\]/m,
    put: "CSRF_TRUSTED_ORIGINS = (  # none\n)",
    finds: [["coherence/csrf-origin"], ["coherence/csrf-origin"]],
  },
];

export const apiUrl: Edit[] = [
  {
    name: "an API URL without TLS",
    file: env,
    find: "https://54",
    put: "http://54",
    finds: [["coherence/api-url"]],
  },
  {
    name: "an API URL with a final slash",
    file: env,
    find: "nip.io'",
    put: "nip.io/'",
    finds: [["coherence/api-url"]],
  },
  {
    name: "another API URL",
    file: env,
    find: /^VITE_API_URL=.*$/m,
    put: "VITE_API_URL=https://api.example.com",
    finds: [["coherence/api-url"]],
  },
  {
    name: "no API URL",
    file: env,
    find: /^VITE_API_URL=.*\n/m,
    put: "",
    finds: [["coherence/api-url", { line: 1 }]],
  },
  {
    name: "a second API URL, which wins",
    file: env,
    put: "VITE_API_URL='https://staging.example.com'\n",
    finds: [["coherence/api-url"]],
  },
  {
    name: "the server's URL in the same-origin layout",
    project: "same-origin",
    file: env,
    find: "https://d111111abcdef8.cloudfront.net",
    put: "https://api.example.com",
    finds: [["coherence/api-url"]],
  },
];
