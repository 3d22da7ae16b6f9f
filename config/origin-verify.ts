// The origin-verify header: by a secret in it the server knows requests that came through a distribution of the project.
import type { Config } from "../schemas/config";
import type { OriginVerify } from "./project";

/** CloudFront overwrites what a viewer sends under this name (Developer Guide, add-origin-custom-headers). */
export const ORIGIN_VERIFY_HEADER = "X-Origin-Verify";

/** @returns whether Nginx asks for the header: CloudFront's addresses are open to distributions of strangers too */
export function verifiesOrigin({ originVerify, ingress }: NonNullable<Config["server"]>): boolean {
  return originVerify ?? ingress.from === "cloudfront";
}

export function originVerify(project: string): OriginVerify {
  return {
    header: ORIGIN_VERIFY_HEADER,
    variable: "origin_verify_secret",
    // No project name has a dot, so the files of two projects are never taken for each other's.
    acceptedFile: `/etc/nginx/origin-verify/${project}.values`,
  };
}
