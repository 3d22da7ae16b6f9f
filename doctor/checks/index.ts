// The checks in the order of the report: names first, then along the way from the browser to the application.
import type { Check } from "../examination";
import { account } from "./account";
import { application } from "./application";
import { buckets } from "./buckets";
import { cache } from "./cache";
import { certificateChain } from "./certificate-chain";
import { certificateDates } from "./certificate-dates";
import { certificateKey } from "./certificate-key";
import { certificateName } from "./certificate-name";
import { certificateRenewal } from "./certificate-renewal";
import { certificateTrust } from "./certificate-trust";
import { clientCertificate } from "./client-certificate";
import { compression } from "./compression";
import { cookies } from "./cookies";
import { cors } from "./cors";
import { csrf } from "./csrf";
import { distribution } from "./distribution";
import { dns } from "./dns";
import { edge } from "./edge";
import { edgeFunctions } from "./edge-functions";
import { handshake } from "./handshake";
import { hsts } from "./hsts";
import { httpRedirect } from "./http-redirect";
import { negotiated } from "./negotiated";
import { originVerify } from "./origin-verify";
import { outputs } from "./outputs";
import { page } from "./page";
import { port } from "./port";
import { redirects } from "./redirects";
import { response } from "./response";
import { serverFiles } from "./server-files";
import { signed } from "./signed";
import { tls } from "./tls";
import { viewerProtocol } from "./viewer-protocol";
import { viewerTls } from "./viewer-tls";

export const checks: readonly Check[] = [
  ...[outputs, account, buckets, dns],
  ...[viewerTls, viewerProtocol, distribution, page, cache, compression, signed, edge, edgeFunctions],
  ...[port, tls, handshake, certificateKey, certificateName, certificateChain, certificateTrust],
  ...[certificateDates, certificateRenewal, clientCertificate, negotiated],
  ...[httpRedirect, originVerify, response, redirects, hsts],
  ...[application, cors, csrf, cookies, serverFiles],
];
