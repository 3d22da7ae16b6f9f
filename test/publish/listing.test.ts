// Reading pages of ListObjectsV2 as S3, s3rver and moto write them.
import { readPage } from "../../publish/listing";

const page = (text: string) =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${text}</ListBucketResult>`;
const object = (key: string) =>
  `<Contents><Key>${key}</Key><LastModified>2026-11-27T04:56:41.000Z</LastModified><ETag>&quot;e1&quot;</ETag><Size>12</Size><Owner><ID>o</ID></Owner><StorageClass>STANDARD</StorageClass></Contents>`;

test("keys with sizes and ETags, every entity read", () => {
  const keys = ["a&amp;b&lt;c&gt;&quot;&apos;", "&#x1;&#10;&#x1F680;", "a&amp;lt;"];
  expect(readPage(page(`<KeyCount>3</KeyCount>${keys.map(object).join("\n  ")}`))).toEqual({
    objects: ["a&b<c>\"'", "\u0001\n🚀", "a&lt;"].map((key) => [key, { size: 12, etag: '"e1"' }]),
    token: null,
  });
});

test("an empty page, and one that another follows", () => {
  expect(readPage(page("<KeyCount>0</KeyCount><IsTruncated>false</IsTruncated>"))).toEqual({
    objects: [],
    token: null,
  });
  const more = "<NextContinuationToken>a/b+c=</NextContinuationToken><IsTruncated>true</IsTruncated>";
  expect(readPage(page(more + object("a")))).toMatchObject({ objects: [["a", {}]], token: "a/b+c=" });
});

test.each([
  ["another document", "<html>sign in</html>"],
  ["half a page", page(object("a")).slice(0, -30)],
  ["fewer objects than counted", page(`<KeyCount>2</KeyCount>${object("a")}`)],
  ["a page that another follows and nobody knows how", page("<IsTruncated>true</IsTruncated>")],
  ["an object without an ETag", page(object("a").replace(/<ETag>.*<\/ETag>/, ""))],
])("rejects %s", (_, text) => {
  expect(readPage(text)).toBeNull();
});
