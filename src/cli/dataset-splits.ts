// What jackdaw dataset build says of the splits: rooms and pictures of each, and where the shares came out otherwise than asked.
import { splitNames, type Manifest } from '../dataset/format.js';
import { counted } from './print.js';

type Split = Pick<Manifest, 'splits' | 'splitRule'>;

/** A split is off by more than this share of all pictures, or has less than half of what was asked. */
const FAR = 0.1;

/** Of each split that was asked for. */
export function splitsLine({ splits, splitRule }: Split): string {
  return splitNames
    .filter((split) => (splitRule.shares[split] ?? 0) > 0 || splits[split].images > 0)
    .map((split) => {
      const { images, rooms } = splits[split];
      return `${split} ${counted(images, 'picture')} of ${counted(rooms, 'room')}`;
    })
    .join(', ');
}

/** Rooms are drawn, not pictures: of few or unequal rooms a split may get much more or less than its share. */
export function splitWarnings({ splits, splitRule }: Split): string[] {
  const all = splitNames.reduce((sum, split) => sum + splits[split].images, 0);
  const found = splitNames.map((split) => {
    const asked = splitRule.shares[split] ?? 0;
    const got = splits[split].images / Math.max(1, all);
    const words = `${split} ${percent(got)} (${percent(asked)} asked for)`;
    return { words, isFar: asked > 0 && (Math.abs(got - asked) > FAR || got < asked / 2) };
  });
  const far = found.filter(({ isFar }) => isFar).map(({ words }) => words);
  if (far.length === 0) return [];
  return [
    `Warning: of the pictures ${far.join(', ')}: --shares count rooms, and none is split. ` +
      'Another --salt (any word) draws the rooms otherwise; with more rooms it comes nearer.',
  ];
}

function percent(share: number): string {
  return `${Math.round(100 * share)} %`;
}
