// All coherence rules: pairs of generated files that must say the same (scope F1). A new rule is a line here.
import type { Problem } from "../../config/problem";
import type { Project } from "../../config/project";
import { apiUrlRule } from "./api-url";
import {
  type CoherenceRule,
  type Evidence,
  type FactSource,
  gatherEvidence,
  type TextFile,
} from "./evidence";
import { corsRule, csrfRule, hostRule } from "./hosts";
import {
  certificateRule,
  cookiesRule,
  forwardedProtoRule,
  hstsRule,
  originVerifyRule,
  portsRule,
} from "./https";
import { bodySizeRule, socketRule, staticFilesRule, timeoutsRule } from "./limits";
import { secretRule } from "./secrets";

const rules: readonly CoherenceRule[] = [
  hostRule,
  corsRule,
  csrfRule,
  apiUrlRule,
  forwardedProtoRule,
  hstsRule,
  cookiesRule,
  certificateRule,
  portsRule,
  originVerifyRule,
  staticFilesRule,
  bodySizeRule,
  timeoutsRule,
  socketRule,
  secretRule,
];

/** @param files the texts of one environment as they are or will be on disk */
export function incoherences(project: Project, files: readonly TextFile[]): Problem[] {
  const { evidence, problems, unread } = gatherEvidence(project, files);
  return [...problems, ...rules.flatMap((rule) => withoutMisfire(rule, evidence, unread))];
}

// A rule that looks into an unreadable file would find everything missing there.
function withoutMisfire(rule: CoherenceRule, evidence: Evidence, unread: ReadonlySet<FactSource>): Problem[] {
  const asked = new Set<FactSource>();
  const found = rule({
    ...evidence,
    all: (source) => evidence.all(noted(source)),
    facts: (source, name) => evidence.facts(noted(source), name),
  });
  return [...asked].some((source) => unread.has(source)) ? [] : found;

  function noted(source: FactSource): FactSource {
    asked.add(source);
    return source;
  }
}
