import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Decoder } from './decode.js';
import type { NetworkOutputs } from '../engine/engine.js';
import type { Manifest } from '../model/manifest.js';
import { encodeOnnx } from '../model/onnx.js';
import { tinyManifest, tinyNetwork, tinySize } from '../model/testing/tiny-model.js';

const columns = tinySize.width / tinySize.stride;
const rows = tinySize.height / tinySize.stride;
const cells = columns * rows;
const bytes = encodeOnnx(tinyNetwork());
const manifest = tinyManifest(bytes);
const frame = { width: 96, height: 64 };

/** Nothing anywhere; boxes of one cell around each centre. */
function silence(): NetworkOutputs {
  return {
    heat: new Float32Array(2 * cells).fill(-9),
    box: new Float32Array(4 * cells).fill(0.5),
    free: new Float32Array(cells),
    surface: new Float32Array(2),
  };
}

interface Found {
  readonly label: number;
  readonly score: number;
  readonly box: readonly number[];
}

function read(manifest: Manifest, outputs: NetworkOutputs): Found[] {
  const { count, labels, scores, boxes } = new Decoder(manifest).decode(outputs, frame);
  return Array.from({ length: count }, (_, i) => ({
    label: labels[i]!,
    score: scores[i]!,
    box: [...boxes.subarray(4 * i, 4 * i + 4)],
  }));
}

function iou(a: readonly number[], b: readonly number[]): number {
  const across = Math.min(a[2]!, b[2]!) - Math.max(a[0]!, b[0]!);
  const down = Math.min(a[3]!, b[3]!) - Math.max(a[1]!, b[1]!);
  const area = (box: readonly number[]): number => (box[2]! - box[0]!) * (box[3]! - box[1]!);
  const both = across > 0 && down > 0 ? across * down : 0;
  return both / (area(a) + area(b) - both);
}

/** The rules of docs/formats/model.md one by one, with lists and objects. */
function plainly({ decoding, input }: Manifest, { heat, box }: NetworkOutputs): Found[] {
  const peaks: Found[] = [];
  for (let label = 0; label < 2; label++) {
    for (let cell = 0; cell < cells; cell++) {
      const value = heat[label * cells + cell]!;
      const [x, y] = [cell % columns, Math.floor(cell / columns)];
      const beaten = Array.from({ length: cells }, (_, other) => other).some((other) => {
        const near = Math.abs((other % columns) - x) <= 1 && Math.abs(Math.floor(other / columns) - y) <= 1;
        const theirs = heat[label * cells + other]!;
        return near && other !== cell && (theirs > value || (theirs === value && other < cell));
      });
      const scale = decoding.calibration?.scale[label] ?? 1;
      const offset = decoding.calibration?.offset[label] ?? 0;
      const score = 1 / (1 + Math.exp(-(scale * value + offset)));
      if (beaten || score < decoding.thresholds[label]!) continue;
      const side = (i: number): number => box[i * cells + cell]! * 8;
      const [cx, cy] = [(x + 0.5) * 8, (y + 0.5) * 8];
      const clipped = [
        Math.max(0, cx - side(0)) * (frame.width / input.width),
        Math.max(0, cy - side(1)) * (frame.height / input.height),
        Math.min(input.width, cx + side(2)) * (frame.width / input.width),
        Math.min(input.height, cy + side(3)) * (frame.height / input.height),
      ];
      peaks.push({ label, score, box: clipped });
    }
  }
  const kept: Found[] = [];
  for (const peak of peaks.sort((a, b) => b.score - a.score)) {
    if (peak.box[2]! <= peak.box[0]! || peak.box[3]! <= peak.box[1]!) continue;
    const taken = kept.some((one) => {
      const overlap = iou(one.box, peak.box);
      return overlap > decoding.iouAnyClass || (overlap > decoding.iouSameClass && one.label === peak.label);
    });
    if (!taken && kept.length < decoding.maxDetections) kept.push(peak);
  }
  return kept;
}

describe('decode', () => {
  it('when outputs are any, then detections are those that the rules give one by one', () => {
    // Few different numbers, so that equal neighbours and equal scores occur.
    const logits = fc.array(fc.integer({ min: -4, max: 6 }), { minLength: 2 * cells, maxLength: 2 * cells });
    const sides = fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 4 * cells, maxLength: 4 * cells });
    const decodings = fc.record({
      thresholds: fc.constantFrom<number[]>([0.5, 0.5], [0.3, 0.9]),
      calibration: fc.constantFrom<Manifest['decoding']['calibration']>(undefined, {
        scale: [0.5, 2],
        offset: [0.25, -1],
      }),
      maxDetections: fc.constantFrom(3, 50),
    });
    fc.assert(
      fc.property(logits, sides, decodings, (heat, box, change) => {
        const varied: Manifest = { ...manifest, decoding: { ...manifest.decoding, ...change } };
        const outputs = {
          ...silence(),
          heat: Float32Array.from(heat),
          box: Float32Array.from(box, (v) => v / 2),
        };
        const found = read(varied, outputs);
        assert.deepEqual(found, plainly(varied, outputs));
      }),
      { numRuns: 300 },
    );
  });

  it('when one cell glows, then its box lies where the sides say, in pixels of the frame', () => {
    const outputs = silence();
    const cell = columns * 2 + 3;
    outputs.heat[cells + cell] = 2;
    [1, 0.5, 2, 1.5].forEach((side, i) => (outputs.box[i * cells + cell] = side));
    const [only, ...others] = read(manifest, outputs);
    assert.deepEqual(others, []);
    assert.equal(only!.label, 1);
    assert.ok(Math.abs(only!.score - 1 / (1 + Math.exp(-2))) < 1e-12);
    assert.deepEqual(only!.box, [40, 32, 88, 64]);
  });

  it('when the next frame is empty, then nothing is left of the one before', () => {
    const decoder = new Decoder(manifest);
    const outputs = silence();
    outputs.heat.fill(3);
    assert.ok(decoder.decode(outputs, frame).count > 0);
    assert.equal(decoder.decode(silence(), frame).count, 0);
  });

  it('when one surface is probable enough, then it is the surface, else it is unknown', () => {
    const decoder = new Decoder(manifest);
    const judged = (surface: readonly number[]): number =>
      decoder.decode({ ...silence(), surface: Float32Array.from(surface) }, frame).surface;
    assert.equal(judged([0, 3]), 1);
    assert.equal(judged([80, -80]), 0);
    assert.equal(judged([0.1, 0]), -1);
  });
});
