// "Did you mean": help where a slip is likely, silence where it would mislead.
import { didYouMean, nearest } from "../../config/suggest";

const keys = ["behaviors", "aliases", "dns", "ip", "errorPages", "ttlSeconds", "host", "hsts", "nip.io"];

test.each([
  ["behaviours", "behaviors"],
  ["Behaviors", "behaviors"],
  ["alias", "aliases"],
  ["errorPage", "errorPages"],
  ["ttl", "ttlSeconds"],
  ["hots", "host"],
  ["nip", "nip.io"],
  ["dn", "dns"],
])("%s means %s", (word, expected) => {
  expect(nearest(word, keys)).toBe(expected);
});

test.each(["tls", "ab", "x", "", "certificate", "timeout"])("%s means none of them", (word) => {
  expect(nearest(word, keys)).toBeUndefined();
});

test("what is known is listed when nothing is near", () => {
  expect(didYouMean("zzz", ["client", "media"])).toBe("Known here: client, media.");
  expect(didYouMean("zzz", [])).toBe("There is none here yet: add it first.");
  expect(didYouMean("zzz", ["a\nb"])).toBe('Known here: "a\\nb".');
  expect(didYouMean("clint", ["client"])).toBe('Did you mean "client"?');
});
