// The labelled lines of a problem: what is broken at the width of the terminal, and what must not be.
import { field, fixField } from "../../cli/report/text";
import { sandbox } from "./sandbox";

const files = Array.from({ length: 12 }, (_, index) => `dist/assets/index-${index}.js.map`).join(", ");

test("a long list of what was found is broken between its items", () => {
  const lines = field("got", files, 80);
  expect(lines.length).toBeGreaterThan(1);
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
  expect(lines.map((line) => line.slice(12)).join(" ")).toBe(files);
});

test("a command is whole, and so is every line of a pipe", () => {
  const command = `httpsmith init --yes --host NAME_OR_ADDRESS --email ADDRESS --region ${"x".repeat(40)}`;
  expect(fixField(command, 80)).toEqual([`  fix       ${command}`]);
  expect(field("expected", files, Number.POSITIVE_INFINITY)).toEqual([`  expected  ${files}`]);
});

test("white space in what was found stays as it is", async () => {
  const { stdout } = await sandbox('{ "name": "a  b" }').run(["check"], {
    columns: 80,
    env: { NO_COLOR: "1" },
  });
  expect(stdout).toContain('  got       "a  b"\n');
});
