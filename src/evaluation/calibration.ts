// Whether scores are probabilities: reliability in bins of equal mass, and Platt's scaling that mends them.
import { sigmoid } from '../perception/model/logistic.js';

/** One detection: its score and whether it is right. */
export interface Judgement {
  readonly score: number;
  readonly right: boolean;
}

export interface ReliabilityBin {
  readonly count: number;
  /** Mean score. */
  readonly confidence: number;
  /** Share that is right. */
  readonly accuracy: number;
}

export const BINS = 15;

/**
 * Bins of equal mass by rising score: of n detections bin b holds those of ranks floor(b·n/15) to floor((b+1)·n/15).
 * `times`: how often each judgement counts, whole numbers. Empty bins are left out.
 */
export function reliability(
  rising: readonly Judgement[],
  times: (index: number) => number = () => 1,
  bins = BINS,
): ReliabilityBin[] {
  let total = 0;
  for (let i = 0; i < rising.length; i++) total += times(i);
  const counts = new Float64Array(bins);
  const scores = new Float64Array(bins);
  const rights = new Float64Array(bins);
  let rank = 0;
  for (let i = 0; i < rising.length; i++) {
    const { score, right } = rising[i]!;
    for (let left = times(i); left > 0; left--, rank++) {
      const bin = Math.floor((rank * bins) / total);
      counts[bin]!++;
      scores[bin]! += score;
      if (right) rights[bin]!++;
    }
  }
  return Array.from(counts, (count, bin) => ({
    count,
    confidence: scores[bin]! / count,
    accuracy: rights[bin]! / count,
  })).filter(({ count }) => count > 0);
}

/** Expected calibration error: mean over the detections of how far their bin's share of right ones is from its mean score. */
export function calibrationError(bins: readonly ReliabilityBin[]): number {
  const total = bins.reduce((sum, { count }) => sum + count, 0);
  const off = bins.reduce(
    (sum, { count, confidence, accuracy }) => sum + count * Math.abs(confidence - accuracy),
    0,
  );
  return total === 0 ? 0 : off / total;
}

export function risingScores<T extends Judgement>(judgements: readonly T[]): T[] {
  return [...judgements].sort((a, b) => a.score - b.score);
}

/** score = sigmoid(scale · logit + offset). */
export interface Platt {
  readonly scale: number;
  readonly offset: number;
}

const ROUNDS = 50;
/** A pull towards the plain score that a handful of detections cannot withstand and hundreds do not feel. */
const PULL = 1;

/**
 * Logistic regression by Newton's steps on targets that are a little less than certain (Platt, 1999: (n+ + 1)/(n+ + 2)
 * and 1/(n- + 2)), pulled towards scale 1 and offset 0.
 */
export function fitPlatt(judged: readonly { readonly logit: number; readonly right: boolean }[]): Platt {
  const rights = judged.filter(({ right }) => right).length;
  const high = (rights + 1) / (rights + 2);
  const low = 1 / (judged.length - rights + 2);
  let [scale, offset] = [1, 0];
  for (let round = 0; round < ROUNDS; round++) {
    let [gradientScale, gradientOffset] = [PULL * (scale - 1), PULL * offset];
    let [ss, so, oo] = [PULL, 0, PULL];
    for (const { logit, right } of judged) {
      const p = sigmoid(scale * logit + offset);
      const off = p - (right ? high : low);
      const slope = p * (1 - p);
      gradientScale += off * logit;
      gradientOffset += off;
      ss += slope * logit * logit;
      so += slope * logit;
      oo += slope;
    }
    const determinant = ss * oo - so * so;
    const stepScale = (oo * gradientScale - so * gradientOffset) / determinant;
    const stepOffset = (ss * gradientOffset - so * gradientScale) / determinant;
    const damping = Math.min(1, 2 / (Math.abs(stepScale) + Math.abs(stepOffset) + 1e-300));
    scale -= damping * stepScale;
    offset -= damping * stepOffset;
    if (Math.abs(stepScale) + Math.abs(stepOffset) < 1e-10) break;
  }
  return { scale, offset };
}
