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
      ["lifetime", span(to - from)],
      ["left", span(to - now)],
    ] as const;
    const command = leafCommand(world, target.endpoint, ["-dates"]);
    if (now <= renewedBy(from, to)) return ok(about, `${span(to - now)} left.`, evidence, command);
    return warning("doctor/renewal-due", about, {
      message: `${span(to - now)} are left of ${span(to - from)}: the renewal that was due has not happened, or Nginx still serves the old certificate.`,
      symptom: "none yet",
      fix: "On the server: `systemctl list-timers certbot*`, `certbot certificates`, then `certbot renew` and read what it says.",
      evidence,
      command,
    });
  },
);

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

// Certbot 4.0 and newer renew when a third of the lifetime is left, half of it below ten days. Where it asks the CA
// (RFC 9773), Let's Encrypt names the same point, give or take a hundredth of the lifetime.
function renewedBy(from: number, to: number): number {
  const lifetime = to - from;
  const left = lifetime < 10 * DAY ? lifetime / 2 : lifetime / 3;
  return to - left + lifetime / 100 + LONGEST_PAUSE;
}

// certbot.timer: twice a day, each time up to twelve hours late.
const LONGEST_PAUSE = DAY;

function span(milliseconds: number): string {
  const days = Math.floor(milliseconds / DAY);
  return days < 10 ? `${Math.floor(milliseconds / HOUR)} hours` : `${days} days`;
}
