// Why CloudFront did not answer as it should: the failure that its answer shows, with what the config and this machine
// know about it.
import { type Failure, failureIn } from "../cloudfront-answer";
import type { Entrance } from "../entrance";
import type { Examination } from "../examination";
import type { DoctorCode, Evidence, Fault } from "../finding";
import type { Response } from "../http/exchange";
import { whyBlocked } from "./blocked";
import { whyEdgeFailed } from "./edge-failed";

export interface Explained extends Failure {
  readonly evidence: Evidence;
  /** A better command than asking for the same URL; null for none. */
  readonly command: string | null;
}

export interface Asked {
  readonly way: Entrance;
  readonly method: "GET" | "OPTIONS" | "POST";
}

export type Explain = (
  failure: Failure,
  answer: Response,
  asked: Asked,
  examination: Examination,
) => Explained;

/** @returns null for an answer that is none of CloudFront's or S3's errors */
export function failureOf(answer: Response, asked: Asked, examination: Examination): Explained | null {
  const failure = failureIn(answer);
  if (!failure) return null;
  const explain = explainers[failure.code];
  return explain ? explain(failure, answer, asked, examination) : { ...failure, evidence: [], command: null };
}

const explainers: Readonly<Partial<Record<DoctorCode, Explain>>> = {
  "doctor/edge-failed": whyEdgeFailed,
  "doctor/alias-unknown": whyBlocked,
  "doctor/country-blocked": whyBlocked,
  "doctor/method-blocked": whyBlocked,
  "doctor/web-acl": whyBlocked,
  "doctor/request-blocked": whyBlocked,
};

/** @returns the failure as a finding tells it, beside what the check shows of the answer */
export function faultOf(
  { message, fix, evidence, command }: Explained,
  { status }: Response,
  shown: Required<Pick<Fault, "evidence" | "command">>,
): Fault {
  return {
    ...{ message, fix, symptom: `${status} from CloudFront` },
    evidence: [...shown.evidence, ...evidence],
    command: command ?? shown.command,
  };
}
