// All coherence rules: pairs of generated files that must say the same (scope F1). A new rule is a line here.
import type { Problem } from "../../config/problem";
import type { Project } from "../../config/project";
import { gatherEvidence, type CoherenceRule, type TextFile } from "./evidence";
import { apiUrlRule, corsRule, csrfRule, hostRule } from "./hosts";
import { certificateRule, cookiesRule, forwardedProtoRule, hstsRule, portsRule } from "./https";
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
  staticFilesRule,
  bodySizeRule,
  timeoutsRule,
  socketRule,
  secretRule,
];

/** @param files the texts of one environment as they are or will be on disk */
export function incoherences(project: Project, files: readonly TextFile[]): Problem[] {
  const { evidence, problems } = gatherEvidence(project, files);
  // Without one of the files, every rule about it would misfire.
  return problems.length > 0 ? problems : rules.flatMap((rule) => rule(evidence));
}
