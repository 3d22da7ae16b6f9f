// What a file weighs on the wire, for the table that is shown while the files go up.
import { join } from "node:path";
import { compressedSize } from "../../publish/compressed-size";
import { folderOf } from "./folders";

const text = "var a = 1;\n".repeat(400);
const file = { size: text.length, contentType: "text/javascript; charset=utf-8" };

test("text is weighed as CloudFront compresses it", async () => {
  const folder = folderOf({ "a.js": text });
  const { gzip, brotli } = (await compressedSize(join(folder, "a.js"), file))!;
  expect(gzip).toBeLessThan(text.length / 10);
  expect(brotli).toBeLessThan(text.length / 10);
});

test("pictures and small files go as they are", async () => {
  const path = join(folderOf({ "a.png": text }), "a.png");
  expect(await compressedSize(path, { ...file, contentType: "image/png" })).toBeNull();
  expect(await compressedSize(path, { ...file, size: 999 })).toBeNull();
});

test("a file that vanished after it was listed has no weight, and is no error", async () => {
  expect(await compressedSize(join(folderOf({}), "gone.js"), file)).toBeNull();
});
