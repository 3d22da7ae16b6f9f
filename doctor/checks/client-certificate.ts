// client-certificate: does the server ask for a certificate that CloudFront does not have?
import { cloudFrontCipherFlags, sClient } from "../command";
import { tlsCheck } from "../examination";
import { error, ok, unknown } from "../finding";
import { BAD_GATEWAY, symptom } from "../targets";
import { clearHello } from "../tls/endpoint";
import { withoutTls } from "./port";

export const clientCertificate = tlsCheck(
  "client-certificate",
  "the server asks for no client certificate",
  (facts, on) => {
    const without = withoutTls(facts, on);
    if (without) return without;
    const { about, world, target } = on;
    const command = sClient(world, target.endpoint, ["-tls1_2", ...cloudFrontCipherFlags]);
    const hello = clearHello(facts);
    if (!hello) {
      // TLS 1.3 asks behind encryption.
      return unknown(about, "Only TLS 1.2 and older ask in clear, and the server speaks none of them.");
    }
    if (!hello.asksForClientCertificate) return ok(about, "It asks for none.", [], command);
    return error("doctor/client-certificate", about, {
      message: "The server asks for a client certificate. CloudFront has none to show and hangs up.",
      evidence: [["seen", `a CertificateRequest in the ${hello.protocol} handshake`]],
      symptom: symptom(
        target,
        BAD_GATEWAY,
        "a dialog that asks for a certificate, or ERR_BAD_SSL_CLIENT_AUTH_CERT",
      ),
      fix: 'Take `ssl_verify_client` out of the site ("optional" asks too), or set up mutual TLS for the origin in CloudFront.',
      command,
    });
  },
);
