// A sheet of samples for people: pictures in a grid, with boxes, masks' free floor tinted, and what is known of each.
import { readFile } from 'node:fs/promises';
import { decodePicture } from '../picture/decode.js';
import { Drawing } from '../picture/drawing.js';
import { tintPixel } from '../picture/tint.js';
import type { SplitName } from './format.js';
import type { Sample } from './open.js';
import { decodeRle } from './rle.js';

const TILE = { width: 320, height: 240 } as const;
const COLUMNS = 4;
const LETTER_PX = 8;
const colors = [
  '#e6194b',
  '#4363d8',
  '#f58231',
  '#3cb44b',
  '#f032e6',
  '#ffe119',
  '#911eb4',
  '#42d4f4',
] as const;

/** PNG bytes. Throws picture/undecodable. */
export async function renderSheet(
  samples: readonly SheetSample[],
  classes: readonly string[],
): Promise<Uint8Array> {
  const rows = Math.ceil(samples.length / COLUMNS);
  const [width, height] = [COLUMNS * TILE.width, rows * TILE.height];
  const pixels = new Uint8Array(width * height * 3);
  const drawing = new Drawing(width, height);
  for (const [index, sample] of samples.entries()) {
    const left = (index % COLUMNS) * TILE.width;
    const top = Math.floor(index / COLUMNS) * TILE.height;
    await putPicture(pixels, width, sample, [left, top]);
    drawSample(drawing, sample, classes, [left, top]);
  }
  return drawing.overPicture(pixels);
}

export interface SheetSample extends Sample {
  readonly split: SplitName;
}

type Corner = readonly [left: number, top: number];

/** Stretched to the tile; tinted where somebody labelled the free floor. */
async function putPicture(
  pixels: Uint8Array,
  stride: number,
  { image, imagePath }: Sample,
  [left, top]: Corner,
) {
  const { rgb } = await decodePicture(await readFile(imagePath), { resizeTo: () => TILE });
  const free = image.free_space === undefined ? undefined : decodeRle(image.free_space);
  for (let y = 0; y < TILE.height; y++) {
    const line = rgb.subarray(y * TILE.width * 3, (y + 1) * TILE.width * 3);
    const start = ((top + y) * stride + left) * 3;
    pixels.set(line, start);
    if (free === undefined) continue;
    const row = Math.floor((y * image.height) / TILE.height);
    for (let x = 0; x < TILE.width; x++) {
      const column = Math.floor((x * image.width) / TILE.width);
      tintPixel(pixels, start + 3 * x, free[row * image.width + column]!);
    }
  }
}

function drawSample(
  drawing: Drawing,
  { image, annotations, split }: SheetSample,
  classes: readonly string[],
  [left, top]: Corner,
) {
  const [scaleX, scaleY] = [TILE.width / image.width, TILE.height / image.height];
  for (const { bbox, category_id, visible_fraction, ignore } of annotations) {
    const color = ignore === 1 ? '#999999' : colors[(category_id - 1) % colors.length]!;
    const at = [left + bbox[0] * scaleX + 0.5, top + bbox[1] * scaleY + 0.5] as const;
    drawing.rectangle(at, [bbox[2] * scaleX - 1, bbox[3] * scaleY - 1], { stroke: { color } });
    const text = `${classes[category_id - 1] ?? '?'} ${Math.round(visible_fraction * 100)}`;
    drawing.text(text, [at[0] + 2, Math.max(top + LETTER_PX + 2, at[1] - 2)], { color, height: LETTER_PX });
  }
  for (const [line, text] of [`${split} ${image.room}`, floorOf(image)].entries()) {
    const lower = top + TILE.height - 4 - line * (LETTER_PX + 4);
    drawing.text(text, [left + 4, lower], { color: '#ffffff', height: LETTER_PX });
  }
}

/** A surface that nobody named is not one that is called unknown. */
function floorOf({ surface }: Sample['image']): string {
  return surface === 'unknown' ? 'floor not labelled' : surface;
}
