// Labels made on pictures of another size, in the pixels of the picture that the bag has.
import { Fault } from '../../fault/fault.js';
import type { Rle } from '../format.js';
import type { FrameLabels } from '../labels.js';
import { decodeRle, encodeRle } from '../rle.js';
import type { CocoEntry } from './coco-labels.js';

/** Sides are whole pixels: a smaller picture of the same shape is never quite of the same shape. */
const SHAPES_DIFFER = 0.01;

interface Size {
  readonly width: number;
  readonly height: number;
}

/** Throws dataset/bad-label if the picture has another shape: nobody knows whether it was stretched or cut. */
export function fitLabels(
  { labels, size, fileName }: CocoEntry,
  picture: Size,
  where: string,
): Omit<FrameLabels, 'stamp'> {
  if (size === undefined || (size.width === picture.width && size.height === picture.height)) return labels;
  const [scaleX, scaleY] = [picture.width / size.width, picture.height / size.height];
  if (Math.abs(scaleX / scaleY - 1) > SHAPES_DIFFER) throw otherShape(size, picture, { fileName, where });
  const { free_space } = labels;
  return {
    ...labels,
    ...(free_space === undefined ? {} : { free_space: fitMask(free_space, size, picture) }),
    objects: labels.objects.map(({ box, segmentation, ...object }) => ({
      ...object,
      box: [box[0] * scaleX, box[1] * scaleY, box[2] * scaleX, box[3] * scaleY],
      ...(segmentation === undefined ? {} : { segmentation: fitMask(segmentation, size, picture) }),
    })),
  };
}

/** By the nearest pixel; a mask that is not of the file's size stays as it is. */
function fitMask(mask: Rle, size: Size, { width, height }: Size): Rle {
  if (mask.size[0] !== size.height || mask.size[1] !== size.width) return mask;
  const old = decodeRle(mask);
  const pixels = new Uint8Array(width * height);
  for (let y = 0, at = 0; y < height; y++) {
    const row = Math.floor(((y + 0.5) * size.height) / height) * size.width;
    for (let x = 0; x < width; x++, at++)
      pixels[at] = old[row + Math.floor(((x + 0.5) * size.width) / width)]!;
  }
  return encodeRle(pixels, width, height);
}

function otherShape(
  size: Size,
  picture: Size,
  { fileName, where }: { readonly fileName: string; readonly where: string },
): Fault {
  return new Fault('dataset/bad-label', {
    what: `${fileName} was labelled in another shape than the picture of the bag has`,
    found: `${size.width} x ${size.height} in the COCO file`,
    expected: `${picture.width} x ${picture.height}, or as much smaller or larger in both directions`,
    where,
    next: 'Label the pictures as `npx jackdaw bag export` writes them, or export without stretching and cutting; is the file of this bag?',
  });
}
