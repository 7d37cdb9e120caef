// A quick look at a network during training: mAP@0.5, surface accuracy and free floor on some pictures of validation.
import { Decoder } from '../perception/detect/decode.js';
import type { Manifest } from '../perception/model/manifest.js';
import { inputTables, normalise } from './batches.js';
import { isIgnored, type Example } from './labels.js';
import type { Heads, Learner } from './learner.js';
import type { Network } from './network.js';
import { meanAveragePrecision, type ImageResult } from './score/average-precision.js';
import { clearTargets, createTargets, gridOf, writeTargets } from './targets.js';

export interface Validation {
  readonly images: number;
  readonly map50: number;
  /** Of the pictures whose surface is known; undefined if it is of none. */
  readonly surfaceAccuracy: number | undefined;
  /** Intersection over union of free cells; undefined if no picture has free floor labelled. */
  readonly freeIou: number | undefined;
}

/** How a network is read when its quality is measured: nothing held back but what no threshold would let through. */
const LEAST_SCORE = 0.01;

/** The part of a manifest that reading the heads takes, for a network that has none yet. */
export function readingOf(
  network: Network,
): Pick<Manifest, 'input' | 'outputs' | 'decoding' | 'labels' | 'surfaces'> {
  const { width, height, mean, std } = network.input;
  return {
    input: {
      name: 'image',
      width,
      height,
      layout: 'NCHW',
      colour: 'rgb',
      resize: 'stretch-bilinear',
      mean,
      std,
    },
    outputs: { stride: network.stride, heat: 'heat', box: 'box', free: 'free', surface: 'surface' },
    labels: network.classes,
    surfaces: network.surfaces,
    decoding: {
      thresholds: network.classes.map(() => LEAST_SCORE),
      iouSameClass: 0.5,
      iouAnyClass: 0.8,
      maxDetections: 50,
      freeThreshold: 0.5,
      surfaceThreshold: 0,
    },
  };
}

/** The learner's parameters are those to be validated. `pause` is awaited between batches. */
export async function validate(
  learner: Learner,
  network: Network,
  examples: readonly Example[],
  options: { readonly batch: number; readonly pause: () => Promise<void> },
): Promise<Validation> {
  const reader = new HeadsReader(network);
  const tally = { surfaces: 0, right: 0, both: 0, either: 0 };
  const results: ImageResult[] = [];
  for (let from = 0; from < examples.length; from += options.batch) {
    const part = examples.slice(from, from + options.batch);
    const heads = learner.predict(picturesOf(part, network));
    part.forEach((example, i) => results.push(reader.read(heads, i, example, tally)));
    await options.pause();
  }
  return {
    images: examples.length,
    map50: meanAveragePrecision(results, network.classes.length),
    surfaceAccuracy: tally.surfaces === 0 ? undefined : tally.right / tally.surfaces,
    freeIou: tally.either === 0 ? undefined : tally.both / tally.either,
  };
}

/** [batch, height, width, 3], normalised, as `Learner.predict` takes them. */
export function picturesOf(examples: readonly Example[], network: Network): Float32Array {
  const tables = inputTables(network);
  const length = 3 * network.input.width * network.input.height;
  const pictures = new Float32Array(examples.length * length);
  examples.forEach(({ pixels }, i) =>
    normalise(pixels, tables, pictures.subarray(i * length, (i + 1) * length)),
  );
  return pictures;
}

interface Tally {
  surfaces: number;
  right: number;
  both: number;
  either: number;
}

class HeadsReader {
  readonly #network: Network;
  readonly #decoder: Decoder;

  constructor(network: Network) {
    this.#network = network;
    this.#decoder = new Decoder(readingOf(network) as Manifest);
  }

  read(heads: Heads, index: number, example: Example, tally: Tally): ImageResult {
    const of = (values: Float32Array, each: number): Float32Array =>
      values.subarray(index * each, (index + 1) * each);
    const { columns, rows, classes } = gridOf(this.#network);
    const cells = columns * rows;
    const outputs = {
      heat: of(heads.heat, classes * cells),
      box: of(heads.box, 4 * cells),
      free: of(heads.free, cells),
      surface: of(heads.surface, this.#network.surfaces.length),
    };
    const decoded = this.#decoder.decode(outputs, this.#network.input);
    tallySurface(decoded.surface, example.surface, tally);
    this.#tallyFree(outputs.free, example, tally);
    return {
      found: listFound(decoded),
      truths: example.boxes.map((box) => ({ ...box, ignore: isIgnored(box) })),
    };
  }

  #tallyFree(logits: Float32Array, example: Example, tally: Tally): void {
    const targets = createTargets(gridOf(this.#network), 1);
    clearTargets(targets);
    writeTargets(targets, 0, example);
    logits.forEach((logit, cell) => {
      const truth = targets.free[cell]!;
      if (truth < 0) return;
      const [said, is] = [logit >= 0, truth >= 0.5];
      if (said && is) tally.both++;
      if (said || is) tally.either++;
    });
  }
}

function tallySurface(said: number, is: number, tally: Tally): void {
  if (is < 0) return;
  tally.surfaces++;
  if (said === is) tally.right++;
}

function listFound({ count, labels, scores, boxes }: ReturnType<Decoder['decode']>): ImageResult['found'] {
  return Array.from({ length: count }, (_, i) => {
    const [left, top, right, bottom] = boxes.subarray(4 * i, 4 * i + 4) as unknown as [
      number,
      number,
      number,
      number,
    ];
    return { classId: labels[i]!, score: scores[i]!, left, top, right, bottom };
  });
}
