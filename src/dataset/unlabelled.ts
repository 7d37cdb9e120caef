// What a dataset has no boxes of, though it names the class: of what is nowhere, a network learns that it is never there.
import { splitNames, type Manifest } from './format.js';

type Labelled = Pick<Manifest, 'classes' | 'splitRule' | 'splits' | 'statistics'>;

/** In words, each a sentence or two with what to do; none if all is labelled. Boxes that are ignored do not count. */
export function unlabelledClasses(manifest: Labelled): string[] {
  const { classes, splits, statistics } = manifest;
  const filled = splitNames.filter((split) => splits[split].images > 0);
  const isIn = (split: (typeof splitNames)[number], name: string): boolean =>
    (statistics[split].objectsByClass[name] ?? 0) > 0;
  const somewhere = classes.filter((name) => filled.some((split) => isIn(split, name)));
  if (somewhere.length === 0) return [noBox(manifest)];
  const nowhere = classes.filter((name) => !somewhere.includes(name));
  const lacking = (split: 'train' | 'validation'): string[] =>
    filled.includes(split) ? somewhere.filter((name) => !isIn(split, name)) : [];
  const [notLearned, notJudged] = [lacking('train'), lacking('validation')];
  return [
    ...(nowhere.length === 0
      ? []
      : [
          `No box of ${nowhere.join(', ')}: a network learns that there is none. ` +
            `Label some, or leave out what nobody labelled: --classes ${somewhere.join(',')}`,
        ]),
    ...(notLearned.length === 0
      ? []
      : [
          `No box of ${notLearned.join(', ')} in train: a network learns that there is none. ` +
            'More rooms, or another --salt, may bring some there.',
        ]),
    ...(notJudged.length === 0
      ? []
      : [
          `No box of ${notJudged.join(', ')} in validation: nothing tells how well it is found, ` +
            'and its threshold cannot be chosen. More rooms, or another --salt, may bring some there.',
        ]),
  ];
}

function noBox({ splits }: Labelled): string {
  const images = splitNames.reduce((sum, split) => sum + splits[split].images, 0);
  return (
    `No picture has a box that counts: all ${images} are taken as empty, and a network learns that nothing is ever there. ` +
    'Are there annotations in the labels? Export them again as COCO instances (boxes).'
  );
}
