// Fact: one value read back out of a generated file, with its place, for checks that compare files.

export interface Fact {
  readonly name: string;
  readonly value: string;
  /** 1-based. */
  readonly line: number;
}
