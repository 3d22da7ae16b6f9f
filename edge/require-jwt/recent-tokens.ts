// Tokens that were verified a moment ago: a page asks for many files with one token, and a signature costs more
// than all the rest.

const mostTokens = 256;

export class RecentTokens {
  /** When each stops being good, in epoch seconds; in the order of their verification. */
  private readonly until = new Map<string, number>();

  /** @param maxAgeSeconds after which a token is verified anew: its key may have been withdrawn */
  constructor(
    private readonly clockSkewSeconds: number,
    private readonly maxAgeSeconds: number,
  ) {}

  has(token: string, now: number): boolean {
    const until = this.until.get(token);
    return until !== undefined && now < until;
  }

  add(token: string, { exp }: { exp: number }, now: number): void {
    // The oldest goes: what is full of tokens must not grow.
    if (this.until.size >= mostTokens) this.until.delete(this.until.keys().next().value!);
    this.until.set(token, Math.min(exp + this.clockSkewSeconds, now + this.maxAgeSeconds));
  }
}
