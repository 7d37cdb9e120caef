// Batches in the order that seed and step decide: the same step gives the same numbers, whoever asks and when.
import { Augmenter } from './augment.js';
import { randomAt, shuffled } from './chance.js';
import { isIgnored, type Example, type Labels } from './labels.js';
import type { Network } from './network.js';
import type { Recipe } from './recipe.js';
import { clearTargets, createTargets, gridOf, writeTargets, type Targets } from './targets.js';

export interface Batch {
  /** [batch, height, width, 3], normalised. */
  readonly pictures: Float32Array;
  readonly targets: Targets;
}

/** A byte of a channel → what the network is given. */
export function inputTables({ input }: Network): readonly Float32Array[] {
  return input.mean.map((mean, channel) =>
    Float32Array.from({ length: 256 }, (_, byte) => (byte / 255 - mean) / input.std[channel]!),
  );
}

export function normalise(pixels: Uint8Array, tables: readonly Float32Array[], into: Float32Array): void {
  for (let channel = 0; channel < 3; channel++) {
    const table = tables[channel]!;
    for (let i = channel; i < pixels.length; i += 3) into[i] = table[pixels[i]!]!;
  }
}

const ORDER = 1;
const AUGMENT = 2;

/** Two batches' worth of arrays, used in turn: a batch holds until the one after the next is made. */
export class Batches {
  readonly #examples: readonly Example[];
  readonly #recipe: Recipe;
  readonly #augmenter: Augmenter;
  readonly #tables: readonly Float32Array[];
  readonly #room: readonly [Batch, Batch];
  #epoch = -1;
  #order: Uint32Array = new Uint32Array();

  constructor(network: Network, examples: readonly Example[], recipe: Recipe) {
    const { width, height } = network.input;
    const { batch } = recipe.training;
    this.#examples = examples;
    this.#recipe = recipe;
    this.#augmenter = new Augmenter({ width, height }, recipe.augment, examples);
    this.#tables = inputTables(network);
    const make = (): Batch => ({
      pictures: new Float32Array(batch * 3 * width * height),
      targets: createTargets(gridOf(network), batch),
    });
    this.#room = [make(), make()];
  }

  /** The batch of a step. Epochs follow each other without a gap: a batch may hold the end of one and the next's start. */
  async at(step: number): Promise<Batch> {
    const batch = this.#room[step % 2]!;
    const { batch: size } = this.#recipe.training;
    clearTargets(batch.targets);
    for (let index = 0; index < size; index++) await this.#write(batch, index, step * size + index);
    return batch;
  }

  async #write({ pictures, targets }: Batch, index: number, place: number): Promise<void> {
    const count = this.#examples.length;
    const epoch = Math.floor(place / count);
    const example = this.#examples[this.#orderOf(epoch)[place % count]!]!;
    const random = randomAt(this.#recipe.training.seed, AUGMENT, epoch, place % count);
    const seen = await this.#augmenter.augment(example, random);
    const length = seen.pixels.length;
    normalise(seen.pixels, this.#tables, pictures.subarray(index * length, (index + 1) * length));
    writeTargets(targets, index, seen.labels);
  }

  #orderOf(epoch: number): Uint32Array {
    if (epoch !== this.#epoch) {
      this.#order = shuffled(this.#examples.length, randomAt(this.#recipe.training.seed, ORDER, epoch));
      this.#epoch = epoch;
    }
    return this.#order;
  }
}

/** How often each class is labelled and not ignored. */
export function countClasses(examples: readonly Labels[], classes: number): number[] {
  const counts = new Array<number>(classes).fill(0);
  for (const { boxes } of examples) for (const box of boxes) if (!isIgnored(box)) counts[box.classId]!++;
  return counts;
}
