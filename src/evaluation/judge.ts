// Images through the robot's own way (prepare, ONNX Runtime, decode), one after the other, each set beside its labels.
import type { Manifest as DatasetManifest, Rle } from '../dataset/format.js';
import { checkDigest, type Sample } from '../dataset/open.js';
import { decodeAt, readPictureBytes } from '../dataset/read-picture.js';
import { decodeRle } from '../dataset/rle.js';
import { isVisibilityKnown } from '../dataset/visibility.js';
import { Fault } from '../fault/fault.js';
import { Decoder, type Decoded } from '../perception/detect/decode.js';
import type { Engine } from '../perception/engine/engine.js';
import { gridOf, type Manifest } from '../perception/model/manifest.js';
import { Preparer } from '../perception/prepare/prepare.js';
import type { Picture } from '../picture/decode.js';
import { logit, sigmoid } from '../perception/model/logistic.js';
import type { JudgedFound, JudgedFrame, JudgedTruth } from './judged.js';
import { refuseStrangers } from './shared.js';

/** Before calibration: what no threshold would let through. As the training's own validation has it. */
const LEAST_SCORE = 0.01;
/** Pictures decoded ahead while the network runs; more would only fill memory. */
const AHEAD = 3;

/** What is done to a picture before the model sees it; the picture is the caller's to change. */
export type Spoil = (picture: Picture, sample: Sample) => Promise<Spoiled> | Spoiled;

export interface Spoiled {
  readonly picture: Picture;
  /** How far the things in it moved down, pixels. */
  readonly shiftPx: number;
}

export interface JudgeOptions {
  readonly manifest: Manifest;
  readonly engine: Engine;
  readonly dataset: DatasetManifest;
  /** The labels that are judged; a classId is a place in them. All if absent: the dataset must then have no other classes. */
  readonly judged?: readonly string[] | undefined;
  readonly spoil?: Spoil | undefined;
  readonly onFrame?: ((frame: JudgedFrame, look: Look) => void) | undefined;
}

/** What is seen of one frame beside the judgement; overwritten by the next. */
export interface Look {
  readonly picture: Picture;
  readonly decoded: Decoded;
  /** Logit of free floor by cell, and 1 where it is free; undefined without a label. */
  readonly free: Float32Array;
  readonly floor: Uint8Array | undefined;
}

/** In the order given; at most `AHEAD` pictures are in memory. Throws evaluation/no-data, dataset/corrupt, picture/undecodable, engine/…. */
export async function judgeSamples(
  samples: readonly Sample[],
  options: JudgeOptions,
): Promise<JudgedFrame[]> {
  if (options.judged === undefined) refuseStrangers(options.dataset, options.manifest);
  const judge = new Judge(options, isVisibilityKnown(options.dataset, samples));
  const frames: JudgedFrame[] = [];
  const ahead: Promise<Spoiled>[] = [];
  const open = (index: number): void => {
    const sample = samples[index];
    if (sample === undefined) return;
    const opened = openPicture(sample, options.spoil);
    // Who takes it hears of a failure; until then nobody listens.
    opened.catch(() => undefined);
    ahead.push(opened);
  };
  for (let i = 0; i < AHEAD; i++) open(i);
  for (const [i, sample] of samples.entries()) {
    const spoiled = await ahead.shift()!;
    open(i + AHEAD);
    frames.push(await judge.look(sample, spoiled));
  }
  return frames;
}

async function openPicture(sample: Sample, spoil: Spoil | undefined): Promise<Spoiled> {
  const { image, imagePath } = sample;
  const bytes = await readPictureBytes(imagePath);
  checkDigest(bytes, image.sha256, imagePath);
  const picture = await decodeAt(imagePath, bytes, { maxPixels: image.width * image.height });
  if (picture.width !== image.width || picture.height !== image.height) {
    throw new Fault('dataset/corrupt', {
      what: 'an image does not have the size that its labels are for',
      where: imagePath,
      found: `${picture.width} x ${picture.height}`,
      expected: `${image.width} x ${image.height}`,
    });
  }
  return spoil === undefined ? { picture, shiftPx: 0 } : spoil(picture, sample);
}

class Judge {
  readonly #options: JudgeOptions;
  readonly #knowsVisibility: boolean;
  readonly #preparer: Preparer;
  readonly #everything: Decoder;
  readonly #atThresholds: Decoder;
  readonly #classByCategory: readonly number[];
  readonly #classByLabel: readonly number[];

