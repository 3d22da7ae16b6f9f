// tls: does what listens on port 443 speak TLS at all?
import { sClient } from "../command";
import { tlsCheck } from "../examination";
import { error, ok, unknown } from "../finding";
import { BAD_GATEWAY, GATEWAY_TIMEOUT, symptom } from "../targets";

export const tls = tlsCheck("tls", "port 443 speaks TLS", (facts, { about, world, target }) => {
  const reply = facts.replies["TLSv1.2"];
  const command = sClient(world, target.endpoint, []);
  if (reply.kind === "unreachable") return unknown(about, "No connection opened; see the check port.");
  if (reply.kind === "not-tls") {
    return error("doctor/not-tls", about, {
      message: "What listens on port 443 answers in another protocol than TLS.",
      evidence: [["answer", firstLine(reply.firstBytes)]],
      symptom: symptom(target, BAD_GATEWAY, "ERR_SSL_PROTOCOL_ERROR"),
      fix: "Write `listen 443 ssl` in the site (the generated one has it), test with `nginx -t`, and reload Nginx.",
      command,
    });
  }
  if (reply.kind === "silent") {
    return error("doctor/tls-silent", about, {
      message: "The port takes connections and then says nothing.",
      evidence: [["waited", `${world.patience.handshakeMs} ms for a ServerHello`]],
      symptom: symptom(target, GATEWAY_TIMEOUT, "ERR_TIMED_OUT"),
      fix: "Look at what listens there with `ss -ltnp 'sport = :443'`: a stopped process, or a proxy that waits for another.",
      command: `timeout 10 ${command}`,
    });
  }
  return ok(about, "The server speaks TLS.", [], command);
});

function firstLine(bytes: string): string {
  return bytes.split(/[\r\n]/, 1)[0]!.slice(0, 60) || "(no text)";
}
