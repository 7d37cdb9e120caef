// Whole objects cut out of their pictures, to be pasted into others.
import type { Annotation } from '../dataset/format.js';
import type { PixelSize } from '../picture/encode.js';
import { isIgnored, type Cutout, type LabelBox } from './labels.js';
import { sharesOf } from './mask-shares.js';

/** Nothing hides it: what is missing would be missing elsewhere too. Only the upper border may cut it, for it cuts alike everywhere. */
const LEAST_VISIBLE = 0.97;
const MOST_TRUNCATED = 0.02;
/** Around its box: its edge shares pixels with what is behind. */
const MARGIN_PX = 1;

/** Seen wholly, but it would cover more floor than is ever free beside it. */
const MOST_OF_PICTURE = 0.5;

/** Undefined if there is no mask of it, or it is not whole. `pixels` and `box` are those of the network's input. */
export function cutOut(
  { segmentation, visible_fraction, truncation }: Annotation,
  box: LabelBox,
  pixels: Uint8Array,
  input: PixelSize,
): Cutout | undefined {
  if (segmentation === undefined || isIgnored(box)) return undefined;
  if (visible_fraction < LEAST_VISIBLE) return undefined;
  if (truncation > MOST_TRUNCATED && box.top > MARGIN_PX) return undefined;
  const part = {
    left: Math.floor(box.left) - MARGIN_PX,
    top: Math.max(0, Math.floor(box.top) - MARGIN_PX),
    right: Math.ceil(box.right) + MARGIN_PX,
    bottom: Math.ceil(box.bottom) + MARGIN_PX,
  };
  const inside = part.left >= 0 && part.right <= input.width && part.bottom <= input.height;
  const [width, height] = [part.right - part.left, part.bottom - part.top];
  if (!inside || width * height > MOST_OF_PICTURE * input.width * input.height) return undefined;
  const patch = new Uint8Array(3 * width * height);
  for (let row = 0; row < height; row++) {
    const from = 3 * ((part.top + row) * input.width + part.left);
    patch.set(pixels.subarray(from, from + 3 * width), 3 * row * width);
  }
  const cover = sharesOf(segmentation, input, 255, part);
  return { box, left: part.left, top: part.top, width, height, pixels: patch, cover };
}
