// port: does anything take connections where CloudFront and browsers connect?

import { sClient } from "../command";
import { type OnTarget, tlsCheck } from "../examination";
import { error, type Finding, ok, unknown } from "../finding";
import { BAD_GATEWAY, GATEWAY_TIMEOUT, symptom } from "../targets";
import type { TlsFacts } from "../tls/endpoint";

export const port = tlsCheck("port", "the origin takes connections", (facts, on) => {
  const { about, world, target } = on;
  const command = sClient(world, target.endpoint, []);
  const missing = facts.unreachable;
  switch (missing?.kind) {
    case undefined:
      return ok(about, `A connection to ${world.where(target.endpoint.place)} opens.`, [], command);
    case "refused":
      return error("doctor/port-refused", about, refused(missing.address, command, on));
    case "unanswered":
      return error("doctor/port-unanswered", about, unanswered(missing.address, `timeout 10 ${command}`, on));
    case "no-name":
      return unknown(about, "The name has no address; see the check dns.");
    case "unknown":
      return unknown(about, missing.reason);
  }
});

function refused(address: string, command: string, { target }: OnTarget) {
  return {
    message: "Nothing listens there: the connection was refused.",
    evidence: [["address", address]] as const,
    symptom: symptom(target, BAD_GATEWAY, "ERR_CONNECTION_REFUSED"),
    fix: "On the server, look at `systemctl status nginx` and `ss -ltn 'sport = :443'`, and start Nginx.",
    command,
  };
}

function unanswered(address: string, command: string, { target }: OnTarget) {
  const { server } = target;
  const group = server?.securityGroup && "id" in server.securityGroup ? ` ${server.securityGroup.id}` : "";
  const alone = server?.ingress.from === "cloudfront";
  return {
    message: `Nobody answers: a firewall drops the packets${alone ? ", and the config opens the port to CloudFront alone" : ""}.`,
    evidence: [
      ["address", address],
      ...(server ? [["ingress", `443 from ${server.ingress.from}`] as const] : []),
    ] as const,
    symptom: symptom(target, GATEWAY_TIMEOUT, "ERR_CONNECTION_TIMED_OUT"),
    fix: alone
      ? "Run the doctor on the server itself, with `--resolve NAME:127.0.0.1`; from elsewhere a healthy server looks the same."
      : `Open the port in the security group${group} and in the server's own firewall; is the instance running?`,
    command,
  };
}

/** @returns a finding where the TLS facts could not be had, so that a check does not judge what it did not see */
export function withoutTls({ unreachable, replies }: TlsFacts, { about }: OnTarget): Finding | null {
  if (unreachable) return unknown(about, "No connection opened; see the check port.");
  const first = replies["TLSv1.2"].kind;
  return first === "silent" || first === "not-tls"
    ? unknown(about, "No TLS was spoken; see the check tls.")
    : null;
}

/** @returns the same where no certificate was seen */
export function withoutChain(facts: TlsFacts, on: OnTarget): Finding | null {
  return (
    withoutTls(facts, on) ??
    (facts.chain ? null : unknown(on.about, "The server showed no certificate; see the check handshake."))
  );
}
