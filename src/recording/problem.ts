// What is wrong with a bag and did not keep it from being read: counted by kind, the first of them in words.

export const problemKinds = {
  'no-footer': 'the file has no footer: it was never finished, or its end is missing',
  truncated: 'the file ends in the middle of a record',
  'bad-summary': 'the summary at the end does not hold; the file was scanned instead',
  'bad-chunk': 'a chunk does not match its checksum or cannot be decompressed; it was skipped',
  'bad-record': 'a record contradicts itself; it was skipped',
  'too-large': 'a record is larger than the ceiling; it was skipped',
  'unknown-channel': 'a message belongs to no channel; it was skipped',
  'missing-file': 'metadata.yaml names a file that is not there',
  'unlisted-file': 'the folder has a file that metadata.yaml does not name; it was read too',
  'unmerged-journal':
    'a SQLite journal beside the file holds messages that were not read; open the file with sqlite3 once to merge them',
  'bad-metadata': 'metadata.yaml is missing or cannot be used; the folder was listed instead',
} as const satisfies Record<string, string>;

export type ProblemKind = keyof typeof problemKinds;

export interface Problem {
  readonly kind: ProblemKind;
  /** File and byte offset. */
  readonly where: string;
  readonly detail: string;
}

/** Enough to understand; a broken bag could name millions. */
const KEPT = 100;

export class Problems {
  readonly #first: Problem[] = [];
  readonly #countByKind = new Map<ProblemKind, number>();

  add(kind: ProblemKind, where: string, detail: string = problemKinds[kind]): void {
    this.#countByKind.set(kind, this.count(kind) + 1);
    if (this.#first.length < KEPT) this.#first.push({ kind, where, detail });
  }

  count(kind: ProblemKind): number {
    return this.#countByKind.get(kind) ?? 0;
  }

  get total(): number {
    let total = 0;
    for (const count of this.#countByKind.values()) total += count;
    return total;
  }

  get first(): readonly Problem[] {
    return this.#first;
  }

  get countByKind(): ReadonlyMap<ProblemKind, number> {
    return this.#countByKind;
  }
}
