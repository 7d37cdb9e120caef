// The pictures of a split in memory, decoded once: bytes at the network's input size and labels in its pixels.
import { readFile } from 'node:fs/promises';
import type { Dataset, Sample } from '../dataset/open.js';
import { decodeRle } from '../dataset/rle.js';
import type { Rle } from '../dataset/format.js';
import { Fault } from '../fault/fault.js';
import { Preparer } from '../perception/prepare.js';
import { decodePicture } from '../picture/decode.js';
import { FLOOR_CELL, FULL_FLOOR, type Example, type LabelBox } from './labels.js';
import type { Network } from './network.js';

/** Pictures decoded side by side. */
const LANES = 4;

export interface LoadOptions {
  readonly network: Network;
  /** Bytes of decoded pictures at most. */
  readonly ceilingBytes: number;
  /** At most so many, evenly from the whole split. */
  readonly limit?: number | undefined;
  readonly onExample?: ((done: number, total: number) => void) | undefined;
}

/** In the order of the image ids. Throws training/no-data, training/too-much-data, and what a broken dataset throws. */
export async function loadExamples(
  dataset: Dataset,
  split: 'train' | 'validation' | 'test',
  { network, ceilingBytes, limit, onExample }: LoadOptions,
): Promise<Example[]> {
  checkNames(dataset, network);
  const samples = thin(await dataset.readSamples(split), limit);
  if (samples.length === 0) throw emptySplit(dataset, split);
  checkCeiling(samples.length, network, ceilingBytes);
  const decode = createDecoder(dataset, network);
  const examples = new Array<Example>(samples.length);
  let next = 0;
  let done = 0;
  const lane = async (): Promise<void> => {
    while (next < samples.length) {
      const index = next++;
      examples[index] = await decode(samples[index]!);
      onExample?.(++done, samples.length);
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return examples;
}

function thin<T>(all: readonly T[], limit = all.length): readonly T[] {
  if (all.length <= limit) return all;
  return Array.from({ length: limit }, (_, i) => all[Math.floor((i * all.length) / limit)]!);
}

function createDecoder({ manifest }: Dataset, network: Network): (sample: Sample) => Promise<Example> {
  const { width, height } = network.input;
  // One prepare for training and on board; as bytes it is value · 255.
  const preparer = new Preparer({
    ...{ name: 'image', layout: 'NCHW', colour: 'rgb', resize: 'stretch-bilinear' },
    ...{ width, height, mean: [0, 0, 0], std: [1, 1, 1] },
  });
  const planes = new Float32Array(preparer.length);
  const classByCategory = manifest.classes.map((name) => network.classes.indexOf(name));
  return async ({ image, annotations, imagePath }) => {
    const picture = await decodePicture(await readFile(imagePath));
    const { rgb } = picture;
    preparer.prepare({ ...picture, encoding: 'rgb8', step: 3 * picture.width, data: rgb }, planes);
    const [scaleX, scaleY] = [width / image.width, height / image.height];
    const boxes = annotations.map(({ bbox: [x, y, w, h], category_id, visible_fraction }): LabelBox => {
      const box = { left: x * scaleX, top: y * scaleY, right: (x + w) * scaleX, bottom: (y + h) * scaleY };
      const hidden = visible_fraction < manifest.ignoreRule.visibleFraction;
      return { classId: classByCategory[category_id - 1]!, ...box, hidden };
    });
    const free = image.free_space === undefined ? undefined : floorOf(image.free_space, { width, height });
    return {
      id: image.id,
      pixels: bytesOf(planes, width * height),
      boxes,
      free,
      surface: network.surfaces.indexOf(image.surface),
    };
  };
}

/** [3, height, width] of 0..1 → [height, width, 3] of bytes. */
function bytesOf(planes: Float32Array, plane: number): Uint8Array {
  const bytes = new Uint8Array(3 * plane);
  for (let i = 0; i < plane; i++) {
    for (let channel = 0; channel < 3; channel++)
      bytes[3 * i + channel] = 255 * planes[channel * plane + i]! + 0.5;
  }
  return bytes;
}

/** Share of the mask in each cell of 2 x 2 input pixels, by samples at the middles of a 4 x 4 grid in it. */
function floorOf(rle: Rle, input: { readonly width: number; readonly height: number }): Uint8Array {
  const mask = decodeRle(rle);
  const [height, width] = rle.size;
  const [columns, rows] = [input.width / FLOOR_CELL, input.height / FLOOR_CELL];
  const floor = new Uint8Array(columns * rows);
  const samples = 4;
  const step = FULL_FLOOR / (samples * samples);
  const xs = Int32Array.from(
    { length: columns * samples },
    (_, i) => ((i + 0.5) * width) / (columns * samples),
  );
  const ys = Int32Array.from({ length: rows * samples }, (_, i) => ((i + 0.5) * height) / (rows * samples));
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      let hits = 0;
      for (let v = 0; v < samples; v++) {
        const line = ys[row * samples + v]! * width;
        for (let u = 0; u < samples; u++) hits += mask[line + xs[column * samples + u]!]!;
      }
      floor[row * columns + column] = Math.round(hits * step);
    }
  }
  return floor;
}

function checkNames({ manifest, folder }: Dataset, network: Network): void {
  const unknown = manifest.classes.filter((name) => !network.classes.includes(name));
  if (unknown.length === 0) return;
  throw new Fault('training/no-data', {
    what: 'The dataset has classes that the network has not.',
    where: folder,
    found: unknown.join(', '),
    expected: network.classes.join(', '),
    next: 'Build the dataset with the classes of the network, or describe a network with those classes.',
  });
}

function emptySplit({ folder }: Dataset, split: string): Fault {
  return new Fault('training/no-data', {
    what: `The split ${split} of the dataset is empty.`,
    where: folder,
    expected: 'at least one image in train and in validation',
    next: 'Build it from more rooms: `jackdaw capture` with a larger --rooms, then `jackdaw dataset build`.',
  });
}

function checkCeiling(count: number, { input }: Network, ceilingBytes: number): void {
  const each = input.width * input.height * (3 + 1 / FLOOR_CELL ** 2);
  if (count * each <= ceilingBytes) return;
  throw new Fault('training/too-much-data', {
    what: `${count} pictures do not fit into the memory that training may use.`,
    found: `${Math.ceil((count * each) / 1e6)} MB`,
    expected: `at most ${Math.floor(ceilingBytes / 1e6)} MB`,
    next: 'Raise training.memoryMb if the machine has it, or build a smaller dataset.',
  });
}