  constructor(options: JudgeOptions, isVisibilityKnown: boolean) {
    this.#knowsVisibility = isVisibilityKnown;
    const { manifest, dataset, judged = manifest.labels } = options;
    this.#options = options;
    this.#preparer = new Preparer(manifest.input);
    this.#everything = new Decoder(withoutThresholds(manifest));
    this.#atThresholds = new Decoder(manifest);
    this.#classByCategory = dataset.classes.map((name) => judged.indexOf(name));
    this.#classByLabel = manifest.labels.map((name) => judged.indexOf(name));
  }

  async look(sample: Sample, { picture, shiftPx }: Spoiled): Promise<JudgedFrame> {
    const { manifest, engine, onFrame } = this.#options;
    const { width, height, rgb } = picture;
    const raw = { width, height, encoding: 'rgb8', step: 3 * width, data: rgb };
    this.#preparer.prepare(raw, engine.input);
    const outputs = await engine.run();
    const found = listFound(this.#everything.decode(outputs, picture), this.#classByLabel);
    const decoded = this.#atThresholds.decode(outputs, picture);
    const { image } = sample;
    const floor = image.free_space && floorCells(image.free_space, gridOf(manifest));
    const frame: JudgedFrame = {
      id: image.id,
      room: image.room,
      imagePath: sample.imagePath,
      width,
      height,
      found,
      chosen: listFound(decoded, this.#classByLabel),
      truths: this.#truthsOf(sample, shiftPx),
      surface: { said: decoded.surface, is: manifest.surfaces.indexOf(image.surface) },
      floor: floor && compareFloor(outputs.free, floor, manifest),
    };
    onFrame?.(frame, { picture, decoded, free: outputs.free, floor });
    return frame;
  }

  #truthsOf({ image, annotations }: Sample, shiftPx: number): JudgedTruth[] {
    const { input } = this.#options.manifest;
    return annotations.map((annotation) => {
      const [x, y, width, height] = annotation.bbox;
      const classId = this.#classByCategory[annotation.category_id - 1]!;
      return {
        classId,
        left: x,
        top: y + shiftPx,
        right: x + width,
        bottom: y + height + shiftPx,
        // A thing that is not judged is a thing all the same: who sees something there sees no ghost.
        ignore: annotation.ignore === 1 || classId < 0,
        visibleFraction: this.#knowsVisibility ? annotation.visible_fraction : undefined,
        shortSidePx: Math.min((width * input.width) / image.width, (height * input.height) / image.height),
        distanceM: annotation.distance,
      };
    });
  }
}

/** Calibration moves scores, not what is looked at: the same peaks are listed with and without it. */
function withoutThresholds(manifest: Manifest): Manifest {
  const { calibration } = manifest.decoding;
  const thresholds = manifest.labels.map((_, label) => {
    const least = (calibration?.scale[label] ?? 1) * logit(LEAST_SCORE) + (calibration?.offset[label] ?? 0);
    return Math.min(1 - 1e-9, Math.max(1e-9, sigmoid(least)));
  });
  return { ...manifest, decoding: { ...manifest.decoding, thresholds } };
}

/** Those of classes that are judged. */
function listFound(
  { count, labels, scores, boxes }: Decoded,
  classByLabel: readonly number[],
): JudgedFound[] {
  return Array.from({ length: count }, (_, i) => ({
    classId: classByLabel[labels[i]!]!,
    score: scores[i]!,
    left: boxes[4 * i]!,
    top: boxes[4 * i + 1]!,
    right: boxes[4 * i + 2]!,
    bottom: boxes[4 * i + 3]!,
  })).filter(({ classId }) => classId >= 0);
}

function compareFloor(free: Float32Array, is: Uint8Array, manifest: Manifest): JudgedFrame['floor'] {
  const least = logit(manifest.decoding.freeThreshold);
  let [both, either] = [0, 0];
  for (let cell = 0; cell < is.length; cell++) {
    const said = free[cell]! >= least;
    if (said && is[cell] === 1) both++;
    if (said || is[cell] === 1) either++;
  }
  return { both, either };
}

/** 1 where at least half of a cell's pixels show free floor. */
function floorCells(
  rle: Rle,
  { columns, rows }: { readonly columns: number; readonly rows: number },
): Uint8Array {
  const [height, width] = rle.size;
  const mask = decodeRle(rle);
  const counts = new Int32Array(columns * rows);
  const totals = new Int32Array(columns * rows);
  for (let y = 0, at = 0; y < height; y++) {
    const row = Math.floor((y * rows) / height) * columns;
    for (let x = 0; x < width; x++, at++) {
      const cell = row + Math.floor((x * columns) / width);
      totals[cell]!++;
      counts[cell]! += mask[at]!;
    }
  }
  return Uint8Array.from(counts, (count, cell) => (totals[cell]! > 0 && 2 * count >= totals[cell]! ? 1 : 0));
}
