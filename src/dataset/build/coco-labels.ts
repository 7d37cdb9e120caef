// Labels from a COCO file instead of ground truth: which of its images is which image of the bag.
import { Fault } from '../../fault/fault.js';
import { rleSchema } from '../format.js';
import type { FrameLabels } from '../labels.js';
import { lookalikes, nearestOf } from '../../fault/nearest.js';
import { numberOf } from './picture-number.js';
import { readCocoFile, type CocoAnnotation, type CocoFile, type CocoImage } from './coco-file.js';

/** What the file says of one image. */
export interface CocoEntry {
  readonly fileName: string;
  /** Pixels: what the labels are measured in; undefined if the file does not say. */
  readonly size: { readonly width: number; readonly height: number } | undefined;
  readonly labels: Omit<FrameLabels, 'stamp'>;
  readonly crowds: number;
}

export interface CocoLabels {
  readonly path: string;
  readonly sha256: string;
  readonly entries: readonly CocoEntry[];
  /** Its images are known by the number in their names alone: it is of one bag. */
  readonly isByNumber: boolean;
  /** Boxes by the name of their class. */
  readonly boxesByClass: ReadonlyMap<string, number>;
  /** By the stamp if the file has stamps, else by the number in the file name: 000012.jpg is the 13th image of the topic. */
  find(stampNs: bigint, index: number): CocoEntry | undefined;
}

/** Throws dataset/unreadable, dataset/no-images, dataset/bad-label. */
export async function readCocoLabels(path: string): Promise<CocoLabels> {
  const file = await readCocoFile(path);
  const byStamp = new Map<string, CocoEntry>();
  const byNumber = new Map<number, CocoEntry>();
  const entries = entriesOf(file);
  for (const [i, { stamp, file_name }] of file.images.entries()) {
    const number = numberOf(file_name);
    if (stamp !== undefined) byStamp.set(stamp, entries[i]!);
    else if (number !== undefined) {
      refuseSecond(byNumber.get(number), entries[i]!, path);
      byNumber.set(number, entries[i]!);
    }
  }
  return {
    path,
    sha256: file.sha256,
    entries,
    isByNumber: byNumber.size > 0,
    boxesByClass: countClasses(file.annotations),
    find: (stampNs, index) => byStamp.get(String(stampNs)) ?? byNumber.get(index),
  };
}

/** Throws dataset/bad-label if a file has boxes of other classes. */
export function refuseUnknownClasses(files: readonly CocoLabels[], classes: readonly string[]): void {
  const named = new Set(files.flatMap(({ boxesByClass }) => [...boxesByClass.keys()]));
  for (const { path, boxesByClass } of files) {
    const unknown = [...boxesByClass].filter(([name]) => !classes.includes(name));
    if (unknown.length === 0) continue;
    const all = [...named].sort();
    const alike = lookalikes(all).map((pair) => pair.join(' and '));
    throw new Fault('dataset/bad-label', {
      what: 'labels are of a class that the dataset does not have',
      found: unknown
        .map(([name, boxes]) => `${name} (${boxes === 1 ? '1 box' : `${boxes} boxes`}${hint(name, classes)})`)
        .join(', '),
      expected: classes.join(', '),
      where: path,
      next:
        alike.length === 0
          ? renaming(unknown, all, classes)
          : `Write in the labels what is one class in one way (${alike.join(', ')}), or give all classes: --classes ${all.join(',')}`,
    });
  }
}

/** What only looks different is better renamed: a model that knows the one must learn the other anew. */
function renaming(
  unknown: readonly (readonly [string, number])[],
  all: readonly string[],
  classes: readonly string[],
): string {
  const given = `--classes ${all.join(',')}`;
  const meant = new Map(
    unknown.flatMap(([name]) =>
      classes.filter((each) => lookalikes([name, each]).length > 0).map((each) => [name, each] as const),
    ),
  );
  if (meant.size === 0) return `Rename it in the labels, or give all classes: ${given}`;
  const pairs = [...meant].map(([name, known]) => `${name} to ${known}`).join(', ');
  const then = [...new Set(all.map((name) => meant.get(name) ?? name))].join(',');
  return `Rename in the labels ${pairs}: a model that knows the one name has to learn the other anew. Then give --classes ${then}. Only if they are something else: ${given}`;
}

function hint(name: string, classes: readonly string[]): string {
  const near = nearestOf(name, classes);
  return near === undefined ? '' : `; did you mean ${near}?`;
}

function entriesOf({ images, annotations }: CocoFile): CocoEntry[] {
  const annotationsByImage = new Map<string, CocoAnnotation[]>(images.map(({ id }) => [id, []]));
  for (const annotation of annotations) annotationsByImage.get(annotation.image_id)?.push(annotation);
  return images.map((image) => entryOf(image, annotationsByImage.get(image.id) ?? []));
}

function entryOf(
  { file_name, width, height, surface = 'unknown', free_space }: CocoImage,
  annotations: readonly CocoAnnotation[],
): CocoEntry {
  return {
    fileName: file_name,
    size: width === undefined || height === undefined ? undefined : { width, height },
    labels: {
      objects: annotations.map(objectOf),
      surface,
      ...(free_space === undefined ? {} : { free_space }),
    },
    crowds: annotations.filter(isCrowd).length,
  };
}

function isCrowd({ iscrowd }: Pick<CocoAnnotation, 'iscrowd'>): boolean {
  return iscrowd === 1 || iscrowd === true;
}

/** Of a crowd no object can be seen by itself: by the one rule (`ignoreRule`) that is what is not judged. */
function objectOf(annotation: CocoAnnotation): CocoEntry['labels']['objects'][number] {
  const { className, box, visible_fraction = 1, truncation = 0, segmentation } = annotation;
  const mask = rleSchema.safeParse(segmentation);
  return {
    class: className,
    name: '',
    box,
    visible_fraction: isCrowd(annotation) ? 0 : visible_fraction,
    truncation,
    ...(mask.success ? { segmentation: mask.data } : {}),
  };
}

function refuseSecond(known: CocoEntry | undefined, second: CocoEntry, where: string): void {
  if (known === undefined) return;
  throw new Fault('dataset/bad-label', {
    what: 'two images of the COCO file are the same picture of the bag',
    found: `${known.fileName} and ${second.fileName}`,
    expected: 'each number once: 000012.jpg is picture 12 of the bag',
    where,
    next: 'Export one file for each bag, without augmented copies: training changes the pictures itself.',
  });
}

function countClasses(annotations: readonly CocoAnnotation[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { className } of annotations) counts.set(className, (counts.get(className) ?? 0) + 1);
  return counts;
}
