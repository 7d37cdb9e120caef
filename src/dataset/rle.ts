// Masks as COCO's compressed run lengths: columns from left to right, each from top to bottom, runs of 0 and 1 in turn.
import { Fault } from '../fault/fault.js';
import type { Rle } from './format.js';

/** Pixels; right and bottom are the first column and row outside. */
export interface MaskBox {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** mask: width·height bytes, row-major; what is not 0 is set. Outside `box` nothing is read: it counts as not set. */
export function encodeRle(mask: Uint8Array, width: number, height: number, box?: MaskBox): Rle {
  const { left, top, right, bottom } = box ?? { left: 0, top: 0, right: width, bottom: height };
  const runs: number[] = [];
  let [value, run] = [0, left * height];
  for (let x = left; x < right; x++) {
    if (top > 0 && value === 1) {
      runs.push(run);
      [value, run] = [0, 0];
    }
    run += top;
    for (let y = top, at = top * width + x; y < bottom; y++, at += width) {
      const bit = mask[at] === 0 ? 0 : 1;
      if (bit !== value) {
        runs.push(run);
        value = bit;
        run = 0;
      }
      run++;
    }
    if (bottom < height && value === 1) {
      runs.push(run);
      [value, run] = [0, 0];
    }
    run += height - bottom;
  }
  const rest = (width - right) * height;
  if (rest > 0 && value === 1) {
    runs.push(run);
    run = 0;
  }
  runs.push(run + rest);
  return { size: [height, width], counts: packRuns(runs) };
}

/** New bytes, row-major, 1 where set. Throws dataset/corrupt if the runs do not fill the size. */
export function decodeRle(rle: Rle): Uint8Array {
  const [height, width] = rle.size;
  const mask = new Uint8Array(width * height);
  let [at, value] = [0, 0];
  for (const run of unpackRuns(rle.counts)) {
    if (run < 0 || at + run > mask.length) throw wrongRuns(rle, at + run);
    if (value === 1) fillDown(mask, { at, run, width, height });
    at += run;
    value ^= 1;
  }
  if (at !== mask.length) throw wrongRuns(rle, at);
  return mask;
}

/** Pixels that are set. */
export function areaOfRle({ counts }: Rle): number {
  let [area, value] = [0, 0];
  for (const run of unpackRuns(counts)) {
    area += value * run;
    value ^= 1;
  }
  return area;
}

interface Stretch {
  readonly at: number;
  readonly run: number;
  readonly width: number;
  readonly height: number;
}

function fillDown(mask: Uint8Array, { at, run, width, height }: Stretch): void {
  let x = Math.floor(at / height);
  let y = at % height;
  for (let i = 0; i < run; i++) {
    mask[y * width + x] = 1;
    if (++y === height) [x, y] = [x + 1, 0];
  }
}

/** Five bits a character from '0' on, least first, bit 5 for "more"; from the third run on the difference to the run two before. */
function packRuns(runs: readonly number[]): string {
  const codes: number[] = [];
  runs.forEach((run, i) => {
    let rest = i > 2 ? run - runs[i - 2]! : run;
    let more = true;
    while (more) {
      const low = rest & 0x1f;
      rest >>= 5;
      more = (low & 0x10) === 0 ? rest !== 0 : rest !== -1;
      codes.push((more ? low | 0x20 : low) + 48);
    }
  });
  return Buffer.from(codes).toString('latin1');
}

function unpackRuns(counts: string): number[] {
  const runs: number[] = [];
  let at = 0;
  while (at < counts.length) {
    let [value, shift, code] = [0, 0, 0x20];
    while ((code & 0x20) !== 0) {
      code = counts.charCodeAt(at++) - 48;
      if (!(code >= 0 && code < 64) || shift > 30) {
        throw new Fault('dataset/corrupt', { what: `run lengths have a wrong character at ${at - 1}` });
      }
      value |= (code & 0x1f) << shift;
      shift += 5;
      if ((code & 0x20) === 0 && (code & 0x10) !== 0 && shift < 32) value |= -1 << shift;
    }
    runs.push(runs.length > 2 ? value + runs[runs.length - 2]! : value);
  }
  return runs;
}

function wrongRuns({ size }: Rle, found: number): Fault {
  return new Fault('dataset/corrupt', {
    what: 'the run lengths of a mask do not fill it',
    found: `${found} pixels`,
    expected: `${size[0] * size[1]} pixels, ${size[1]} x ${size[0]}`,
  });
}
