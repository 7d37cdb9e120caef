// Optimisers on the vector of parameters: Muon, Adam or SGD with decoupled weight decay, gradient clipping, averaged weights.
import type { Orthogonalise } from './learner.js';
import { tableOf, type Parameter } from './parameters.js';
import type { Network } from './network.js';
import type { Recipe } from './recipe.js';

/** Everything that changes while a network learns; saved and restored as a whole. */
export interface LearningState {
  /** Steps done. */
  step: number;
  readonly parameters: Float32Array;
  /** Exponential average of the parameters: what is validated and shipped. */
  readonly average: Float32Array;
  /** Adam's first and second moments; the momentum of SGD and Muon is the first. */
  readonly first: Float32Array;
  readonly second: Float32Array;
}

const SECOND_BETA = 0.999;
const EPSILON = 1e-8;
/** Root mean square of a step of Adam, in units of the rate. */
const ADAM_STEP = 0.2;

export function startLearning(parameters: Float32Array): LearningState {
  return {
    step: 0,
    parameters,
    average: parameters.slice(),
    first: new Float32Array(parameters.length),
    second: new Float32Array(parameters.length),
  };
}

/** The rate at a step: straight up, then half a cosine down. */
export function rateAt(
  step: number,
  steps: number,
  { learningRate, warmUp, finalRate }: Recipe['optimiser'],
): number {
  const rise = Math.max(1, Math.round(warmUp * steps));
  if (step < rise) return (learningRate * (step + 1)) / rise;
  const progress = Math.min(1, (step - rise) / Math.max(1, steps - rise));
  return learningRate * (finalRate + (1 - finalRate) * 0.5 * (1 + Math.cos(Math.PI * progress)));
}

export class Optimiser {
  readonly #parameters: readonly Parameter[];
  readonly #recipe: Recipe['optimiser'];
  readonly #momentum: number;
  readonly #orthogonalise: Orthogonalise;
  /** All but statistics. */
  readonly #learned: readonly Parameter[];
  /** What Muon steps: no part of `#parameters`. */
  readonly #stacks: readonly Stack[];

  constructor(network: Network, recipe: Recipe['optimiser'], orthogonalise: Orthogonalise) {
    const { parameters } = tableOf(network);
    const matrices = recipe.kind === 'muon' ? matricesOf(parameters) : [];
    this.#parameters = parameters.filter((parameter) => !matrices.includes(parameter));
    this.#learned = parameters.filter(({ role }) => !isStatistic(role));
    this.#stacks = stacksOf(matrices);
    this.#recipe = recipe;
    this.#momentum = network.norm.momentum;
    this.#orthogonalise = orthogonalise;
  }

  /** The length of the gradient of the learned numbers. */
  norm(gradient: Float32Array): number {
    let sum = 0;
    for (const { offset, length } of this.#learned) {
      for (let i = offset; i < offset + length; i++) sum += gradient[i]! * gradient[i]!;
    }
    return Math.sqrt(sum);
  }

