// Classes that no picture has a box of: of those a network learns that they are never there.
import { Fault } from '../fault/fault.js';
import { countClasses } from './batches.js';
import type { Example } from './labels.js';

/** Boxes that are ignored do not count. */
export function unseenClasses(examples: readonly Example[], classes: readonly string[]): readonly string[] {
  const counts = countClasses(examples, classes.length);
  return classes.filter((_, i) => counts[i] === 0);
}

/** Throws training/no-data where nothing but absence would be learned, and a start model would forget what it knows. */
export function checkBoxesAreThere(where: string, hasBoxes: boolean, weight: number): void {
  if (hasBoxes || weight === 0) return;
  throw new Fault('training/no-data', {
    what: 'No picture to learn from has a box.',
    where,
    found: 'pictures that are all taken as empty; the network would learn that nothing is ever there',
    expected: 'boxes in some of the pictures of train, not hidden and not too small',
    next: '`npx jackdaw dataset info` says what is labelled; build it again of labels that have annotations. For floor and surface alone: --set loss.heat=0.',
  });
}
