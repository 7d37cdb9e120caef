// The training loop: batch, gradient, step; now and then a report, a validation, a checkpoint.
import { Fault } from '../fault/fault.js';
import type { Batch } from './batches.js';
import type { StepEntry } from './journal.js';
import type { Learner } from './learner.js';
import { judgeHeads, type Losses } from './loss.js';
import { rateAt, type LearningState, type Optimiser } from './optimiser.js';
import type { Recipe } from './recipe.js';

export interface FitParts {
  readonly learner: Learner;
  /** The batch of a step; the one after it may be asked for while it is in use. */
  readonly batchAt: (step: number) => Promise<Batch>;
  readonly optimiser: Optimiser;
  readonly recipe: Recipe;
  readonly classWeights: Float32Array;
  /** Milliseconds; for rates only. */
  readonly nowMs: () => number;
  readonly signal?: AbortSignal | undefined;
  readonly report: (entry: StepEntry) => Promise<void>;
  /** Everything is to be saved; and the averaged weights to be looked at if that is due. */
  readonly checkpoint: (state: LearningState, why: 'due' | 'meanwhile' | 'interrupted') => Promise<void>;
}

/** Steps between reports. */
const REPORT_EVERY = 10;
/** No more than this is lost to a crash, however slow the learner. */
const SAVE_EVERY_MS = 60_000;

export function stepsOf({
  training,
}: {
  readonly training: Pick<Recipe['training'], 'images' | 'batch'>;
}): number {
  return Math.max(1, Math.ceil(training.images / training.batch));
}

/**
 * Goes on from `state`, which it changes, to the last step of the recipe or until `signal` is aborted; both end with
 * a checkpoint, and there is one every minute. A state that is at its end stays as it is. Throws training/diverged as soon as a loss or gradient is no number; the state is then not saved.
 */
export async function fit(state: LearningState, parts: FitParts): Promise<void> {
  const { recipe, batchAt, signal } = parts;
  const steps = stepsOf(recipe);
  const checkpointEvery = Math.max(1, Math.round(recipe.training.validateEvery / recipe.training.batch));
  const report = new Report(parts);
  const gradient = new Float32Array(state.parameters.length);
  if (state.step >= steps) return;
  let savedMs = parts.nowMs();
  let next = batchAt(state.step);
  while (state.step < steps && signal?.aborted !== true) {
    const batch = await report.waitFor(next);
    next = state.step + 1 < steps ? batchAt(state.step + 1) : next;
    takeStep(state, batch, { parts, report, rate: rateAt(state.step, steps, recipe.optimiser), gradient });
    if (state.step % REPORT_EVERY === 0 || state.step === steps) await report.send(state.step);
    if (state.step >= steps) break;
    const isDue = state.step % checkpointEvery === 0;
    if (!isDue && parts.nowMs() - savedMs < SAVE_EVERY_MS) continue;
    await report.pauseFor(parts.checkpoint(state, isDue ? 'due' : 'meanwhile'));
    savedMs = parts.nowMs();
  }
  await next;
  await parts.checkpoint(state, state.step < steps ? 'interrupted' : 'due');
}

interface StepContext {
  readonly parts: FitParts;
  readonly report: Report;
  readonly rate: number;
  /** Overwritten. */
  readonly gradient: Float32Array;
}

function takeStep(state: LearningState, batch: Batch, { parts, report, rate, gradient }: StepContext): void {
  const { learner, optimiser, recipe, classWeights } = parts;
  learner.load(state.parameters);
  let losses: Losses | undefined;
  const judge: Parameters<Learner['descend']>[1] = (heads) => {
    const judgement = judgeHeads(heads, batch.targets, { weights: recipe.loss, classWeights });
    losses = judgement.losses;
    return judgement.slopes;
  };
  learner.descend(batch.pictures, judge, gradient);
  checkFinite(losses!, optimiser.norm(gradient), { step: state.step, recipe });
  report.add(losses!, optimiser.step(state, gradient, rate), rate);
}

function checkFinite(
  losses: Losses,
  norm: number,
  at: { readonly step: number; readonly recipe: Recipe },
): void {
  if (Number.isFinite(losses.total) && Number.isFinite(norm)) return;
  const parts = Object.entries(losses).filter(([, value]) => !Number.isFinite(value));
  const { learningRate, warmUp } = at.recipe.optimiser;
  throw new Fault('training/diverged', {
    what: `Training diverged at step ${at.step}; the last checkpoint is kept.`,
    found:
      parts.length > 0
        ? parts.map(([name, value]) => `${name} ${value}`).join(', ')
        : `a gradient of length ${norm}`,
    expected: 'finite numbers',
    next: `Try a lower rate, --set optimiser.learningRate=${learningRate / 3}, or a longer warm-up, --set optimiser.warmUp=${Math.min(1, warmUp * 2)}, into another folder.`,
  });
}

/** Means over the steps since the last report, and the rate over them. */
class Report {
  readonly #parts: FitParts;
  #sums: Record<keyof Losses, number> = emptySums();
  #norms = 0;
  #count = 0;
  #rate = 0;
  #waitedMs = 0;
  #sinceMs: number;

  constructor(parts: FitParts) {
    this.#parts = parts;
    this.#sinceMs = parts.nowMs();
  }

  async waitFor<T>(promise: Promise<T>): Promise<T> {
    const fromMs = this.#parts.nowMs();
    const value = await promise;
    this.#waitedMs += this.#parts.nowMs() - fromMs;
    return value;
  }

  /** Time that is no training. */
  async pauseFor(promise: Promise<void>): Promise<void> {
    const fromMs = this.#parts.nowMs();
    await promise;
    this.#sinceMs += this.#parts.nowMs() - fromMs;
  }

  add(losses: Losses, norm: number, rate: number): void {
    for (const key of Object.keys(losses) as (keyof Losses)[]) this.#sums[key] += losses[key];
    this.#norms += norm;
    this.#count++;
    this.#rate = rate;
  }

  async send(step: number): Promise<void> {
    const { batch } = this.#parts.recipe.training;
    const count = Math.max(1, this.#count);
    const nowMs = this.#parts.nowMs();
    const tookMs = Math.max(1e-3, nowMs - this.#sinceMs);
    const means = Object.fromEntries(Object.entries(this.#sums).map(([key, sum]) => [key, sum / count]));
    await this.#parts.report({
      kind: 'step',
      step,
      images: step * batch,
      rate: this.#rate,
      ...(means as unknown as Losses),
      gradientNorm: this.#norms / count,
      imagesPerSecond: (1000 * count * batch) / tookMs,
      waiting: this.#waitedMs / tookMs,
    });
    this.#sums = emptySums();
    [this.#norms, this.#count, this.#waitedMs, this.#sinceMs] = [0, 0, 0, nowMs];
  }
}

function emptySums(): Record<keyof Losses, number> {
  return { total: 0, heat: 0, giou: 0, l1: 0, free: 0, surface: 0 };
}
