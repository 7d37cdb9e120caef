// The settings of the fuse stage: one schema gives defaults, checks, units and documentation.
import { z } from 'zod';
import { fixedFrame, waitMs } from '../../runtime/config/frame-settings.js';
import { footFrame } from '../floor/foot-frame.js';

function live(unit: string) {
  return { live: true, unit };
}

export const fuseConfig = z.strictObject({
  fixedFrame,
  footFrame,
  waitMs,
  pitchErrorRad: z
    .number()
    .min(0)
    .max(0.2)
    .default(0.0175)
    .describe('The camera may look so much higher or lower than its transform says, rad.')
    .meta(live('rad')),
  pixelErrorPx: z
    .number()
    .min(0)
    .max(100)
    .default(2)
    .describe('The lower edge of a box may be wrong by this, pixels of the frame.')
    .meta(live('px')),
  edgePx: z
    .number()
    .min(0)
    .max(100)
    .default(2)
    .describe('A box that ends so near to the border of the picture goes on beyond it, pixels.')
    .meta(live('px')),
  rangeMaxM: z
    .number()
    .min(0.3)
    .max(10)
    .default(2.5)
    .describe('What stands farther away is not placed yet, m.')
    .meta(live('m')),
  floorRangeM: z
    .number()
    .min(0)
    .max(10)
    .default(1.2)
    .describe('The end of the free floor makes obstacles without a class up to this range; 0: never, m.')
    .meta(live('m')),
  bodyM: z
    .number()
    .min(0)
    .max(2)
    .default(0.1)
    .describe(
      'Radius of the robot about its foot: what is said to stand over 1 cm within is forgotten; 0: never, m.',
    )
    .meta(live('m')),
  pairMs: z
    .number()
    .min(0)
    .max(1000)
    .default(150)
    .describe('A scan goes with a picture if it was taken at most this long before or after, ms.')
    .meta(live('ms')),
  maxAgeMs: z
    .number()
    .min(1)
    .max(10_000)
    .default(1000)
    .describe('Detections older than this, or from the future, are refused and counted, ms.')
    .meta(live('ms')),
  confirmFrames: z
    .int()
    .min(1)
    .max(50)
    .default(3)
    .describe('In so many frames an obstacle must be seen before it counts, frames.')
    .meta(live('frames')),
  freeFrames: z
    .int()
    .min(1)
    .max(100)
    .default(6)
    .describe('In so many frames its place must be seen free before it is forgotten, frames.')
    .meta(live('frames')),
  memoryM: z
    .number()
    .min(0)
    .max(100)
    .default(2)
    .describe('Out of view an obstacle is remembered while the robot drives so far, m.')
    .meta(live('m')),
  moverMemoryS: z
    .number()
    .min(0)
    .max(60)
    .default(1)
    .describe('What moves is remembered out of view for so long, s.')
    .meta(live('s')),
});

export type FuseConfig = z.infer<typeof fuseConfig>;
