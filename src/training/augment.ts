// Other pictures from one: with objects of others, mirrored, scaled, tilted, in other light, spoiled; labels stay true. By seed.
import type { PixelSize } from '../picture/encode.js';
import type { Random } from '../simulation/random.js';
import { FLOOR_CELL, UNKNOWN_FLOOR, type Example, type LabelBox, type Labels } from './labels.js';
import { Paster } from './paste.js';
import { Patcher } from './patches.js';
import type { Recipe } from './recipe.js';
import { addNoise, addSpots, blur, compress, recolour } from './spoil.js';

type Amounts = Recipe['augment'];

/** From a place in the new picture to one in the old: x' = a·x + b·y + c, y' = d·x + e·y + f, in pixels. */
interface Mapping {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
  readonly e: number;
  readonly f: number;
}

/** Reused from picture to picture; `pixels` of the result is overwritten by the next. */
export class Augmenter {
  readonly #size: PixelSize;
  readonly #amounts: Amounts;
  readonly #patcher: Patcher;
  readonly #paster: Paster;
  readonly #canvas: { readonly pixels: Uint8Array; readonly free: Uint8Array };
  readonly #pixels: Uint8Array;
  readonly #spare: Uint8Array;

  /** `others`: pictures whose objects and floors may be put into one. */
  constructor(size: PixelSize, amounts: Amounts, others: readonly Example[] = []) {
    const area = size.width * size.height;
    this.#size = size;
    this.#amounts = amounts;
    this.#patcher = new Patcher(size, others);
    this.#paster = new Paster(
      size,
      others.flatMap(({ cutouts = [] }) => cutouts),
    );
    this.#canvas = { pixels: new Uint8Array(3 * area), free: new Uint8Array(area / FLOOR_CELL ** 2) };
    this.#pixels = new Uint8Array(3 * area);
    this.#spare = new Uint8Array(3 * area);
  }

  /** The picture as it would be seen otherwise, and its labels. */
  async augment(
    original: Example,
    random: Random,
  ): Promise<{ readonly pixels: Uint8Array; readonly labels: Labels }> {
    const example = this.#furnish(original, random);
    const mapping = drawMapping(this.#size, this.#amounts, random);
    warp(example.pixels, this.#pixels, mapping, this.#size);
    const labels: Labels = {
      boxes: moveBoxes(example.boxes, mapping, this.#size),
      free: example.free === undefined ? undefined : moveFloor(example.free, mapping, this.#size),
      surface: example.surface,
    };
    return { pixels: await this.#spoil(random), labels };
  }

  /** With what others have, on the free floor where that is known. */
  #furnish(example: Example, random: Random): Example {
    const { patches, paste } = this.#amounts;
    if (example.free === undefined || patches + paste === 0) return example;
    this.#canvas.pixels.set(example.pixels);
    this.#canvas.free.set(example.free);
    const canvas = { ...example, ...this.#canvas };
    this.#patcher.lay(canvas, patches, random);
    return { ...canvas, boxes: this.#paster.paste(canvas, paste, random) };
  }

  async #spoil(random: Random): Promise<Uint8Array> {
    const { dirt, blur: blurry, noise, jpeg } = this.#amounts;
    recolour(this.#pixels, this.#amounts, random);
    if (random.next() < dirt) soil(this.#pixels, this.#size, random);
    if (random.next() < blurry) blur(this.#pixels, this.#spare, this.#size);
    if (random.next() < noise) addNoise(this.#pixels, random.between(2, 12), random);
    if (random.next() >= jpeg) return this.#pixels;
    return compress(this.#pixels, this.#size, Math.round(random.between(15, 60)));
  }
}

function soil(pixels: Uint8Array, size: PixelSize, random: Random): void {
  const spots = Math.ceil(random.between(0, 12));
  addSpots(pixels, size, { spots, lost: random.between(0.2, 0.9) }, random);
}

function drawMapping({ width, height }: PixelSize, amounts: Amounts, random: Random): Mapping {
  const mirror = random.next() < amounts.flip ? -1 : 1;
  const size = (1 + amounts.scale) ** random.between(-1, 1);
  const turn = (random.between(-1, 1) * amounts.tiltDeg * Math.PI) / 180;
  const [shiftX, shiftY] = [
    random.between(-1, 1) * amounts.shift * width,
    random.between(-1, 1) * amounts.shift * height,
  ];
  const [cos, sin] = [Math.cos(turn) / size, Math.sin(turn) / size];
  const [a, b, d, e] = [mirror * cos, -mirror * sin, sin, cos];
  const [x, y] = [width / 2, height / 2];
  return {
    a,
    b,
    c: x - a * (x + shiftX) - b * (y + shiftY),
    d,
    e,
    f: y - d * (x + shiftX) - e * (y + shiftY),
  };
}

/** Bilinear, half-pixel centres; what lies outside repeats the border. */
function warp(
  from: Uint8Array,
  to: Uint8Array,
  { a, b, c, d, e, f }: Mapping,
  { width, height }: PixelSize,
): void {
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at += 3) {
      const u = Math.min(width - 1, Math.max(0, a * (x + 0.5) + b * (y + 0.5) + c - 0.5));
      const v = Math.min(height - 1, Math.max(0, d * (x + 0.5) + e * (y + 0.5) + f - 0.5));
      const left = Math.floor(u);
      const upper = Math.floor(v);
      const s = u - left;
      const t = v - upper;
      const p = 3 * (upper * width + left);
      const right = left + 1 < width ? 3 : 0;
      const down = upper + 1 < height ? 3 * width : 0;
      for (let k = 0; k < 3; k++) {
        const above = from[p + k]! + s * (from[p + right + k]! - from[p + k]!);
        const below = from[p + down + k]! + s * (from[p + down + right + k]! - from[p + down + k]!);
        to[at + k] = above + t * (below - above) + 0.5;
      }
    }
  }
}

/** The upright box around each turned box, cut at the border. */
function moveBoxes(boxes: readonly LabelBox[], mapping: Mapping, size: PixelSize): LabelBox[] {
  return boxes.flatMap((box) => {
    const moved = { ...box, ...boundsOf(box, mapping) };
    const cut = {
      ...moved,
      left: Math.max(0, moved.left),
      top: Math.max(0, moved.top),
      right: Math.min(size.width, moved.right),
      bottom: Math.min(size.height, moved.bottom),
    };
    if (cut.right <= cut.left || cut.bottom <= cut.top) return [];
    return [cut];
  });
}

/** The middles of the sides stay on the object where corners of a turned box would not: a turn of some degrees only. */
function boundsOf(
  box: LabelBox,
  { a, b, c, d, e, f }: Mapping,
): Pick<LabelBox, 'left' | 'top' | 'right' | 'bottom'> {
  const det = a * e - b * d;
  const x = (u: number, v: number): number => (e * (u - c) - b * (v - f)) / det;
  const y = (u: number, v: number): number => (a * (v - f) - d * (u - c)) / det;
  const [middleX, middleY] = [(box.left + box.right) / 2, (box.top + box.bottom) / 2];
  const sides = [x(box.left, middleY), x(box.right, middleY)];
  const ends = [y(middleX, box.top), y(middleX, box.bottom)];
  return {
    left: Math.min(...sides),
    right: Math.max(...sides),
    top: Math.min(...ends),
    bottom: Math.max(...ends),
  };
}

/** The nearest cell of the old picture; unknown where there was none. */
function moveFloor(floor: Uint8Array, { a, b, c, d, e, f }: Mapping, size: PixelSize): Uint8Array {
  const [width, height] = [size.width / FLOOR_CELL, size.height / FLOOR_CELL];
  const moved = new Uint8Array(floor.length);
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at++) {
      const u = Math.floor(a * (x + 0.5) + b * (y + 0.5) + c / FLOOR_CELL);
      const v = Math.floor(d * (x + 0.5) + e * (y + 0.5) + f / FLOOR_CELL);
      const inside = u >= 0 && u < width && v >= 0 && v < height;
      moved[at] = inside ? floor[v * width + u]! : UNKNOWN_FLOOR;
    }
  }
  return moved;
}
