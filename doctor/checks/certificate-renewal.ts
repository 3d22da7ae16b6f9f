// certificate-renewal: does the certificate live on past the time at which it should have been renewed?
import { leafCommand } from "../command";
import { tlsCheck } from "../examination";
import { notApplicable, ok, warning } from "../finding";
import { notAfter, notBefore } from "./certificate-dates";
import { withoutChain } from "./port";

export const certificateRenewal = tlsCheck(
  "certificate-renewal",
  "the certificate is renewed in time",
  (facts, on) => {
    const without = withoutChain(facts, on);
    if (without) return without;
    const { about, world, target } = on;
    const { leaf } = facts.chain!;
    const now = world.now().getTime();
    const [from, to] = [notBefore(leaf), notAfter(leaf)];
    if (now < from || now > to) return notApplicable(about, "The certificate is not valid now.");
    const evidence = [
      ["lifetime", days(to - from)],
      ["left", days(to - now)],
    ] as const;
    const command = leafCommand(world, target.endpoint, ["-dates"]);
    if (to - now >= (to - from) * renewalShare(to - from) * PATIENCE) {
      return ok(about, `${days(to - now)} left.`, evidence, command);
    }
    return warning("doctor/renewal-due", about, {
      message: `${days(to - now)} are left of ${days(to - from)}: the renewal that was due has not happened, or Nginx still serves the old certificate.`,
      symptom: "none yet",
      fix: "On the server: `systemctl list-timers certbot*`, `certbot certificates`, then `certbot renew` and read what it says.",
      evidence,
      command,
    });
  },
);

const DAY = 86_400_000;

// Certbot 4.0 and newer renew when a third of the lifetime is left, half of it below ten days; Let's Encrypt's renewal
// information asks for about the same.
function renewalShare(lifetime: number): number {
  return lifetime < 10 * DAY ? 1 / 2 : 1 / 3;
}

// The timer runs twice a day and waits at random; a day late is no failure yet.
const PATIENCE = 0.9;

function days(milliseconds: number): string {
  const count = Math.floor(milliseconds / DAY);
  return count === 1 ? "1 day" : `${count} days`;
}
