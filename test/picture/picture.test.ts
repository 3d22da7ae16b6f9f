// The picture of a deployment: what is in it, and that no name gets out of its label.
import { spawnSync } from "node:child_process";
import { layoutOf, type PlacedBox } from "../../cli/picture/layout";
import { pictureMermaid } from "../../cli/picture/mermaid";
import { pictureOf } from "../../cli/picture/picture";
import { pictureSvg } from "../../cli/picture/svg";
import type { Project } from "../../config/project";
import { describeWith, program } from "../programs";
import { moathon, originHttps } from "../projects";
import { hostileTexts, named, projects } from "./projects";

/** @returns `from path -> to` for each arrow */
function ways(project: Project): string[] {
  const { arrows, boxes } = pictureOf(project);
  return arrows.map(({ from, row, to }) => {
    const path = row === null ? "" : ` ${boxes.find(({ id }) => id === from)!.rows[row]!.path}`;
    return `${from}${path} -> ${to}`;
  });
}

describe("the arrows", () => {
  test("lead from the browser to both ends where the API has its own origin", () => {
    expect(ways(moathon)).toEqual([
      "browser -> distribution-site",
      "browser -> nginx",
      "distribution-site * -> bucket-client",
      "nginx / -> gunicorn",
    ]);
  });

  test("lead to the server through CloudFront alone where Nginx asks for its secret", () => {
    expect(ways(originHttps)).toEqual([
      "browser -> distribution-site",
      "distribution-site /api/* -> nginx",
      "distribution-site /admin/* -> nginx",
      "distribution-site /static/* -> nginx",
      "distribution-site * -> bucket-client",
      "nginx / -> gunicorn",
    ]);
  });

  test("show the second origin of a failover", () => {
    const [site] = Object.values(originHttps.distributions);
    const [api] = site!.behaviors;
    const failover = { origin: site!.behaviors.at(-1)!.origin, statusCodes: [502] };
    const behaviors = [{ ...api!, failover }, ...site!.behaviors.slice(1)];
    const { arrows } = pictureOf({ ...originHttps, distributions: { site: { ...site!, behaviors } } });
    expect(arrows).toContainEqual({ from: "distribution-site", row: 0, to: "bucket-client", isSecond: true });
  });

  test("there are none without server and distributions", () => {
    expect(pictureOf({ ...moathon, server: null, distributions: {} }).arrows).toEqual([]);
  });
});

describe("the layout", () => {
  test.each([...projects, named("x".repeat(200))])(
    "puts every box beside the others and inside the page",
    (project) => {
      const { boxes, width, height } = layoutOf(pictureOf(project));
      for (const one of boxes) {
        expect(one.x).toBeGreaterThanOrEqual(0);
        expect(one.x + one.width).toBeLessThanOrEqual(width);
        expect(one.y + one.height).toBeLessThanOrEqual(height);
        for (const other of boxes) expect(one !== other && overlap(one, other)).toBe(false);
      }
    },
  );

  function overlap(one: PlacedBox, other: PlacedBox): boolean {
    return (
      one.x < other.x + other.width &&
      other.x < one.x + one.width &&
      one.y < other.y + other.height &&
      other.y < one.y + one.height
    );
  }
});

test.each(hostileTexts)("Mermaid gets %j in one label, as plain characters and entity codes", (text) => {
  const harmless = pictureMermaid(pictureOf(named("x"))).split("\n");
  const lines = pictureMermaid(pictureOf(named(text))).split("\n");
  expect(lines).toHaveLength(harmless.length);
  // What is around the labels is the same whatever the names are.
  const outside = (line: string) => line.replace(/"[^"]*"/g, '""');
  expect(lines.slice(3).map(outside)).toEqual(harmless.slice(3).map(outside));
});

describeWith(["python3"], "an XML parser that is not ours", () => {
  const script =
    "import sys, xml.dom.minidom as m; d = m.parseString(sys.stdin.buffer.read()); print(len(d.getElementsByTagName('text')), len(d.getElementsByTagName('script')))";

  test.each(hostileTexts)(
    "reads the SVG with %j in every name, and finds no more elements than without",
    (text) => {
      const parsed = (svg: string) => {
        const { stdout, stderr } = spawnSync(program("python3"), ["-c", script], {
          input: svg,
          encoding: "utf8",
        });
        return stdout + stderr;
      };
      expect(parsed(pictureSvg(pictureOf(named(text))))).toBe(parsed(pictureSvg(pictureOf(named("x")))));
    },
  );
});
