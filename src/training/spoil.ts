// What light, lens, sensor and compression do to a picture, in place, on [height, width, 3] bytes.
import { decodePicture } from '../picture/decode.js';
import { encodeJpeg, type PixelSize } from '../picture/encode.js';
import type { Random } from '../simulation/random.js';
import type { Recipe } from './recipe.js';

/** Brightness, contrast about the middle and a tint, as one table for each channel. */
export function recolour(pixels: Uint8Array, amounts: Recipe['augment'], random: Random): void {
  const brightness = 255 * amounts.brightness * random.between(-1, 1);
  const contrast = 1 + amounts.contrast * random.between(-1, 1);
  for (let channel = 0; channel < 3; channel++) {
    const gain = contrast * (1 + amounts.colour * random.between(-1, 1));
    const table = Uint8ClampedArray.from(
      { length: 256 },
      (_, value) => gain * (value - 128) + 128 + brightness,
    );
    for (let i = channel; i < pixels.length; i += 3) pixels[i] = table[pixels[i]!]!;
  }
}

/** 1-2-1 across and down: a lens a little out of focus. `spare` is as long as `pixels`. */
export function blur(pixels: Uint8Array, spare: Uint8Array, { width }: PixelSize): void {
  smooth(pixels, spare, 3);
  smooth(spare, pixels, 3 * width);
}

function smooth(from: Uint8Array, to: Uint8Array, step: number): void {
  const last = from.length - step;
  for (let i = 0; i < from.length; i++) {
    const before = i < step ? from[i]! : from[i - step]!;
    const after = i >= last ? from[i]! : from[i + step]!;
    to[i] = (before + 2 * from[i]! + after + 2) >> 2;
  }
}

/** Nearly normal noise of this deviation, the same in no two pixels: four bytes of chance added up for each. */
export function addNoise(pixels: Uint8Array, deviation: number, random: Random): void {
  // The sum of four uniform bytes has the deviation 2 · 255 / sqrt(12).
  const scale = deviation / ((2 * 255) / Math.sqrt(12));
  for (let i = 0; i < pixels.length; i++) {
    const bits = random.next() * 0x1_0000_0000;
    const sum = (bits & 255) + ((bits >>> 8) & 255) + ((bits >>> 16) & 255) + ((bits >>> 24) & 255);
    const value = pixels[i]! + scale * (sum - 510) + 0.5;
    pixels[i] = value < 0 ? 0 : value > 255 ? 255 : value;
  }
}

/** Spots out of focus on the lens: in their middle this share of the light is lost. */
export function addSpots(
  pixels: Uint8Array,
  { width, height }: PixelSize,
  { spots, lost }: { readonly spots: number; readonly lost: number },
  random: Random,
): void {
  for (let spot = 0; spot < spots; spot++) {
    const radius = width * random.between(0.03, 0.1);
    const [cx, cy] = [random.between(0, width), random.between(0, height)];
    for (let y = Math.max(0, Math.ceil(cy - radius)); y < Math.min(height, cy + radius); y++) {
      for (let x = Math.max(0, Math.ceil(cx - radius)); x < Math.min(width, cx + radius); x++) {
        const near = 1 - ((x - cx) ** 2 + (y - cy) ** 2) / radius ** 2;
        if (near <= 0) continue;
        const light = 1 - lost * Math.min(1, 2 * near);
        for (let i = 3 * (y * width + x), end = i + 3; i < end; i++) pixels[i] = pixels[i]! * light;
      }
    }
  }
}

/** What is left after JPEG of this quality; new bytes. */
export async function compress(pixels: Uint8Array, size: PixelSize, quality: number): Promise<Uint8Array> {
  const { width, height } = size;
  return (await decodePicture(await encodeJpeg(pixels, width, height, quality))).rgb;
}
