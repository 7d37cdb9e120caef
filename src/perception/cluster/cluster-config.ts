// The settings of the cluster stage: one schema gives defaults, checks, units and documentation.
import { z } from 'zod';
import { baseFrame, fixedFrame, waitMs } from '../../runtime/config/frame-settings.js';

export const clusterConfig = z.strictObject({
  baseFrame,
  fixedFrame,
  waitMs,
  lambdaRad: z
    .number()
    .min(0.02)
    .max(1.5)
    .default(0.17)
    .describe('Most grazing angle at which neighbouring beams on one surface still belong together, rad.')
    .meta({ live: true, unit: 'rad' }),
  rangeNoiseM: z
    .number()
    .min(0)
    .max(0.2)
    .default(0.015)
    .describe('Standard deviation of one range, m; three of it widen the breakpoint threshold.')
    .meta({ live: true, unit: 'm' }),
  maxGapBeams: z
    .int()
    .min(0)
    .max(50)
    .default(2)
    .describe('Beams without a return that a cluster may span, beams.')
    .meta({ live: true, unit: 'beams' }),
  minPoints: z
    .int()
    .min(1)
    .max(100)
    .default(2)
    .describe('Fewer points than this are no obstacle, points.')
    .meta({ live: true, unit: 'points' }),
  splitToleranceM: z
    .number()
    .min(0.005)
    .max(0.5)
    .default(0.06)
    .describe('A run is cut where it leaves its chord by more than this, m.')
    .meta({ live: true, unit: 'm' }),
  wallResidualM: z
    .number()
    .min(0.002)
    .max(0.2)
    .default(0.025)
    .describe('Root mean square distance from its line up to which a run is straight, m.')
    .meta({ live: true, unit: 'm' }),
  wallMinLengthM: z
    .number()
    .min(0.1)
    .max(10)
    .default(0.9)
    .describe('Straight runs at least this long are walls, m.')
    .meta({ live: true, unit: 'm' }),
  associationM: z
    .number()
    .min(0)
    .max(2)
    .default(0.35)
    .describe('An obstacle keeps its id if it was seen within this distance in the scan before, m.')
    .meta({ live: true, unit: 'm' }),
});

export type ClusterConfig = z.infer<typeof clusterConfig>;
