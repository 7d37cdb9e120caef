// What holds a dataset together: its digest, and that no split knows what another one is asked.
import { splitNames, type AnnotationFile, type Manifest, type SplitName } from './format.js';
import { sha256Of } from './open.js';

/** Of the manifest without its digest: through the digests in it, of every file. */
export function manifestDigest(content: Omit<Manifest, 'digest'>): string {
  return sha256Of(canonical(content));
}

/** In words, one for each room or image that two splits share. */
export function findLeaks(files: Readonly<Record<SplitName, AnnotationFile>>): string[] {
  const leaks = new Set<string>();
  const splitByKey = new Map<string, SplitName>();
  for (const split of splitNames) {
    for (const { room, sha256, file_name } of files[split].images) {
      for (const [key, what] of [
        [`room ${room}`, `room ${room}`],
        [`image ${sha256}`, `the picture of ${file_name}`],
      ] as const) {
        const known = splitByKey.get(key);
        if (known !== undefined && known !== split) leaks.add(`${what} is in ${known} and in ${split}`);
        splitByKey.set(key, split);
      }
    }
  }
  return [...leaks];
}

/** JSON with the keys of every object in order. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
