// A risk of a change, and what it is judged by.
import type { Block } from "./stack";

export interface Risk {
  /** The place, for instance `behavior /private/*`; "" for the resource itself. */
  readonly place: string;
  /** One sentence: what becomes possible, or is lost. */
  readonly text: string;
}

export interface Judged {
  readonly address: string;
  readonly action: "create" | "update" | "replace" | "destroy";
  readonly before: Block | undefined;
  readonly after: Block | undefined;
}

export function risk(text: string, place = ""): Risk {
  return { place, text };
}
