// build checks before it writes: files that would not fit each other are never generated.
import { sandbox } from "./sandbox";

jest.mock("../../generators/coherence", () => ({
  incoherences: () => [
    {
      code: "coherence/host",
      severity: "error",
      path: [],
      message: "These two disagree.",
      fix: "Make them agree.",
      place: { file: "deploy/nginx/moathon.conf", line: 1, column: 1 },
    },
  ],
}));

test("build stops before it writes where the files would not fit each other", async () => {
  const project = sandbox();
  const before = project.tree();
  const { code, stdout } = await project.run(["build"]);
  expect(stdout).toContain("error  coherence/host  deploy/nginx/moathon.conf:1:1\n");
  expect(stdout).toMatch(/\nnot ok {2}The config has errors; nothing was written\.\n$/);
  expect(code).toBe(1);
  expect(project.tree()).toEqual(before);
});
