// Frames that several stages are told: one definition each, so that names, defaults and words agree.
import { z } from 'zod';

const frame = (byDefault: string, words: string) =>
  z.string().min(1).default(byDefault).describe(words).meta({ live: false });

export const baseFrame = frame(
  'base_link',
  'Frame of the robot: of its zones, its commands and what it sees.',
);

export const fixedFrame = frame(
  'odom',
  'Frame in which the world stands still while the robot moves: that of the odometry.',
);

/** How long a scan is held for its transform before it is given up. */
export const waitMs = z
  .number()
  .min(0)
  .max(1000)
  .default(100)
  .describe('How long a scan is held for its transform before it is dropped and counted, ms.')
  .meta({ live: true, unit: 'ms' });
