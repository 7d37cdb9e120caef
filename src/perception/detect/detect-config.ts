// The settings of the detect stage: one schema gives defaults, checks, units and documentation.
import { z } from 'zod';
import { footFrame } from '../floor/foot-frame.js';

export const detectConfig = z.strictObject({
  threads: z
    .int()
    .min(1)
    .max(16)
    .default(1)
    .describe('Threads that compute one frame; more help only where cores are idle.')
    .meta({ live: false, unit: 'threads' }),
  deadlineMs: z
    .number()
    .min(50)
    .max(60_000)
    .default(2000)
    .describe(
      'A frame that takes longer is given up and the engine started again, wall ms; in lockstep and in replays only what takes a minute.',
    )
    .meta({ live: false, unit: 'ms' }),
  footFrame,
  floorRangeM: z
    .number()
    .min(0.3)
    .max(10)
    .default(3)
    .describe('The floor is judged up to this range, m.')
    .meta({ live: true, unit: 'm' }),
});

export type DetectConfig = z.infer<typeof detectConfig>;
