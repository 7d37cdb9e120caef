// Labels of one picture as COCO annotations: cut at its borders, measured, and ignored by the one rule.
import { Fault } from '../../fault/fault.js';
import type { Picture } from '../../picture/decode.js';
import { ignoreRule, type Annotation } from '../format.js';
import type { FrameLabels, LabelledObject } from '../labels.js';
import { areaOfRle, decodeRle } from '../rle.js';
import { nearestOf } from '../../fault/nearest.js';
import { contrastOf } from './look.js';
import type { PartImage } from './part.js';

/** Throws dataset/bad-label. */
export function annotationsOf(
  labels: Pick<FrameLabels, 'objects' | 'free_space'>,
  picture: Picture,
  { classes, where }: { readonly classes: readonly string[]; readonly where: string },
): PartImage['annotations'] {
  const { free_space } = labels;
  const isFilling = free_space?.size[0] === picture.height && free_space.size[1] === picture.width;
  const free = isFilling ? decodeRle(free_space) : undefined;
  return labels.objects.flatMap((object) => {
    const category = classes.indexOf(object.class) + 1;
    if (category === 0) throw unknownClass(object, classes, where);
    const annotation = annotationOf(object, category, picture, free);
    return annotation === undefined ? [] : [annotation];
  });
}

/** undefined for what is outside the picture. */
function annotationOf(
  object: LabelledObject,
  category_id: number,
  picture: Picture,
  free: Uint8Array | undefined,
): Omit<Annotation, 'id' | 'image_id'> | undefined {
  const { width, height } = picture;
  const [left, top] = [Math.max(0, object.box[0]), Math.max(0, object.box[1])];
  const right = Math.min(width, object.box[2]);
  const bottom = Math.min(height, Math.max(object.box[3], object.lower ?? object.box[3]));
  if (right <= left || bottom <= top) return undefined;
  const { segmentation, visible_fraction, truncation } = object;
  const hasMask = segmentation?.size[0] === height && segmentation.size[1] === width;
  const contrast =
    hasMask && free !== undefined ? contrastOf(picture, segmentation, object.box, free) : undefined;
  return {
    category_id,
    bbox: [rounded(left), rounded(top), rounded(right - left), rounded(bottom - top)],
    area: hasMask ? areaOfRle(segmentation) : rounded((right - left) * (bottom - top)),
    iscrowd: 0,
    visible_fraction,
    truncation,
    ignore: isIgnored(visible_fraction, (right - left) / width, (bottom - top) / height) ? 1 : 0,
    ...(hasMask ? { segmentation } : {}),
    ...(object.name === '' ? {} : { name: object.name }),
    ...(object.height === undefined ? {} : { height: object.height }),
    ...(object.distance === undefined ? {} : { distance: object.distance }),
    ...(contrast === undefined ? {} : { contrast }),
  };
}

/** By the one rule; sides as shares of the picture's. */
function isIgnored(visibleFraction: number, widthShare: number, heightShare: number): boolean {
  const { inputWidth, inputHeight, shortSidePx } = ignoreRule;
  const short = Math.min(widthShare * inputWidth, heightShare * inputHeight);
  return visibleFraction < ignoreRule.visibleFraction || short < shortSidePx;
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}

function unknownClass(object: LabelledObject, classes: readonly string[], where: string): Fault {
  const near = nearestOf(object.class, classes);
  return new Fault('dataset/bad-label', {
    what: 'a label is of a class that the dataset does not have',
    found: `${object.class}${near === undefined ? '' : `; did you mean ${near}?`}`,
    expected: classes.join(', '),
    where,
    next: 'Rename it in the labels, or give all classes with --classes.',
  });
}
