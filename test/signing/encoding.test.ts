// CloudFront's base64 against the standard one, and every text that is refused.
import fc from "fast-check";
import { decodeCloudFrontBase64, encodeCloudFrontBase64 } from "../../signing";

const translated = (bytes: Buffer) =>
  bytes.toString("base64").replace(/[+=/]/g, (digit) => ({ "+": "-", "=": "_", "/": "~" })[digit] ?? "");

test("encodes as the guide's tr command translates standard base64, and decodes it back", () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 300 }), (array) => {
      const bytes = Buffer.from(array);
      expect(encodeCloudFrontBase64(bytes)).toBe(translated(bytes));
      expect(decodeCloudFrontBase64(translated(bytes))).toEqual(bytes);
    }),
  );
});

test.each([
  ["an empty text", ""],
  ["a length that is no multiple of four", "QUJ"],
  ["standard + and /", "+/+/"],
  ["standard padding", "QQ=="],
  ["three padding characters", "Q___"],
  ["padding in the middle", "QQ__QUJD"],
  ["a space", "QU D"],
  ["a line break", "QUJD\n"],
  ["a letter beyond ASCII", "QUJ\u0101"],
  ["unused bits behind one byte", "QR__"],
  ["unused bits behind two bytes", "QUJ_".replace("J", "F")],
])("rejects %s", (_what, text) => {
  expect(decodeCloudFrontBase64(text)).toBeUndefined();
});

test("rejects every change of one character that standard decoders would overlook", () => {
  const text = encodeCloudFrontBase64(Buffer.from("0123456789"));
  for (let at = 0; at < text.length; at++) {
    for (const other of "AZaz09-~_=+/ é") {
      const changed = text.slice(0, at) + other + text.slice(at + 1);
      if (changed === text) continue;
      expect(decodeCloudFrontBase64(changed)?.toString()).not.toBe("0123456789");
    }
  }
});
