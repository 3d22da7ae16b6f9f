// Runs edge functions of a project on this machine, as `edge test` does, for the doctor to judge.
import type { EdgeFunction, Project } from "../../../config/project";
import type { EdgeRun } from "../../../doctor";
import type { Judged } from "../../../functions";
import { edgeLibrary } from "../edge/functions";

/**
 * @param mayRun which functions may run here, of those that a behavior has
 * @param root folder of the config
 */
export async function edgeRuns(
  project: Project,
  mayRun: (one: EdgeFunction) => boolean,
  root: string,
  now: Date,
): Promise<EdgeRun[]> {
  const runs: EdgeRun[] = [];
  for (const edgeFunction of Object.values(project.edge).filter(mayRun)) {
    const path = pathOf(project, edgeFunction);
    if (path !== null) runs.push(...(await runsOf(edgeFunction, path, root, now)));
  }
  return runs;
}

async function runsOf(edgeFunction: EdgeFunction, path: string, root: string, now: Date): Promise<EdgeRun[]> {
  const { bareEvent, edgePackage, runEdgeFunction, sampleEvent } = edgeLibrary();
  const made = edgePackage(edgeFunction, root);
  const tried = [
    { what: "AWS's example of an event", event: sampleEvent(edgeFunction), isSample: true },
    {
      what: `${path}, with nothing but what is always there`,
      event: bareEvent(edgeFunction, path),
      isSample: false,
    },
  ];
  const runs: EdgeRun[] = [];
  for (const { what, event, isSample } of tried) {
    const input = {
      edgeFunction,
      package: made,
      event,
      keyValues: storeOf(edgeFunction),
      now: now.getTime(),
    };
    const { failure, findings, result } = await runEdgeFunction(input);
    const { id } = edgeFunction;
    runs.push({
      id,
      what,
      event: isSample ? null : event,
      failure,
      findings,
      outcome: outcomeOf(edgeFunction, result),
    });
  }
  return runs;
}

/** @returns a path of a behavior that runs the function; null where none does */
function pathOf({ distributions }: Project, { id }: EdgeFunction): string | null {
  const behaviors = Object.values(distributions).flatMap((one) => one.behaviors);
  const pattern = behaviors.find(({ edge }) => edge.includes(id))?.path;
  return pattern === undefined
    ? null
    : `/${pattern.replace(/^\//, "").replaceAll("*", "").replaceAll("?", "x")}`;
}

// The secret of the real store stands nowhere here; any other of its length shows as much.
function storeOf({ handler }: EdgeFunction): Record<string, string> {
  return handler === "origin-signature" ? { "origin-signature": "x".repeat(64) } : {};
}

function outcomeOf({ event }: EdgeFunction, result: Judged["result"]): string {
  if (event.endsWith("-response")) return "gives the response back";
  const status = result?.status ?? result?.statusCode;
  return status === undefined ? "passes the request on" : `answers ${status}`;
}
