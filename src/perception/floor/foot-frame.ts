// The frame on the floor under the robot, as detect and fuse are told it.
import { z } from 'zod';

export const footFrame = z
  .string()
  .min(1)
  .default('base_footprint')
  .describe('Frame on the floor under the robot; the free floor is published in it.')
  .meta({ live: false });
