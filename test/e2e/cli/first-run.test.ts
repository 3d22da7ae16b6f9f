// The recording in the README is of this program: made anew, it is the same.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { needBuild } from "../../cli/built";
import { describeWith } from "../../programs";

const root = join(__dirname, "../../..");

describeWith(["tmux", "django-admin"], "docs/pictures/first-run.svg", () => {
  test("is fresh; if not, `npm run pictures` makes it anew", async () => {
    needBuild();
    const { firstRun } = require("../../../scripts/pictures.js");
    expect(await firstRun()).toBe(readFileSync(join(root, "docs/pictures/first-run.svg"), "utf8"));
  });
});
