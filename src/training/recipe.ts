// The recipe of a training: every setting with its unit, range and default, as sections of one YAML file.
import { z } from 'zod';
import type { ValuesOf } from '../runtime/config/schema.js';

const share = z.number().min(0).max(1);
const weight = z.number().min(0).max(100);

export const recipeSections = {
  training: z.strictObject({
    seed: z.int().min(0).max(0xffff_ffff).default(1).describe('Of first weights, order and augmentation.'),
    images: z.int().min(1).max(1e9).default(360_000).describe('Pictures passed through in all.'),
    batch: z.int().min(1).max(512).default(32).describe('Pictures per step.'),
    validateEvery: z
      .int()
      .min(1)
      .max(1e9)
      .default(20_000)
      .describe('Pictures between validations and checkpoints.'),
    validationImages: z
      .int()
      .min(1)
      .max(1e6)
      .default(512)
      .describe('At most so many pictures of validation.'),
    rooms: z
      .int()
      .min(0)
      .max(1e7)
      .default(0)
      .describe('Rooms of train that are learned from, the same whatever the seed; 0: all.'),
    trainImages: z.int().min(1).max(1e7).default(1e7).describe('At most so many pictures of train.'),
    validateOn: z
      .enum(['validation', 'train'])
      .default('validation')
      .describe('train: what was learned by heart, to check the chain.'),
    memoryMb: z.int().min(64).max(1e6).default(4096).describe('Ceiling of decoded pictures in memory, MB.'),
  }),
  optimiser: z.strictObject({
    kind: z
      .enum(['muon', 'adam', 'sgd'])
      .default('muon')
      .describe('Muon for convolutions and Adam for the rest; Adam; or SGD with momentum.'),
    learningRate: z.number().positive().max(10).default(0.006).describe('At the peak of the schedule.'),
    warmUp: share.default(0.05).describe('Share of the steps in which the rate rises to the peak.'),
    finalRate: share.default(0.01).describe('Share of the peak that the cosine ends at.'),
    weightDecay: z
      .number()
      .min(0)
      .max(1)
      .default(0.02)
      .describe('Decoupled: times the rate, from weights only.'),
    momentum: share.default(0.9).describe('Of SGD and Muon; the first beta of Adam.'),
    clipNorm: z.number().positive().max(1e6).default(20).describe('Longer gradients are shortened to it.'),
    averageDecay: share.default(0.998).describe('Share that the averaged weights keep per step.'),
  }),
  loss: z.strictObject({
    heat: weight.default(1).describe('Weight of the focal loss of the heat map.'),
    giou: weight.default(1).describe('Weight of 1 - GIoU.'),
    l1: weight.default(0.1).describe('Weight of the distances relative to the size of the box.'),
    free: weight.default(1).describe('Weight of the cross-entropy of free floor.'),
    surface: weight.default(0.3).describe('Weight of the cross-entropy of the surface.'),
    classBalance: share
      .default(0.5)
      .describe('0: classes count as often as they occur; 1: all the same; between: a power.'),
  }),
  augment: z.strictObject({
    paste: z
      .int()
      .min(0)
      .max(100)
      .default(16)
      .describe('Objects of other pictures tried on the free floor of each; about one in fifteen fits.'),
    patches: z
      .int()
      .min(0)
      .max(100)
      .default(0)
      .describe('Flat patches laid on the free floor of each picture, which stays floor.'),
    flip: share.default(0.5).describe('Chance of a mirrored picture.'),
    scale: z.number().min(0).max(1).default(0.15).describe('Sizes from 1 / (1 + scale) to 1 + scale.'),
    shift: z.number().min(0).max(0.5).default(0.08).describe('Greatest shift as a share of the picture.'),
    tiltDeg: z.number().min(0).max(15).default(1).describe('Greatest turn about the optical axis, degrees.'),
    brightness: share.default(0.06).describe('Greatest change of brightness.'),
    contrast: share.default(0.2).describe('Greatest change of contrast.'),
    colour: share.default(0.06).describe('Greatest change of each colour channel.'),
    dirt: share.default(0.1).describe('Chance of a picture through spots on the lens.'),
    blur: share.default(0.05).describe('Chance of a blurred picture.'),
    noise: share.default(0.1).describe('Chance of a noisy picture.'),
    jpeg: share.default(0.05).describe('Chance of a picture compressed hard.'),
  }),
} as const;

export type Recipe = ValuesOf<typeof recipeSections>;

/** From weights that know something already: what `--from` sets. Longer steps make them forget it faster than little data teaches. */
export const fromSettings = [
  { path: 'optimiser.learningRate', value: 0.0005 },
  { path: 'training.validateEvery', value: 4000 },
] as const;

/** A first result in minutes: what `--quick` sets. */
export const quickSettings = [
  { path: 'training.images', value: 66_000 },
  { path: 'training.validateEvery', value: 20_000 },
  { path: 'optimiser.averageDecay', value: 0.99 },
  // It has no time to learn what dirt looks like.
  { path: 'augment.dirt', value: 0 },
] as const;

/** A few pictures by heart, unchanged: what `--overfit` sets. A chain that cannot do that learns nothing. */
export function overfitSettings(images: number) {
  return [
    { path: 'training.images', value: 1000 },
    { path: 'training.batch', value: Math.min(8, images) },
    { path: 'training.validateEvery', value: 500 },
    { path: 'training.trainImages', value: images },
    { path: 'training.validateOn', value: 'train' },
    { path: 'optimiser.averageDecay', value: 0.95 },
    ...Object.keys(recipeSections.augment.shape).map((name) => ({ path: `augment.${name}`, value: 0 })),
  ] as const;
}
