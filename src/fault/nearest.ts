// Did you mean: the name a person most likely meant by one that is not there.

/** One that differs in case, in blanks or marks, or in a plural; else one a few letters away; undefined if none is near enough. */
export function nearestOf(word: string, names: readonly string[]): string | undefined {
  return names.find((name) => isSamePlainly(word, name)) ?? fewLettersFrom(word, names);
}

/** Pairs that differ only in case, in blanks or marks, or in a plural: probably one name, written in two ways. */
export function lookalikes(names: readonly string[]): (readonly [string, string])[] {
  return names.flatMap((name, i) =>
    names
      .slice(i + 1)
      .filter((other) => isSamePlainly(name, other))
      .map((other) => [name, other] as const),
  );
}

function isSamePlainly(word: string, name: string): boolean {
  const [one, other] = [plain(word), plain(name)];
  return isPlural(one, other) || isPlural(other, one);
}

function isPlural(name: string, one: string): boolean {
  return name === one || name === `${one}s` || name === `${one}es`;
}

function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');
}

function fewLettersFrom(word: string, names: readonly string[]): string | undefined {
  const near = names
    .map((name) => ({ name, distance: editDistance(word.toLowerCase(), name.toLowerCase()) }))
    .filter(({ name, distance }) => distance * 2 < name.length)
    .sort((a, b) => a.distance - b.distance);
  return near[0]?.name;
}

/** Levenshtein's distance with swapped neighbours as one slip, one row at a time; words are cut so that nobody's key costs much. */
function editDistance(a: string, b: string): number {
  const from = a.slice(0, 64);
  const to = b.slice(0, 64);
  let row = Array.from({ length: to.length + 1 }, (_, column) => column);
  let before: readonly number[] = row;
  for (let i = 1; i <= from.length; i++) {
    const next = [i];
    for (let j = 1; j <= to.length; j++) {
      const replaced = row[j - 1]! + (from[i - 1] === to[j - 1] ? 0 : 1);
      const isSwap = i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1];
      const swapped = isSwap ? before[j - 2]! + 1 : Infinity;
      next.push(Math.min(replaced, swapped, row[j]! + 1, next[j - 1]! + 1));
    }
    before = row;
    row = next;
  }
  return row[to.length]!;
}
