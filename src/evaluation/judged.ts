// One image as it is judged: what the model said of it, and what is there.
import type { Found, Truth } from '../training/score/match.js';

/** Pixels of the image. */
export interface JudgedFound extends Found {
  readonly classId: number;
}

export interface JudgedTruth extends Truth {
  /** -1: of a class that is not judged; then it is ignored. */
  readonly classId: number;
  /** Undefined where the labels do not know it. */
  readonly visibleFraction: number | undefined;
  /** Short side at the network's input, pixels. */
  readonly shortSidePx: number;
  /** Metres from base_footprint, where known. */
  readonly distanceM: number | undefined;
}

export interface JudgedFrame {
  /** Of the image in its dataset. */
  readonly id: number;
  readonly room: string;
  readonly imagePath: string;
  readonly width: number;
  readonly height: number;
  /** Down to scores that no threshold would let through. */
  readonly found: readonly JudgedFound[];
  /** At the thresholds of the manifest: what the robot gets. */
  readonly chosen: readonly JudgedFound[];
  readonly truths: readonly JudgedTruth[];
  /** Places in the model's surfaces; -1: unknown. */
  readonly surface: { readonly said: number; readonly is: number };
  /** Cells that both, or either, call free floor; undefined without a label. */
  readonly floor: { readonly both: number; readonly either: number } | undefined;
}

/** A detection is right if its class is and it overlaps the object by this much. */
export const LEAST_IOU = 0.5;
/** COCO's overlaps: 0.5, 0.55 … 0.95. */
export const COCO_OVERLAPS: readonly number[] = Array.from({ length: 10 }, (_, i) => (50 + 5 * i) / 100);

export function ofClass<T extends { readonly classId: number }>(all: readonly T[], classId: number): T[] {
  return all.filter((each) => each.classId === classId);
}
