// What CloudFront would refuse about a result, which AWS's own test of a function does not tell.

export interface Finding {
  /** What the viewer would get instead: 502 for a result that is not valid, 503 for an error or a limit. */
  readonly status: 502 | 503;
  /** Place in the result, such as `headers.host`. */
  readonly at: string;
  readonly message: string;
}

// biome-ignore lint/suspicious/noExplicitAny: events and results are JSON of any shape, also of wrong ones
export type Json = any;

export function invalid(at: string, message: string): Finding {
  return { status: 502, at, message };
}

/** @returns the finding where the condition does not hold */
export function unless(holds: boolean, at: string, message: string): Finding[] {
  return holds ? [] : [invalid(at, message)];
}
