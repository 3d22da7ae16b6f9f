// The checks in the order of the report: along the way from the browser to the application.
import type { Check } from "../examination";
import { certificateChain } from "./certificate-chain";
import { certificateDates } from "./certificate-dates";
import { certificateKey } from "./certificate-key";
import { certificateName } from "./certificate-name";
import { certificateRenewal } from "./certificate-renewal";
import { certificateTrust } from "./certificate-trust";
import { clientCertificate } from "./client-certificate";
import { handshake } from "./handshake";
import { negotiated } from "./negotiated";
import { port } from "./port";
import { tls } from "./tls";

export const checks: readonly Check[] = [
  port,
  tls,
  handshake,
  certificateKey,
  certificateName,
  certificateChain,
  certificateTrust,
  certificateDates,
  certificateRenewal,
  clientCertificate,
  negotiated,
];
