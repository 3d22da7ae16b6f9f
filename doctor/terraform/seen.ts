// What a look at Terraform JSON brings: faults, and what only Terraform itself could have read.
import type { DoctorCode } from "../finding";

export type Seen = StaticFault | { readonly unread: string };

export interface StaticFault {
  readonly code: DoctorCode;
  readonly message: string;
  readonly fix: string;
  /** Address of the block that has it, and its attribute. */
  readonly block: string;
  readonly attribute: string;
}

export function faultsOf(seen: readonly Seen[]): StaticFault[] {
  return seen.flatMap((one) => ("code" in one ? [one] : []));
}

export function unreadOf(seen: readonly Seen[]): string[] {
  return [...new Set(seen.flatMap((one) => ("unread" in one ? [one.unread] : [])))];
}
