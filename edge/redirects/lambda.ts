// Lambda@Edge, viewer request: redirects by host and path.
import type { GeneratedResponse, ViewerRequestHandler } from "../lambda-event";
import { descriptions, redirectFor, refusal } from "./location";

export const handler: ViewerRequestHandler = async (event) => {
  try {
    const { request } = event.Records[0].cf;
    const host = request.headers["host"]![0]!.value;
    const redirect = redirectFor(host, request.uri, request.querystring);
    if (redirect === null) return request;
    const headers = { location: [{ key: "Location", value: redirect.location }] };
    return answer(redirect.status, descriptions[redirect.status]!, headers);
  } catch {
    console.error("No redirect can be made for this request; it was refused.");
    return answer(refusal.status, refusal.description, {});
  }
};

function answer(
  status: number,
  statusDescription: string,
  headers: GeneratedResponse["headers"] & object,
): GeneratedResponse {
  return { status: String(status), statusDescription, headers };
}
