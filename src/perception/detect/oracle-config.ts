// The settings of the oracle: what it shares with the detector it stands for.
import { z } from 'zod';
import { detectConfig } from './detect-config.js';

export const oracleConfig = z.strictObject({
  footFrame: detectConfig.shape.footFrame,
  floorRangeM: detectConfig.shape.floorRangeM,
  minVisible: z
    .number()
    .min(0)
    .max(1)
    .default(0.2)
    .describe('What is hidden more than this is not detected, as no label asks for it; share visible.')
    .meta({ live: false, unit: '1' }),
  minSidePx: z
    .number()
    .min(0)
    .max(1000)
    .default(6.7)
    .describe('What looks smaller than this is not detected: 4 pixels of the network, pixels of the frame.')
    .meta({ live: false, unit: 'px' }),
});

export type OracleConfig = z.infer<typeof oracleConfig>;
