// How much is under way at one time: many small files, few large ones, so that memory does not grow with a site.
import { setTimeout } from "node:timers/promises";
import { publishTo } from "../../publish";
import type { Storage, Upload } from "../../publish/storage";
import { folderOf } from "./folders";
import { memory } from "./memory";

test("24 small files at a time, and 4 large ones", async () => {
  const large = Buffer.alloc((1 << 20) + 1);
  const files = [
    ...Array.from({ length: 60 }, (_, n) => [`s${n}.txt`, "s"] as const),
    ...Array.from({ length: 10 }, (_, n) => [`l${n}.bin`, large] as const),
  ];
  const folder = folderOf({ "index.html": "1", ...Object.fromEntries(files) });
  const { storage, cdn } = memory();
  const now = { small: 0, large: 0 };
  const most = { small: 0, large: 0 };
  const kind = ({ size }: Upload) => (size > 1 << 20 ? "large" : "small");
  const counted: Storage = {
    ...storage,
    putFile: async (key, file, headers) => {
      most[kind(file)] = Math.max(most[kind(file)], ++now[kind(file)]);
      await setTimeout(1);
      now[kind(file)]--;
      return storage.putFile(key, file, headers);
    },
  };
  await publishTo(
    { storage: counted, cdn, prefix: "", ownPrefix: ".httpsmith/site/root/" },
    {
      target: {
        bucket: "b",
        prefix: "",
        isMain: true,
        declared: [],
        errorPages: [],
        invalidation: {
          rootObject: "index.html",
          folderIndexes: false,
          queryInKey: false,
          keepsErrors: false,
        },
      },
      owner: "site",
      folder: { absolute: folder, name: "dist", allow: [], exclude: [] },
      needsFolder: true,
      project: { root: folder, display: (file) => file },
      rootObject: "index.html",
      cacheRules: [],
      graceDays: 7,
      now: new Date(),
      mode: "publish",
      isDryRun: false,
      waitSeconds: 0,
    },
    { onPlan: () => {}, onObject: () => {}, onInvalidation: () => {} },
  );
  expect(most).toEqual({ small: 24, large: 4 });
});
