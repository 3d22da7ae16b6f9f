// The origin of a behavior of a project, as the constructs take it.
import type { Construct } from "constructs";
import type { BehaviorOrigin, Project, Server } from "../config/project";
import { bucketOrigin } from "./bucket-origin";
import type { ContentBucket } from "./content-bucket";
import { type HttpOriginProps, httpOrigin } from "./http-origin";
import { known } from "./known";
import type { Origin } from "./origin";
import { originVerifySecret } from "./origin-verify-secret";
import { secretVariable } from "./secret-variable";

export interface OriginPlaces {
  readonly server: Project["server"];
  readonly buckets: Readonly<Record<string, ContentBucket>>;
}

/** @returns the origin; variables of its secret headers are made in the stack of `scope` */
export function projectOrigin(scope: Construct, origin: BehaviorOrigin, places: OriginPlaces): Origin {
  const { kind, id, secretHeaders, shieldRegion, ...rest } = origin;
  const variables = Object.entries(secretHeaders).map(([header, name]) => [
    header,
    secretVariable(scope, name),
  ]);
  const settings = {
    ...(id === null ? {} : { id }),
    ...(shieldRegion === null ? {} : { shieldRegion }),
    secretHeaders: Object.fromEntries(variables),
  };
  if (origin.kind === "bucket") {
    const { path, customHeaders, connectionAttempts, connectionTimeoutSeconds } = origin;
    const bucket = known(places.buckets, origin.bucket, "buckets");
    return bucketOrigin({
      bucket,
      path,
      customHeaders,
      connectionAttempts,
      connectionTimeoutSeconds,
      ...settings,
    });
  }
  if (origin.kind === "host") return httpOrigin({ ...rest, host: origin.host, ...settings });
  if (places.server === null)
    throw new Error("A behavior has the server as its origin; got a project without server.");
  return httpOrigin({
    ...rest,
    host: places.server.host.name,
    label: "server",
    ...settings,
    ...verifyHeader(scope, places.server),
  });
}

function verifyHeader(scope: Construct, { originVerify }: Server): Pick<HttpOriginProps, "verifyHeader"> {
  if (originVerify === null) return {};
  const { header, variable } = originVerify;
  return { verifyHeader: { name: header, secret: originVerifySecret(scope, variable, header) } };
}
