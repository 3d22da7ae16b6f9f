// What nip.io's DNS server reads from a name (generators.md §0, 3b), and that our names read back as their address.
import fc from "fast-check";
import { isNipIo, nipIoAddress, nipIoName } from "../../config/nip-io";

test.each([
  ["54.180.1.2.nip.io", "54.180.1.2"],
  ["54-180-1-2.nip.io", "54.180.1.2"],
  ["app.54.180.1.2.nip.io", "54.180.1.2"],
  ["app-1-203-0-113-7.nip.io", "1.203.0.113"],
  ["2.203.0.113.7.nip.io", "2.203.0.113"],
  ["1.127.0.0.1.nip.io", "1.127.0.0"],
  ["deadbeef.nip.io", "222.173.190.239"],
  ["app-DEADBEEF.nip.io", "222.173.190.239"],
  ["app2-203-0-113-7.nip.io", "203.0.113.7"],
  ["staging-10.203-0-113-7.nip.io", "203.0.113.7"],
  ["1-2-3-4.5.6.7.8.nip.io", "1.2.3.4"],
  ["5.6.7.8-1-2-3-4.nip.io", "8.1.2.3"],
  ["256.1.2.3.4.nip.io", "1.2.3.4"],
  ["1.2.3.nip.io", null],
  ["moathon.nip.io", null],
  ["deadbee.nip.io", null],
  ["xdeadbeef.nip.io", null],
])("%s is %s", (name, address) => {
  expect(nipIoAddress(name)).toBe(address);
});

test("the name of every address reads back as that address, in both notations", () => {
  const octet = fc.nat(255);
  fc.assert(
    fc.property(octet, octet, octet, octet, fc.constantFrom("dotted", "dashed"), (a, b, c, d, notation) => {
      const ip = [a, b, c, d].join(".");
      expect(nipIoAddress(nipIoName(ip, notation as "dotted"))).toBe(ip);
    }),
  );
});

test.each([
  ["nip.io", true],
  ["a.nip.io", true],
  ["a.sslip.io", true],
  ["a.snip.io", false],
  ["nip.io.example.com", false],
])("%s belongs to nip.io: %s", (name, expected) => {
  expect(isNipIo(name)).toBe(expected);
});
