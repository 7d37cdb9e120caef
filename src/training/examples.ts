// The pictures of a split in memory, decoded once: bytes at the network's input size and labels in its pixels.
import { keepRooms } from '../dataset/fewer-rooms.js';
import type { Dataset, Sample } from '../dataset/open.js';
import { readPicture } from '../dataset/read-picture.js';
import { Fault } from '../fault/fault.js';
import { Preparer } from '../perception/prepare/prepare.js';
import { cutOut } from './cutouts.js';
import { FLOOR_CELL, FULL_FLOOR, type Example, type LabelBox } from './labels.js';
import { sharesOf } from './mask-shares.js';
import type { Network } from './network.js';

/** Pictures decoded side by side. */
const LANES = 4;

export interface LoadOptions {
  readonly network: Network;
  /** Bytes of decoded pictures at most. */
  readonly ceilingBytes: number;
  /** Pictures of so many rooms; all of them if absent or 0. */
  readonly rooms?: number;
  /** At most so many, evenly from all of these. */
  readonly limit?: number | undefined;
  /** Cut whole objects out, to be pasted. */
  readonly cutouts?: boolean;
  readonly onExample?: ((done: number, total: number) => void) | undefined;
  /** Once aborted, no more are decoded, and what it returns is not to be used. */
  readonly signal?: AbortSignal | undefined;
}

/** In the order of the image ids. Throws training/no-data, training/too-much-data, dataset/few-rooms, and what a broken dataset throws. */
export async function loadExamples(
  dataset: Dataset,
  split: 'train' | 'validation' | 'test',
  { network, ceilingBytes, rooms = 0, limit, cutouts = false, onExample, signal }: LoadOptions,
): Promise<Example[]> {
  checkNames(dataset, network);
  const all = await dataset.readSamples(split);
  if (all.length === 0) throw emptySplit(dataset, split);
  const samples = thin(rooms === 0 ? all : keepRooms(all, rooms), limit);
  const bytes = bytesOfPictures(samples.length, network);
  checkCeiling(bytes, samples.length, ceilingBytes);
  const decode = createDecoder(dataset, network, cutouts);
  const examples = new Array<Example>(samples.length);
  let next = 0;
  let done = 0;
  const lane = async (): Promise<void> => {
    while (next < samples.length && signal?.aborted !== true) {
      const index = next++;
      examples[index] = await decode(samples[index]!);
      onExample?.(++done, samples.length);
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  if (signal?.aborted === true) return [];
  checkCeiling(bytes + bytesOfCutouts(examples), samples.length, ceilingBytes);
  return examples;
}

function thin<T>(all: readonly T[], limit = all.length): readonly T[] {
  if (all.length <= limit) return all;
  return Array.from({ length: limit }, (_, i) => all[Math.floor((i * all.length) / limit)]!);
}

function createDecoder(
  { manifest }: Dataset,
  network: Network,
  wantsCutouts: boolean,
): (sample: Sample) => Promise<Example> {
  const { width, height } = network.input;
  // One prepare for training and on board; as bytes it is value · 255.
  const preparer = new Preparer({
    ...{ name: 'image', layout: 'NCHW', colour: 'rgb', resize: 'stretch-bilinear' },
    ...{ width, height, mean: [0, 0, 0], std: [1, 1, 1] },
  });
  const planes = new Float32Array(preparer.length);
  const classByCategory = manifest.classes.map((name) => network.classes.indexOf(name));
  return async ({ image, annotations, imagePath }) => {
    const picture = await readPicture(imagePath);
    const { rgb } = picture;
    preparer.prepare({ ...picture, encoding: 'rgb8', step: 3 * picture.width, data: rgb }, planes);
    const [scaleX, scaleY] = [width / image.width, height / image.height];
    const boxes = annotations.map(({ bbox: [x, y, w, h], category_id, visible_fraction }): LabelBox => {
      const box = { left: x * scaleX, top: y * scaleY, right: (x + w) * scaleX, bottom: (y + h) * scaleY };
      const hidden = visible_fraction < manifest.ignoreRule.visibleFraction;
      return { classId: classByCategory[category_id - 1]!, ...box, hidden };
    });
    const free =
      image.free_space === undefined
        ? undefined
        : sharesOf(image.free_space, { width: width / FLOOR_CELL, height: height / FLOOR_CELL }, FULL_FLOOR);
    const pixels = bytesOf(planes, width * height);
    const cutouts = wantsCutouts
      ? annotations.flatMap((each, i) => cutOut(each, boxes[i]!, pixels, { width, height }) ?? [])
      : undefined;
    const surface = network.surfaces.indexOf(image.surface);
    return { id: image.id, room: image.room, pixels, boxes, free, surface, ...(cutouts && { cutouts }) };
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
    next:
      'Build it from recordings of more rooms, at least two: images of one room are all in one split.' +
      (split === 'validation'
        ? ' Or do without, --set training.validateOn=train: nothing then tells how good it is.'
        : ''),
  });
}

/** Of pixels and free floor. */
function bytesOfPictures(count: number, { input }: Network): number {
  return count * input.width * input.height * (3 + 1 / FLOOR_CELL ** 2);
}

function bytesOfCutouts(examples: readonly Example[]): number {
  const each = examples.flatMap(({ cutouts = [] }) => cutouts);
  return each.reduce((sum, { pixels, cover }) => sum + pixels.length + cover.length, 0);
}

function checkCeiling(bytes: number, count: number, ceilingBytes: number): void {
  if (bytes <= ceilingBytes) return;
  throw new Fault('training/too-much-data', {
    what: `${count} pictures do not fit into the memory that training may use.`,
    found: `${Math.ceil(bytes / 1e6)} MB`,
    expected: `at most ${Math.floor(ceilingBytes / 1e6)} MB`,
    next: 'Raise training.memoryMb if the machine has it, or build a smaller dataset.',
  });
}
