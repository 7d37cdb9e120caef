// What a check found, by kind: the first few of each in words, and how many more there are of it.

const TOLD_OF_A_KIND = 3;
/** More kinds than there are sentences; a name in one that looks like no name would make kinds of its own. */
const KINDS = 100;

export class Findings {
  readonly #byKind = new Map<string, { readonly told: string[]; count: number }>();

  /** Sentences that differ in numbers and paths alone are of one kind. */
  readonly note = (finding: string): void => {
    const kind = finding.replaceAll(/\S*[\d/\\]\S*/g, '#');
    const known = this.#byKind.get(kind);
    if (known === undefined && this.#byKind.size >= KINDS) return;
    const told: string[] = known?.told ?? [];
    if (told.length < TOLD_OF_A_KIND) told.push(finding);
    this.#byKind.set(kind, { told, count: (known?.count ?? 0) + 1 });
  };

  lines(): string[] {
    return [...this.#byKind.values()].flatMap(({ told, count }) =>
      count > told.length ? [...told, `… and ${count - told.length} more like the last`] : told,
    );
  }
}
