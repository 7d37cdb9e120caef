// What jackdaw dataset build says of the labels it was given: a line for each bag, and what looks wrong.
import type { BagLabels } from '../dataset/build/build.js';
import { exportedName, numberOf } from '../dataset/build/picture-number.js';
import { counted } from './print.js';

/** How many images were labelled, found and kept, and the boxes by class. */
export function labelLine({ bag, file, ...use }: BagLabels): string {
  const boxes = Object.entries(use.boxesByClass).map(([name, count]) => `${name} ${count}`);
  const remarks = [
    use.ignored > 0 ? `${use.ignored} of them ignored: hidden, too thin, or a crowd` : undefined,
    use.crowds > 0 ? `${use.crowds} of crowds (iscrowd)` : undefined,
    use.outside > 0 ? `${use.outside} left out: no area, or outside the picture` : undefined,
  ].filter((one) => one !== undefined);
  return [
    `${bag} (${file}): ${counted(use.labelled, 'image')} labelled, ${use.found} in the bag, ${use.kept} kept`,
    `boxes: ${[boxes.join(', ') || 'none', ...remarks].join('; ')}`,
  ].join('; ');
}

/** All that looks wrong in the labels of a build, in words. */
export function suspicions(labels: readonly BagLabels[]): string[] {
  return [...labelWarnings(labels), ...renumberedWarnings(labels), ...boxlessWarnings(labels)];
}

/** A file without a single box beside files that have some was probably exported before it was labelled. */
function boxlessWarnings(labels: readonly BagLabels[]): string[] {
  const hasBoxes = ({ boxesByClass, outside }: BagLabels): boolean =>
    outside > 0 || Object.keys(boxesByClass).length > 0;
  const boxless = labels.filter((use) => use.kept > 0 && !hasBoxes(use));
  if (boxless.length === labels.length) return [];
  return boxless.map(
    ({ file, bag, kept }) =>
      `Warning: ${file} has no box in the ${counted(kept, 'picture')} kept of ${bag}, though others have: it teaches that nothing is there. Was it exported before it was labelled?`,
  );
}

/** How many of a bag's frames are left to labels whose numbers have no gap, where they were probably counted anew. */
const RENUMBERED_SHARE = 0.5;

/** Fewer tell nothing by having no gap. */
const RENUMBERED_IMAGES = 3;

/** Pictures exported with --every have gaps in their numbers; a tool that counts them anew moves every label to another picture. */
function renumberedWarnings(labels: readonly BagLabels[]): string[] {
  return labels
    .filter(
      ({ gapless, labelled, frames }) =>
        gapless === true && labelled >= RENUMBERED_IMAGES && labelled <= RENUMBERED_SHARE * frames,
    )
    .map(
      ({ file, labelled, bag, frames }) =>
        `Warning: the ${labelled} images of ${file} are numbered without a gap, and ${bag} has ${frames} pictures. Were they exported with --every and numbered anew by the tool? Then every label is on another picture: label them again by the names of the export (${exportedName(bag, 12, '')}).`,
    );
}

/** By file: one that is shared by several bags need not be in each of them. */
export function labelWarnings(labels: readonly BagLabels[]): string[] {
  return [...new Set(labels.map(({ file }) => file))].flatMap((file) => {
    const uses = labels.filter((use) => use.file === file);
    const { labelled, missing = '' } = uses[0]!;
    const absent = labelled - uses.reduce((sum, { found }) => sum + found, 0);
    if (absent <= 0) return [];
    const bags = uses.map(({ bag }) => bag).join(', ');
    return [
      `Warning: ${absent} of the ${labelled} images of ${file} ${absent === 1 ? 'is' : 'are'} not in ${bags}, for example ${missing}. ${whyMissing(missing, uses)}`,
    ];
  });
}

function whyMissing(name: string, uses: readonly BagLabels[]): string {
  const { bag, frames } = uses.reduce((most, use) => (use.frames > most.frames ? use : most));
  const names = `the number at the end of a name is that of the frame in the bag, here ${exportedName(bag, 0, name)} to ${exportedName(bag, frames - 1, name)}`;
  return numberOf(name) === undefined
    ? `Was it renamed? A picture is found by its number: ${names}.`
    : `Are the files of two bags swapped, or is this one of another export? Else: ${names}.`;
}
