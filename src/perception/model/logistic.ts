// The logistic function and its inverse: from logits to probabilities and back.

/** Probability of a logit, 0..1. */
export function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

/** Logit of a probability. */
export function logit(p: number): number {
  return Math.log(p / (1 - p));
}
