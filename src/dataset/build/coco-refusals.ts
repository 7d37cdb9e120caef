// What makes a COCO file useless, each said once with how often and what next.
import type { z } from 'zod';
import { Fault } from '../../fault/fault.js';
import type { CocoAnnotation, CocoImage } from './coco-file.js';

export const EXPORT_AGAIN = 'Export the labels as COCO instances (boxes) and give that JSON file.';

/** Each kind of mistake once, with how often and where first. */
export function inWords(issues: readonly z.core.$ZodIssue[]): string {
  const kinds = new Map<string, { first: string; times: number }>();
  for (const { path, message } of issues) {
    const what = `${path.map((key) => (typeof key === 'number' ? '#' : String(key))).join('.')}: ${message}`;
    const kind = kinds.get(what) ?? { first: path.join('.'), times: 0 };
    kinds.set(what, { ...kind, times: kind.times + 1 });
  }
  return [...kinds]
    .slice(0, 5)
    .map(([what, { first, times }]) => `${what} (${times === 1 ? '' : `${times} times, first `}${first})`)
    .join('; ');
}

export function refuseEmpty(images: readonly CocoImage[], where: string): void {
  if (images.length > 0) return;
  throw new Fault('dataset/no-images', {
    what: 'the COCO file has no images',
    where,
    next: 'Export again with the pictures in it: also those without an obstacle belong into images.',
  });
}

export function refuseTwins(images: readonly CocoImage[], where: string): void {
  const nameById = new Map<string, string>();
  for (const { id, file_name } of images) {
    const other = nameById.get(id);
    nameById.set(id, file_name);
    if (other === undefined) continue;
    throw new Fault('dataset/bad-label', {
      what: 'two images of the COCO file have the same id',
      found: `${id}: ${other} and ${file_name}`,
      where,
      next: EXPORT_AGAIN,
    });
  }
}

export interface Known {
  readonly imageIds: ReadonlySet<string>;
  readonly nameById: ReadonlyMap<string, string>;
  readonly path: string;
}

export function refuseDangling(
  annotations: readonly Pick<CocoAnnotation, 'image_id' | 'category_id'>[],
  { imageIds, nameById, path }: Known,
): void {
  const noImage = annotations.filter(({ image_id }) => !imageIds.has(image_id));
  const noCategory = annotations.filter(({ category_id }) => !nameById.has(category_id));
  if (noImage.length === 0 && noCategory.length === 0) return;
  const said = [
    ...(noImage.length === 0
      ? []
      : [`${noImage.length} of image ${noImage[0]!.image_id}, …, which images does not list`]),
    ...(noCategory.length === 0
      ? []
      : [
          `${noCategory.length} of category ${noCategory[0]!.category_id}, …, which categories does not list`,
        ]),
  ];
  const lists = [noImage.length > 0 ? 'an image' : [], noCategory.length > 0 ? 'a category' : []].flat();
  throw new Fault('dataset/bad-label', {
    what: `annotations name ${lists.join(' and ')} that is not in the COCO file`,
    found: said.join('; '),
    where: path,
    next: 'Export the whole set again: images, annotations and categories belong together.',
  });
}

export function refuseBoxless(boxes: readonly unknown[], where: string): void {
  const missing = boxes.filter((box) => box === undefined).length;
  if (missing === 0) return;
  throw new Fault('dataset/bad-label', {
    what: `${missing} of ${boxes.length} annotations have no box, and no polygon to take one from`,
    found: `the first is annotations.${boxes.indexOf(undefined)}`,
    expected: 'bbox: [x, y, width, height] in pixels',
    where,
    next: EXPORT_AGAIN,
  });
}
