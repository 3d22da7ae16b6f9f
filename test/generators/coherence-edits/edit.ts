// One change that a person makes in a generated file, and what must come of it.
export interface Edit {
  readonly name: string;
  /** In coherence.test.ts; left out: moathon. */
  readonly project?: string;
  readonly file: string;
  /** Left out: `put` is added at the end. */
  readonly find?: string | RegExp;
  readonly put: string;
  /** Codes, and where: the edited line, unless another file or line is named. */
  readonly finds: readonly (readonly [code: string, at?: { file?: string; line?: string | number }])[];
}

export const settings = "backend/config/settings_https.py";
export const env = "frontend/.env.production";
export const site = "deploy/nginx/moathon.conf";
export const proxy = "deploy/nginx/snippets/moathon-proxy.conf";
export const tls = "deploy/nginx/snippets/moathon-tls.conf";
export const socketUnit = "deploy/systemd/gunicorn-moathon.socket";
export const service = "deploy/systemd/gunicorn-moathon.service";
export const issue = "deploy/certbot/moathon-issue.sh";
