// Whether a dataset knows how much of each thing can be seen: boxes of labelling tools say nothing of it, and are stored as whole.
import type { Manifest } from './format.js';

/** Boxes of others' labels that are all whole (1), or of crowds (0), were never asked. */
export function isVisibilityKnown(
  { sources }: Pick<Manifest, 'sources'>,
  samples: readonly { readonly annotations: readonly { readonly visible_fraction: number }[] }[],
): boolean {
  if (sources.some(({ assets }) => assets !== 'foreign')) return true;
  return samples.some(({ annotations }) =>
    annotations.some(({ visible_fraction }) => visible_fraction > 0 && visible_fraction < 1),
  );
}
