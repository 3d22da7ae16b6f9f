// Mermaid itself draws the pictures in a browser, whatever the names in them are.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pictureMermaid } from "../../../cli/picture/mermaid";
import { pictureOf } from "../../../cli/picture/picture";
import type { Project } from "../../../config/project";
import { hostileTexts, named, projects } from "../../picture/projects";
import { describeWith, program } from "../../programs";

const mermaid = join(__dirname, "../../../node_modules/@mermaid-js/tiny/dist/mermaid.tiny.js");
const browser =
  "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync --allow-file-access-from-files --virtual-time-budget=60000 --dump-dom";

// One line of JSON for each picture: the words in its boxes, or the error.
const page = `<!doctype html><meta charset="utf-8"><body><script src="${mermaid}"></script><script>
const pictures = PICTURES;
(async () => {
  mermaid.initialize({ startOnLoad: false, securityLevel: "strict" });
  const results = [];
  for (const [index, text] of pictures.entries()) {
    try {
      const { svg } = await mermaid.render("p" + index, text);
      const drawn = new DOMParser().parseFromString(svg, "text/html");
      results.push({ nodes: [...drawn.querySelectorAll(".node .nodeLabel")].map((node) => node.textContent), scripts: drawn.querySelectorAll("script").length });
    } catch (error) {
      results.push({ error: String(error) });
    }
  }
  const out = document.createElement("pre");
  out.id = "results";
  out.textContent = btoa(encodeURIComponent(JSON.stringify(results)));
  document.body.append(out);
})();
</script>`;

describeWith(["chromium"], "Mermaid", () => {
  jest.setTimeout(180_000);

  function drawn(all: readonly Project[]): { nodes: string[]; scripts: number; error?: string }[] {
    const folder = mkdtempSync(join(tmpdir(), "httpsmith-mermaid-"));
    try {
      const pictures = JSON.stringify(all.map((project) => pictureMermaid(pictureOf(project)))).replaceAll(
        "<",
        "\\u003c",
      );
      writeFileSync(
        join(folder, "page.html"),
        page.replace("PICTURES", () => pictures),
      );
      const options = [
        ...browser.split(" "),
        `--user-data-dir=${folder}/profile`,
        `file://${folder}/page.html`,
      ];
      const { stdout } = spawnSync(program("chromium"), options, { encoding: "utf8" });
      const [, encoded = ""] = /<pre id="results">([^<]*)</.exec(stdout) ?? [];
      return JSON.parse(decodeURIComponent(Buffer.from(encoded, "base64").toString()));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }

  test("draws every example and every hostile name as the boxes that are meant", () => {
    const all = [...projects, ...hostileTexts.map(named)];
    const results = drawn(all);
    expect(results.filter(({ error }) => error)).toEqual([]);
    for (const [index, { nodes, scripts }] of results.entries()) {
      expect(scripts).toBe(0);
      expect(nodes).toHaveLength(pictureOf(all[index]!).boxes.length);
      expect(nodes[0]).toBe("Browser");
    }
    // What was written is what is read, with the signs that a label cannot hold.
    expect(results[projects.length]!.nodes[2]).toBe('S3, private"] --> x["');
    expect(results[projects.length + 1]!.nodes[2]).toContain("</text><script>alert(1)</script>");
  });
});
