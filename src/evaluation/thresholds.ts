// Which score lets a detection of a class through: the best F1 that a budget of false alarms allows.

/** One detection of a class, whatever its score. */
export interface Candidate {
  readonly score: number;
  readonly right: boolean;
  /** Nothing is there at all. */
  readonly ghost: boolean;
}

export interface ClassCandidates {
  /** Falling scores. */
  readonly ranked: readonly Candidate[];
  /** Objects that could be found. */
  readonly objects: number;
}

interface Choice {
  readonly threshold: number;
  readonly ghosts: number;
}

/** Where nothing is known of a class. */
const FALLBACK = 0.5;
const HALVINGS = 40;

/**
 * By class. All classes pay the same price, in F1, for a ghost in an image: the least price at which `ghostsPerImage` is
 * kept. Thresholds lie halfway between two scores.
 */
export function chooseThresholds(
  classes: readonly ClassCandidates[],
  { images, ghostsPerImage }: { readonly images: number; readonly ghostsPerImage: number },
): number[] {
  const at = (price: number): Choice[] => classes.map((each) => best(each, price / images));
  const spent = (choices: readonly Choice[]): number =>
    choices.reduce((sum, { ghosts }) => sum + ghosts, 0) / images;
  let choices = at(0);
  if (spent(choices) > ghostsPerImage) {
    let [low, high] = [0, 1];
    while (spent(at(high)) > ghostsPerImage && high < 1e12) high *= 4;
    for (let i = 0; i < HALVINGS; i++) {
      const middle = (low + high) / 2;
      if (spent(at(middle)) > ghostsPerImage) low = middle;
      else high = middle;
    }
    choices = at(high);
  }
  return choices.map(({ threshold }) => threshold);
}

/** The place in the ranking where F1 less the price of its ghosts is greatest; of equal ones that with fewer detections. */
function best({ ranked, objects }: ClassCandidates, price: number): Choice {
  if (ranked.length === 0 || objects === 0) return { threshold: FALLBACK, ghosts: 0 };
  // Nothing let through: above the best score.
  let choice: Choice = { threshold: (ranked[0]!.score + 1) / 2, ghosts: 0 };
  let value = 0;
  let hits = 0;
  let ghosts = 0;
  ranked.forEach(({ score, right, ghost }, i) => {
    if (right) hits++;
    if (ghost) ghosts++;
    const next = ranked[i + 1]?.score ?? 0;
    // Equal scores pass together.
    if (next === score) return;
    const gain = (2 * hits) / (i + 1 + objects) - price * ghosts;
    if (gain <= value) return;
    value = gain;
    choice = { threshold: (score + next) / 2, ghosts };
  });
  return choice;
}