  /** One step along a gradient as `Learner.descend` writes it; returns the gradient's length before clipping. */
  step(state: LearningState, gradient: Float32Array, rate: number): number {
    const norm = this.norm(gradient);
    const clip = Math.min(1, this.#recipe.clipNorm / Math.max(norm, 1e-12));
    state.step++;
    for (const parameter of this.#parameters) {
      if (isStatistic(parameter.role)) this.#follow(state, gradient, parameter);
      else if (this.#recipe.kind === 'sgd') this.#sgd(state, gradient, { parameter, rate, clip });
      else this.#adam(state, gradient, { parameter, rate, clip });
    }
    for (const stack of this.#stacks) this.#muon(state, gradient, { stack, rate });
    this.#average(state);
    return norm;
  }

  /** Running statistics follow those of the batch. */
  #follow({ parameters }: LearningState, observed: Float32Array, { offset, length }: Parameter): void {
    const keep = this.#momentum;
    for (let i = offset; i < offset + length; i++) {
      parameters[i] = keep * parameters[i]! + (1 - keep) * observed[i]!;
    }
  }

  /** Kingma and Ba, 2015; weight decay decoupled as Loshchilov and Hutter, 2019. */
  #adam(state: LearningState, gradient: Float32Array, move: Move): void {
    const { parameters, first, second, step } = state;
    const { momentum, weightDecay } = this.#recipe;
    const { offset, length, role } = move.parameter;
    const decay = role === 'weight' ? 1 - move.rate * weightDecay : 1;
    const firstScale = 1 / (1 - momentum ** step);
    const secondScale = 1 / (1 - SECOND_BETA ** step);
    for (let i = offset; i < offset + length; i++) {
      const slope = move.clip * gradient[i]!;
      const mean = momentum * first[i]! + (1 - momentum) * slope;
      const square = SECOND_BETA * second[i]! + (1 - SECOND_BETA) * slope * slope;
      first[i] = mean;
      second[i] = square;
      const stride = (move.rate * mean * firstScale) / (Math.sqrt(square * secondScale) + EPSILON);
      parameters[i] = decay * parameters[i]! - stride;
    }
  }

  /** Jordan and others, 2024: along the orthogonal matrix nearest to Nesterov's momentum, as far as Adam would step (Liu and others, 2025). */
  #muon({ parameters, first }: LearningState, gradient: Float32Array, { stack, rate }: StackMove): void {
    const { momentum, weightDecay } = this.#recipe;
    const { matrices, rows, columns, ahead } = stack;
    const length = rows * columns;
    matrices.forEach(({ offset }, k) => {
      for (let i = 0; i < length; i++) {
        const slope = gradient[offset + i]!;
        const mean = momentum * first[offset + i]! + (1 - momentum) * slope;
        first[offset + i] = mean;
        ahead[k * length + i] = momentum * mean + (1 - momentum) * slope;
      }
    });
    const straight = this.#orthogonalise(ahead, { count: matrices.length, rows, columns });
    const stride = rate * ADAM_STEP * Math.sqrt(Math.max(rows, columns));
    const decay = 1 - rate * weightDecay;
    matrices.forEach(({ offset }, k) => {
      for (let i = 0; i < length; i++) {
        parameters[offset + i] = decay * parameters[offset + i]! - stride * straight[k * length + i]!;
      }
    });
  }

  #sgd(state: LearningState, gradient: Float32Array, move: Move): void {
    const { parameters, first } = state;
    const { momentum, weightDecay } = this.#recipe;
    const { offset, length, role } = move.parameter;
    const decay = role === 'weight' ? 1 - move.rate * weightDecay : 1;
    for (let i = offset; i < offset + length; i++) {
      const velocity = momentum * first[i]! + move.clip * gradient[i]!;
      first[i] = velocity;
      parameters[i] = decay * parameters[i]! - move.rate * velocity;
    }
  }

  /** Shorter memory in the first steps, so that the first weights are forgotten. */
  #average({ parameters, average, step }: LearningState): void {
    const keep = Math.min(this.#recipe.averageDecay, (1 + step) / (10 + step));
    for (let i = 0; i < average.length; i++) average[i] = keep * average[i]! + (1 - keep) * parameters[i]!;
  }
}

interface Move {
  readonly parameter: Parameter;
  readonly rate: number;
  readonly clip: number;
}

/** Matrices [rows, columns] of one shape. */
interface Stack {
  readonly matrices: readonly Parameter[];
  readonly rows: number;
  readonly columns: number;
  /** Overwritten at each step. */
  readonly ahead: Float32Array;
}

interface StackMove {
  readonly stack: Stack;
  readonly rate: number;
}

/** Weights of full convolutions that a norm follows: their length does not matter, their direction does. */
function matricesOf(parameters: readonly Parameter[]): readonly Parameter[] {
  const normed = new Set(parameters.filter(({ role }) => role === 'scale').map(({ layer }) => layer));
  return parameters.filter(({ role, op, layer }) => role === 'weight' && op === 'conv' && normed.has(layer));
}

function stacksOf(matrices: readonly Parameter[]): readonly Stack[] {
  const byShape = new Map<string, Parameter[]>();
  for (const matrix of matrices) {
    const key = `${matrix.shape[0]} x ${matrix.length}`;
    byShape.set(key, [...(byShape.get(key) ?? []), matrix]);
  }
  return [...byShape.values()].map((group) => {
    const rows = group[0]!.shape[0]!;
    const { length } = group[0]!;
    return { matrices: group, rows, columns: length / rows, ahead: new Float32Array(group.length * length) };
  });
}

function isStatistic(role: Parameter['role']): boolean {
  return role === 'mean' || role === 'variance';
}
