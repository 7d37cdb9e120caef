// What a person most likely meant by a class name that is not there.

/** Differing in case, in blanks or marks, or in a plural. */
export function nearestName(name: string, names: readonly string[]): string | undefined {
  return names.find((each) => isPlural(plain(name), plain(each)) || isPlural(plain(each), plain(name)));
}

function isPlural(name: string, one: string): boolean {
  return name === one || name === `${one}s` || name === `${one}es`;
}

function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');
}
