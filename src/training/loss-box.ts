// The loss of a box: 1 - GIoU and the distances relative to its size, with their derivatives.

/** left, top, right, bottom of an answer and of the truth, in cells from one point inside or near both. */
export type Distances = readonly [left: number, top: number, right: number, bottom: number];

export interface BoxLoss {
  /** 1 - GIoU, 0 to 2 (Rezatofighi et al., 2019). */
  giou: number;
  /** Mean |difference| over half the mean side of the truth. */
  l1: number;
}

const LEAST = 1e-7;

/**
 * Returns the losses and adds `giouWeight` and `l1Weight` times their derivatives by the answer to `slope`, 4 numbers.
 * Both boxes hold the point, so that they overlap where both have room on a side of it.
 */
export function boxLoss(
  answer: Distances,
  truth: Distances,
  { giouWeight, l1Weight }: { readonly giouWeight: number; readonly l1Weight: number },
  slope: Float64Array,
): BoxLoss {
  const [al, at, ar, ab] = answer;
  const [tl, tt, tr, tb] = truth;
  const [answerWidth, answerHeight] = [al + ar, at + ab];
  const [truthWidth, truthHeight] = [tl + tr, tt + tb];
  const [innerWidth, innerHeight] = [
    Math.min(al, tl) + Math.min(ar, tr),
    Math.min(at, tt) + Math.min(ab, tb),
  ];
  const [outerWidth, outerHeight] = [
    Math.max(al, tl) + Math.max(ar, tr),
    Math.max(at, tt) + Math.max(ab, tb),
  ];
  const inner = innerWidth * innerHeight;
  const union = answerWidth * answerHeight + truthWidth * truthHeight - inner + LEAST;
  const outer = outerWidth * outerHeight + LEAST;
  const giou = inner / union - (outer - union) / outer;

  // giou = inner / union + union / outer - 1.
  const byInner = 1 / union;
  const byUnion = 1 / outer - inner / (union * union);
  const byOuter = -union / (outer * outer);
  const scale = 0.25 / Math.max(LEAST, (truthWidth + truthHeight) / 4);
  let l1 = 0;
  for (let side = 0; side < 4; side++) {
    const [a, t] = [answer[side]!, truth[side]!];
    const across = side % 2 === 0;
    const dInner = a < t ? (across ? innerHeight : innerWidth) : 0;
    const dOuter = a > t ? (across ? outerHeight : outerWidth) : 0;
    const dUnion = (across ? answerHeight : answerWidth) - dInner;
    const dGiou = byInner * dInner + byUnion * dUnion + byOuter * dOuter;
    l1 += scale * Math.abs(a - t);
    slope[side]! += -giouWeight * dGiou + l1Weight * scale * Math.sign(a - t);
  }
  return { giou: 1 - giou, l1 };
}
