// GeneratedFile: one file that a generator made, as a value; the cli writes it.

export interface GeneratedFile {
  /** Relative to the config's folder, forward slashes. */
  readonly path: string;
  readonly text: string;
  /** Whether the file carries the executable bit. */
  readonly executable: boolean;
  /** What the file is for, half a sentence, shown in listings. */
  readonly purpose: string;
  /** Where it goes on the server; null for files that stay in the repository. */
  readonly installPath: string | null;
}
