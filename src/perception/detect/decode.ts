// From a network's outputs to detections and a surface, as docs/formats/model.md says it; nothing is allocated per frame.
import type { NetworkOutputs } from '../engine/engine.js';
import { gridOf, type Manifest } from '../model/manifest.js';
import { logit } from '../model/logistic.js';

/** What one frame shows; overwritten by the next. */
export interface Decoded {
  readonly count: number;
  /** Index into the labels, by detection. */
  readonly labels: Uint8Array;
  /** Calibrated, best first. */
  readonly scores: Float64Array;
  /** Left, top, right, bottom in pixels of the frame, by detection. */
  readonly boxes: Float64Array;
  /** Index into the surfaces; -1: unknown. */
  readonly surface: number;
  /** Of all surfaces. */
  readonly surfaceProbabilities: Float64Array;
}

export class Decoder {
  readonly #manifest: Manifest;
  readonly #columns: number;
  readonly #rows: number;
  /** The least logit of each label. */
  readonly #leastLogit: Float64Array;
  /** Peaks in the order of their scores: place in the heat map, and score. */
  readonly #peaks: Int32Array;
  readonly #peakScores: Float64Array;
  #peakCount = 0;
  #count = 0;
  readonly #labels: Uint8Array;
  readonly #scores: Float64Array;
  readonly #boxes: Float64Array;
  readonly #probabilities: Float64Array;

