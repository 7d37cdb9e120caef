// A training on disk at one moment: all that it needs to go on as if it had never stopped.
import { z } from 'zod';
import { Fault } from '../fault/fault.js';
import type { LearningState } from './optimiser.js';
import { decodeTensors, encodeTensors } from './safetensors.js';

/** What a training is of; it only goes on with the same. */
export interface Identity {
  /** Digests of the dataset, the network, the recipe and the model that it started from, empty if from none. */
  readonly dataset: string;
  readonly network: string;
  readonly recipe: string;
  readonly start: string;
}

const vectors = ['parameters', 'average', 'first', 'second'] as const;

const metadataSchema = z.object({
  step: z.string().regex(/^\d{1,12}$/),
  dataset: z.string(),
  network: z.string(),
  recipe: z.string(),
  start: z.string().default(''),
});

/** Order and chance need no room: both follow from seed and step. */
export function encodeCheckpoint(state: LearningState, identity: Identity): Uint8Array {
  const tensors = new Map(
    vectors.map((name) => [name, { shape: [state[name].length], values: state[name] }]),
  );
  return encodeTensors({ tensors, metadata: { step: String(state.step), ...identity } });
}

/** Throws training/bad-tensors for a damaged file, training/bad-run for a checkpoint of another training. */
export function decodeCheckpoint(
  bytes: Uint8Array,
  {
    identity,
    length,
    where,
  }: { readonly identity: Identity; readonly length: number; readonly where: string },
): LearningState {
  const { tensors, metadata } = decodeTensors(bytes, where);
  const parsed = metadataSchema.safeParse(metadata);
  const wrong = vectors.filter((name) => tensors.get(name)?.values.length !== length);
  if (!parsed.success || wrong.length > 0) {
    throw new Fault('training/bad-tensors', {
      what: 'The file is not a checkpoint of this network.',
      where,
      found: wrong.length > 0 ? `${wrong.join(', ')} missing or of another length` : 'no step or digests',
      next: 'Train anew into another folder.',
    });
  }
  checkIdentity(parsed.data, identity, where);
  const [parameters, average, first, second] = vectors.map(
    (name) => tensors.get(name)!.values,
  ) as Four<Float32Array>;
  return { step: Number(parsed.data.step), parameters, average, first, second };
}

type Four<T> = [T, T, T, T];

function checkIdentity(found: Identity, expected: Identity, where: string): void {
  const differing = (['dataset', 'network', 'recipe', 'start'] as const).filter(
    (key) => found[key] !== expected[key],
  );
  if (differing.length === 0) return;
  throw new Fault('training/bad-run', {
    what: 'The checkpoint belongs to another training.',
    where,
    found: `another ${differing.join(', another ')}`,
    expected: 'the same dataset, network, settings and --from; --learner may differ',
    next: 'Give what it was started with, or train anew into another folder.',
  });
}
