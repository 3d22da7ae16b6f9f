// Rules of what watches over a distribution: methods, real-time logs, the web application firewall, alarms.
import type { Config } from "../../schemas/config";
import type { JsonPath, Problem } from "../problem";
import { show } from "../show";
import { didYouMean } from "../suggest";
import { type Behavior, perBehavior } from "./per-behavior";
import { error, type Rule } from "./report";

type Distribution = Config["distributions"][string];

export const cachedOptions = perBehavior({ reads: ["distributions"] }, methodProblems);

export const realtimeLogs: Rule = {
  reads: ["distributions"],
  check: ({ config }) => perDistribution(config, realtimeLogProblems),
};

export const wafSettings: Rule = {
  reads: ["distributions"],
  check: ({ config }) => perDistribution(config, wafProblems),
};

export const alarmSettings: Rule = {
  reads: ["distributions"],
  check: ({ config }) => perDistribution(config, alarmProblems),
};

function perDistribution(config: Config, check: (one: Distribution, path: JsonPath) => Problem[]): Problem[] {
  return Object.entries(config.distributions).flatMap(([id, one]) => check(one, ["distributions", id]));
}

function methodProblems({ allowedMethods, cachedMethods }: Behavior, path: JsonPath): Problem[] {
  if (cachedMethods !== "read" || allowedMethods !== "get-head") return [];
  return [
    error("behaviors/options-not-allowed", [...path, "cachedMethods"], {
      message: "Answers to OPTIONS cannot be cached where OPTIONS is not allowed.",
      got: '"read"',
      fix: 'Write "allowedMethods": "read", or remove "cachedMethods".',
    }),
  ];
}

function realtimeLogProblems({ behaviors, realtimeLogs: known }: Distribution, path: JsonPath): Problem[] {
  return behaviors.flatMap(({ realtimeLog }, index) => {
    if (realtimeLog === undefined || Object.hasOwn(known, realtimeLog)) return [];
    return [
      error("behaviors/unknown-realtime-log", [...path, "behaviors", index, "realtimeLog"], {
        message: `There is no log ${show(realtimeLog)} in "realtimeLogs" of this distribution.`,
        fix: didYouMean(realtimeLog, Object.keys(known)),
      }),
    ];
  });
}

function wafProblems({ waf }: Distribution, path: JsonPath): Problem[] {
  if (!waf) return [];
  const rules = [waf.managedRules, waf.rateLimit, waf.mode].filter((one) => one !== undefined);
  const isRuled = waf.rateLimit !== undefined || (waf.managedRules ?? []).length > 0;
  if (waf.webAclArn === undefined ? isRuled : rules.length === 0) return [];
  return [
    error("distributions/waf-setting", [...path, "waf"], {
      message:
        waf.webAclArn === undefined
          ? "The web ACL has no rule, so it lets everything through."
          : "An existing web ACL has its rules already; those here would have no effect.",
      fix: 'Write either "webAclArn", or "managedRules", "rateLimit" or both.',
    }),
  ];
}

function alarmProblems({ alarms, additionalMetrics }: Distribution, path: JsonPath): Problem[] {
  if (!alarms) return [];
  const at = [...path, "alarms"];
  const { error5xxPercent, originLatencyMilliseconds, topicArn, emails } = alarms;
  if (error5xxPercent === undefined && originLatencyMilliseconds === undefined)
    return [alarmProblem(at, "No alarm has a threshold.", 'Add "error5xxPercent": 5.')];
  if ((topicArn === undefined) === (emails === undefined)) {
    const fix = 'Write either "topicArn" or "emails".';
    const message =
      topicArn === undefined ? "The alarms tell nobody." : "The alarms have two places to tell.";
    return [alarmProblem(at, message, fix)];
  }
  if (originLatencyMilliseconds === undefined || additionalMetrics) return [];
  return [
    alarmProblem(
      [...at, "originLatencyMilliseconds"],
      "CloudWatch has no origin latency without the additional metrics: the alarm would never ring.",
      'Write "additionalMetrics": true, or remove the threshold.',
    ),
  ];
}

function alarmProblem(path: JsonPath, message: string, fix: string): Problem {
  return error("distributions/alarm-setting", path, { message, fix });
}
