// A sheet of samples for people: pictures in a grid, with boxes, masks' free floor tinted, and what is known of each.
import { Drawing } from '../picture/drawing.js';
import { drawPlate, PLAIN_PLATE, plateHeight } from '../picture/plate.js';
import { tintPixel } from '../picture/tint.js';
import { colorOfClass } from '../simulation/views/palette.js';
import type { SplitName } from './format.js';
import type { Sample } from './open.js';
import { readPicture } from './read-picture.js';
import { decodeRle } from './rle.js';

const TILE = { width: 320, height: 240 } as const;
const COLUMNS = 4;
const LETTER_PX = 8;
const IGNORED = '#999999';

/** PNG bytes. Throws picture/undecodable. */
export async function renderSheet(
  samples: readonly SheetSample[],
  { classes, isVisibilityKnown }: SheetNames,
): Promise<Uint8Array> {
  const rows = Math.ceil(samples.length / COLUMNS);
  const [width, height] = [COLUMNS * TILE.width, rows * TILE.height];
  const pixels = new Uint8Array(width * height * 3);
  const drawing = new Drawing(width, height);
  for (const [index, sample] of samples.entries()) {
    const left = (index % COLUMNS) * TILE.width;
    const top = Math.floor(index / COLUMNS) * TILE.height;
    await putPicture(pixels, width, sample, [left, top]);
    drawSample(drawing, sample, { classes, isVisibilityKnown }, [left, top]);
  }
  return drawing.overPicture(pixels);
}

/** What is written at a box. */
export interface SheetNames {
  readonly classes: readonly string[];
  readonly isVisibilityKnown: boolean;
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
  const { rgb } = await readPicture(imagePath, { resizeTo: () => TILE });
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
  { classes, isVisibilityKnown }: SheetNames,
  [left, top]: Corner,
) {
  const [scaleX, scaleY] = [TILE.width / image.width, TILE.height / image.height];
  const plate = { letterPx: LETTER_PX, room: { left, top, width: TILE.width } };
  const things = annotations.map(({ bbox, category_id, visible_fraction, ignore }) => {
    const name = classes[category_id - 1] ?? '?';
    return {
      at: [left + bbox[0] * scaleX + 0.5, top + bbox[1] * scaleY + 0.5] as const,
      size: [bbox[2] * scaleX - 1, bbox[3] * scaleY - 1] as const,
      color: ignore === 1 ? IGNORED : colorOfClass(name),
      text: isVisibilityKnown ? `${name} ${Math.round(visible_fraction * 100)}` : name,
    };
  });
  for (const { at, size, color } of things) drawing.rectangle(at, size, { stroke: { color, width: 1.5 } });
  for (const { at, text, color } of things) drawPlate(drawing, at, text, { ...plate, color });
  for (const [line, text] of [`${split} ${image.room}`, floorOf(image)].entries()) {
    const lower = top + TILE.height - line * plateHeight(LETTER_PX);
    drawPlate(drawing, [left, lower], text, { ...plate, color: PLAIN_PLATE });
  }
}

/** A surface that nobody named is not one that is called unknown. */
function floorOf({ surface }: Sample['image']): string {
  return surface === 'unknown' ? 'floor not labelled' : surface;
}
