// Golden frames: pictures with the outputs and detections that a model must give, and how far two answers are apart.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { Fault, toFault } from '../../fault/fault.js';
import { decodePicture, type Picture } from '../../picture/decode.js';
import { Decoder } from '../detect/decode.js';
import { heads } from '../engine/channel.js';
import type { Engine, NetworkOutputs } from '../engine/engine.js';
import type { Manifest } from './manifest.js';
import { sha256Of, type Model } from './model.js';
import { overlap } from './overlap.js';
import { Preparer } from '../prepare/prepare.js';

export const GOLDEN_FOLDER = 'golden';
const MAX_BYTES = 1 << 23;

export interface Answer {
  readonly outputs: NetworkOutputs;
  /** Best first, boxes in pixels of the picture: left, top, right, bottom. */
  readonly detections: readonly {
    readonly label: string;
    readonly score: number;
    readonly box: readonly number[];
  }[];
}

const answerSchema = z.strictObject({
  /** Float32, little endian, base64. */
  outputs: z.strictObject({ heat: z.base64(), box: z.base64(), free: z.base64(), surface: z.base64() }),
  detections: z.array(
    z.strictObject({ label: z.string(), score: z.number(), box: z.array(z.number()).length(4) }),
  ),
});

export function encodeAnswer({ outputs, detections }: Answer): string {
  const text = (values: Float32Array): string =>
    Buffer.from(values.buffer, values.byteOffset, values.byteLength).toString('base64');
  const encoded = Object.fromEntries(heads.map((head) => [head, text(outputs[head])]));
  return `${JSON.stringify({ outputs: encoded, detections }, undefined, 1)}\n`;
}

/** What a model says to a picture by our runtime: prepare, engine, decode. */
export async function answer(manifest: Manifest, engine: Engine, picture: Picture): Promise<Answer> {
  const { width, height, rgb } = picture;
  new Preparer(manifest.input).prepare(
    { width, height, encoding: 'rgb8', step: 3 * width, data: rgb },
    engine.input,
  );
  return toAnswer(manifest, await engine.run(), picture);
}

/** Decodes outputs, whoever computed them; they are copied. */
export function toAnswer(
  manifest: Manifest,
  outputs: NetworkOutputs,
  picture: Pick<Picture, 'width' | 'height'>,
): Answer {
  const { count, labels, scores, boxes } = new Decoder(manifest).decode(outputs, picture);
  const copies = Object.fromEntries(heads.map((head) => [head, outputs[head].slice()]));
  return {
    outputs: copies as unknown as NetworkOutputs,
    detections: Array.from({ length: count }, (_, i) => ({
      label: manifest.labels[labels[i]!]!,
      score: scores[i]!,
      box: [...boxes.subarray(4 * i, 4 * i + 4)],
    })),
  };
}

/** Where two answers to one picture differ by more than the manifest allows, in words; none: they agree. */
export function differences(manifest: Manifest, one: Answer, other: Answer): string[] {
  const { logits } = manifest.golden.tolerances;
  const far = heads.flatMap((head) => {
    const greatest = greatestDifference(one.outputs[head], other.outputs[head]);
    return greatest <= logits ? [] : [`${head} differs by ${greatest.toPrecision(3)}`];
  });
  return [...far, ...unmatched(manifest, one, other), ...unmatched(manifest, other, one)];
}

/** Written so that NaN and other lengths are far too. */
function greatestDifference(a: Float32Array, b: Float32Array): number {
  if (a.length !== b.length) return Infinity;
  let greatest = 0;
  for (let i = 0; i < a.length; i++) {
    // Of numbers above 1, sides of large boxes for one, a share: float32 has seven digits.
    const difference = Math.abs(a[i]! - b[i]!) / Math.max(1, Math.abs(a[i]!));
    if (!(difference <= greatest)) greatest = Number.isNaN(difference) ? Infinity : difference;
  }
  return greatest;
}

/** Detections of one that the other lacks; those as near to their threshold as the tolerance may be lacking. */
function unmatched({ labels, decoding, golden }: Manifest, one: Answer, other: Answer): string[] {
  const { iou, score: tolerance } = golden.tolerances;
  const lacking = one.detections.filter(({ label, score, box }) => {
    const threshold = decoding.thresholds[labels.indexOf(label)]!;
    if (Math.abs(score - threshold) <= tolerance) return false;
    return !other.detections.some(
      (each) =>
        each.label === label && Math.abs(each.score - score) <= tolerance && overlap(each.box, box) >= iou,
    );
  });
  return lacking.map(({ label, score }) => `${label} ${score.toFixed(3)} is found by one only`);
}

/** Runs a model's golden frames; gives what differs, by picture. Throws model/digest, model/unreadable, engine/…. */
export async function checkGolden({ folder, manifest }: Model, engine: Engine): Promise<string[]> {
  const found: string[] = [];
  for (const { image, expected, sha256 } of manifest.golden.frames) {
    const bytes = await readGolden(folder, image);
    if (sha256Of(bytes) !== sha256) throw otherFrame(join(folder, GOLDEN_FOLDER, image));
    const kept = parseAnswer(await readGolden(folder, expected), join(folder, GOLDEN_FOLDER, expected));
    const now = await answer(manifest, engine, await decodePicture(bytes));
    found.push(...differences(manifest, kept, now).map((each) => `${image}: ${each}`));
  }
  return found;
}

function parseAnswer(bytes: Uint8Array, where: string): Answer {
  try {
    const { outputs, detections } = answerSchema.parse(JSON.parse(new TextDecoder().decode(bytes)));
    const decoded = Object.fromEntries(heads.map((head) => [head, toFloats(outputs[head])]));
    return { outputs: decoded as unknown as NetworkOutputs, detections };
  } catch (thrown) {
    throw toFault(thrown, 'model/unreadable', {
      what: 'A golden answer of the model cannot be read.',
      where,
    });
  }
}

function toFloats(base64: string): Float32Array {
  const bytes = Buffer.from(base64, 'base64');
  return Float32Array.from({ length: bytes.length >> 2 }, (_, i) => bytes.readFloatLE(4 * i));
}

async function readGolden(folder: string, name: string): Promise<Uint8Array> {
  const path = join(folder, GOLDEN_FOLDER, name);
  try {
    const bytes = await readFile(path);
    if (bytes.length <= MAX_BYTES) return bytes;
  } catch (thrown) {
    throw toFault(thrown, 'model/unreadable', {
      what: 'A golden frame of the model cannot be read.',
      where: path,
    });
  }
  throw new Fault('model/too-large', {
    what: 'A golden frame of the model is too large.',
    where: path,
    expected: `at most ${MAX_BYTES} bytes`,
  });
}

function otherFrame(where: string): Fault {
  return new Fault('model/digest', {
    what: 'A golden frame is not the one that the manifest names.',
    where,
    next: 'Copy the model again, all of its folder.',
  });
}
