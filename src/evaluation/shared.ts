// What a model and a dataset both know by name: that is judged, and the rest is left out and said.
import type { Manifest as DatasetManifest } from '../dataset/format.js';
import { Fault } from '../fault/fault.js';
import { UNKNOWN, type Manifest } from '../perception/model/manifest.js';

export interface LeftOut {
  /** Classes that the dataset does not name: it does not say where they are, so that what the model says of them is not judged. */
  readonly model: readonly string[];
  /** Classes that the model does not know: it does not miss them. */
  readonly dataset: readonly string[];
  /** Surfaces that the model does not know: such a floor counts as unknown. */
  readonly surfaces: readonly string[];
}

export interface SharedNames {
  /** In the order of the model's labels; never empty. */
  readonly judged: readonly string[];
  /** Undefined where both know the same. */
  readonly leftOut: LeftOut | undefined;
}

type Names = Pick<DatasetManifest, 'classes' | 'surfaces'>;

/** Throws evaluation/no-data where no class is shared. */
export function sharedNames(dataset: Names, { labels, surfaces }: Manifest): SharedNames {
  const judged = labels.filter((name) => dataset.classes.includes(name));
  if (judged.length === 0) throw nothingShared(dataset, labels);
  const leftOut = {
    model: labels.filter((name) => !judged.includes(name)),
    dataset: dataset.classes.filter((name) => !judged.includes(name)),
    surfaces: unknownSurfaces(dataset, surfaces),
  };
  const isAll = Object.values(leftOut).every(({ length }) => length === 0);
  return { judged, leftOut: isAll ? undefined : leftOut };
}

/** For who needs a label for everything: throws evaluation/no-data if the model does not know all names of the dataset. */
export function refuseStrangers(dataset: Names, { labels, surfaces }: Manifest): void {
  const strange = dataset.classes.filter((name) => !labels.includes(name));
  const floors = unknownSurfaces(dataset, surfaces);
  if (strange.length === 0 && floors.length === 0) return;
  throw new Fault('evaluation/no-data', {
    what: 'The dataset has classes or surfaces that the model does not know.',
    found: [...strange, ...floors].join(', '),
    expected: `classes: ${labels.join(', ')}; surfaces: ${surfaces.join(', ')}`,
    next: 'Take the dataset of the training, or one of the same classes.',
  });
}

/** What is left out, and why, a sentence each. */
export function leftOutLines({ model, dataset, surfaces }: LeftOut): string[] {
  const said = (names: readonly string[], why: string): string[] =>
    names.length === 0 ? [] : [`Left out: ${names.join(', ')} (${why}).`];
  return [
    ...said(dataset, 'not known to the model'),
    ...said(model, 'not among the classes of the dataset: nobody labelled it'),
    ...said(surfaces, 'surfaces not known to the model'),
  ];
}

function unknownSurfaces(dataset: Names, surfaces: readonly string[]): string[] {
  return dataset.surfaces.filter((name) => name !== UNKNOWN && !surfaces.includes(name));
}

function nothingShared({ classes }: Names, labels: readonly string[]): Fault {
  return new Fault('evaluation/no-data', {
    what: 'The model knows none of the classes of the dataset.',
    found: classes.join(', '),
    expected: `some of ${labels.join(', ')}`,
    next: 'Evaluate a model that was trained for them, or build the dataset with the names that this one has.',
  });
}
