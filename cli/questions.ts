// Questions to a person at the terminal, as a parameter, so that tests answer them in memory.

export interface Questions {
  /** A line above the first question. */
  begin(title: string): void;
  /** @returns what was found without asking, for the person to see */
  tell(text: string): void;
  text(question: TextQuestion): Promise<string>;
  choose(question: Choice): Promise<string>;
}

export interface TextQuestion {
  readonly message: string;
  /** Stands there to be taken with Enter or changed. */
  readonly initial?: string;
  /** Shown dimly as long as nothing is typed. */
  readonly example?: string;
  /** @returns why the answer cannot stand, or null */
  fault(answer: string): string | null;
}

export interface Choice {
  readonly message: string;
  readonly options: readonly { readonly value: string; readonly label: string; readonly hint?: string }[];
}

/** The person stopped answering: Ctrl-C or Escape. */
export class Stopped extends Error {}
