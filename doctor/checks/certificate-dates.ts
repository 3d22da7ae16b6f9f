// certificate-dates: are all certificates of the path valid now?
import type { X509Certificate } from "node:crypto";
import { leafCommand, sClient } from "../command";
import { tlsCheck } from "../examination";
import { error, ok } from "../finding";
import { BAD_GATEWAY, symptom } from "../targets";
import { nameOf } from "../tls/chain";
import { withoutChain } from "./port";

export const certificateDates = tlsCheck(
  "certificate-dates",
  "the certificates are valid now",
  (facts, on) => {
    const without = withoutChain(facts, on);
    if (without) return without;
    const { about, world, target } = on;
    const { path, leaf } = facts.chain!;
    const now = world.now().getTime();
    const command = leafCommand(world, target.endpoint, ["-dates", "-checkend", "0"]);
    const wrong = path.find((one) => notAfter(one) < now || notBefore(one) > now);
    const shown = {
      symptom: symptom(target, BAD_GATEWAY, "ERR_CERT_DATE_INVALID"),
      // Of the others in the chain, only the whole of it shows the dates.
      command: wrong === leaf ? command : sClient(world, target.endpoint, ["-showcerts"]),
    };
    const expired = path.find((one) => notAfter(one) < now);
    if (expired) {
      return error("doctor/certificate-expired", about, {
        message: `The certificate of ${nameOf(expired.subject)} has expired.`,
        evidence: dates(expired, now),
        fix: "Run `certbot renew` and read what it says; then look whether the deploy hook reloaded Nginx.",
        ...shown,
      });
    }
    const early = path.find((one) => notBefore(one) > now);
    if (early) {
      return error("doctor/certificate-not-yet-valid", about, {
        message: `The certificate of ${nameOf(early.subject)} is not valid yet.`,
        evidence: dates(early, now),
        fix: "Compare the clocks (`timedatectl`), then get a certificate that is valid now.",
        ...shown,
      });
    }
    return ok(about, `Valid until ${day(notAfter(leaf))}.`, dates(leaf, now), command);
  },
);

export function notAfter({ validTo }: X509Certificate): number {
  return Date.parse(validTo);
}

export function notBefore({ validFrom }: X509Certificate): number {
  return Date.parse(validFrom);
}

function dates(one: X509Certificate, now: number) {
  return [
    ["valid", `${second(notBefore(one))} to ${second(notAfter(one))}`],
    ["now", second(now)],
  ] as const;
}

function second(time: number): string {
  return new Date(time).toISOString().replace(/\.\d+/, "");
}

function day(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