  constructor(manifest: Manifest) {
    const { columns, rows } = gridOf(manifest);
    const { maxDetections, thresholds } = manifest.decoding;
    this.#manifest = manifest;
    this.#columns = columns;
    this.#rows = rows;
    this.#leastLogit = Float64Array.from(thresholds, (threshold, label) => {
      const { scale, offset } = this.#calibrationOf(label);
      return (logit(threshold) - offset) / scale;
    });
    this.#peaks = new Int32Array(manifest.labels.length * columns * rows);
    this.#peakScores = new Float64Array(this.#peaks.length);
    this.#labels = new Uint8Array(maxDetections);
    this.#scores = new Float64Array(maxDetections);
    this.#boxes = new Float64Array(4 * maxDetections);
    this.#probabilities = new Float64Array(manifest.surfaces.length);
  }

  /** `frame`: the size in pixels in which boxes are wanted. */
  decode(outputs: NetworkOutputs, frame: { readonly width: number; readonly height: number }): Decoded {
    this.#collectPeaks(outputs.heat);
    this.#keepBest(outputs.box, frame.width, frame.height);
    const surface = this.#judgeSurface(outputs.surface);
    return {
      count: this.#count,
      labels: this.#labels,
      scores: this.#scores,
      boxes: this.#boxes,
      surface,
      surfaceProbabilities: this.#probabilities,
    };
  }

  #calibrationOf(label: number): { readonly scale: number; readonly offset: number } {
    const { calibration } = this.#manifest.decoding;
    return { scale: calibration?.scale[label] ?? 1, offset: calibration?.offset[label] ?? 0 };
  }

  #collectPeaks(heat: Float32Array): void {
    const cells = this.#columns * this.#rows;
    this.#peakCount = 0;
    for (let label = 0; label < this.#leastLogit.length; label++) {
      const least = this.#leastLogit[label]!;
      for (let cell = 0; cell < cells; cell++) {
        const at = label * cells + cell;
        if (heat[at]! < least || !this.#isPeak(heat, label * cells, cell)) continue;
        const { scale, offset } = this.#calibrationOf(label);
        this.#insertPeak(at, 1 / (1 + Math.exp(-(scale * heat[at]! + offset))));
      }
    }
  }

  /** No neighbour exceeds it; of equal ones the first in reading order counts. */
  #isPeak(heat: Float32Array, plane: number, cell: number): boolean {
    const columns = this.#columns;
    const x = cell % columns;
    const y = (cell - x) / columns;
    const value = heat[plane + cell]!;
    for (let ny = Math.max(0, y - 1); ny <= Math.min(this.#rows - 1, y + 1); ny++) {
      for (let nx = Math.max(0, x - 1); nx <= Math.min(columns - 1, x + 1); nx++) {
        const neighbour = ny * columns + nx;
        const other = heat[plane + neighbour]!;
        if (other > value || (other === value && neighbour < cell)) return false;
      }
    }
    return true;
  }

  /** Behind all that are as good or better: equal ones stay in order of label and cell. */
  #insertPeak(at: number, score: number): void {
    let place = this.#peakCount++;
    for (; place > 0 && this.#peakScores[place - 1]! < score; place--) {
      this.#peaks[place] = this.#peaks[place - 1]!;
      this.#peakScores[place] = this.#peakScores[place - 1]!;
    }
    this.#peaks[place] = at;
    this.#peakScores[place] = score;
  }

  #keepBest(box: Float32Array, frameWidth: number, frameHeight: number): void {
    const { input, outputs, decoding } = this.#manifest;
    const cells = this.#columns * this.#rows;
    const scaleX = frameWidth / input.width;
    const scaleY = frameHeight / input.height;
    this.#count = 0;
    for (let peak = 0; peak < this.#peakCount && this.#count < decoding.maxDetections; peak++) {
      const cell = this.#peaks[peak]! % cells;
      const x = ((cell % this.#columns) + 0.5) * outputs.stride;
      const y = (Math.floor(cell / this.#columns) + 0.5) * outputs.stride;
      const left = Math.max(0, x - box[cell]! * outputs.stride) * scaleX;
      const top = Math.max(0, y - box[cells + cell]! * outputs.stride) * scaleY;
      const right = Math.min(input.width, x + box[2 * cells + cell]! * outputs.stride) * scaleX;
      const bottom = Math.min(input.height, y + box[3 * cells + cell]! * outputs.stride) * scaleY;
      const label = Math.floor(this.#peaks[peak]! / cells);
      if (right <= left || bottom <= top || this.#isTaken(label, left, top, right, bottom)) continue;
      this.#labels[this.#count] = label;
      this.#scores[this.#count] = this.#peakScores[peak]!;
      this.#boxes[4 * this.#count] = left;
      this.#boxes[4 * this.#count + 1] = top;
      this.#boxes[4 * this.#count + 2] = right;
      this.#boxes[4 * this.#count + 3] = bottom;
      this.#count++;
    }
  }

  #isTaken(label: number, left: number, top: number, right: number, bottom: number): boolean {
    const { iouSameClass, iouAnyClass } = this.#manifest.decoding;
    const boxes = this.#boxes;
    for (let i = 0; i < this.#count; i++) {
      const at = 4 * i;
      const across = Math.min(right, boxes[at + 2]!) - Math.max(left, boxes[at]!);
      const down = Math.min(bottom, boxes[at + 3]!) - Math.max(top, boxes[at + 1]!);
      if (across <= 0 || down <= 0) continue;
      const both = across * down;
      const other = (boxes[at + 2]! - boxes[at]!) * (boxes[at + 3]! - boxes[at + 1]!);
      const iou = both / ((right - left) * (bottom - top) + other - both);
      if (iou > iouAnyClass || (iou > iouSameClass && label === this.#labels[i])) return true;
    }
    return false;
  }

  /** Softmax; the most probable surface, or -1. */
  #judgeSurface(logits: Float32Array): number {
    const probabilities = this.#probabilities;
    let best = 0;
    for (let i = 1; i < probabilities.length; i++) if (logits[i]! > logits[best]!) best = i;
    let sum = 0;
    for (let i = 0; i < probabilities.length; i++) {
      probabilities[i] = Math.exp(logits[i]! - logits[best]!);
      sum += probabilities[i]!;
    }
    for (let i = 0; i < probabilities.length; i++) probabilities[i]! /= sum;
    return probabilities[best]! >= this.#manifest.decoding.surfaceThreshold ? best : -1;
  }
}
