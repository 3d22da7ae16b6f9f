// Lambda@Edge, viewer or origin request: paths that name no file get the start page of a single-page app.
import type { LambdaRequest, OriginRequestEvent, ViewerRequestEvent } from "../lambda-event";
import { pathFor } from "./page";

export const handler = async (event: ViewerRequestEvent | OriginRequestEvent): Promise<LambdaRequest> => {
  const { request } = event.Records[0].cf;
  request.uri = pathFor(request.uri);
  return request;
};
