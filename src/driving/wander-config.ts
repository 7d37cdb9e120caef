// The settings of the wander stage.
import { z } from 'zod';
import { waysAreWide } from './passage.js';
import { baseFrame, fixedFrame, waitMs } from '../runtime/config/frame-settings.js';

function live(unit: string) {
  return { live: true, unit };
}

const settings = {
  seed: z
    .int()
    .min(0)
    .default(1)
    .describe('Which way it leans when two ways are as good; the same seed wanders the same way.')
    .meta({ live: false, unit: '1' }),
  baseFrame,
  fixedFrame,
  waitMs,
  speedMps: z.number().positive().max(5).default(0.25).describe('Cruising speed, m/s.').meta(live('m/s')),
  carpetMps: z
    .number()
    .positive()
    .max(5)
    .default(5)
    .describe('Greatest cruising speed on carpet, where a detector tells the floor, m/s.')
    .meta(live('m/s')),
  turnRps: z
    .number()
    .positive()
    .max(20)
    .default(1.4)
    .describe('Greatest turning speed, rad/s.')
    .meta(live('rad/s')),
  backMps: z.number().positive().max(1).default(0.1).describe('Speed of backing off, m/s.').meta(live('m/s')),
  backM: z
    .number()
    .positive()
    .max(2)
    .default(0.18)
    .describe('How far it backs off after a bump or a stall, m.')
    .meta(live('m')),
  comfortM: z
    .number()
    .positive()
    .max(2)
    .default(0.2)
    .describe('Half the width of the ways it likes, m.')
    .meta(live('m')),
  tightM: z
    .number()
    .positive()
    .max(2)
    .default(0.145)
    .describe('Half the width of the ways it takes if it must; not less than the rim of the guard, m.')
    .meta(live('m')),
  sightM: z
    .number()
    .min(0.5)
    .max(20)
    .default(3)
    .describe('How far ahead it looks for a goal, m.')
    .meta(live('m')),
  forgetS: z
    .number()
    .positive()
    .max(36_000)
    .default(90)
    .describe('After this time a visited place is about two thirds as good as a new one, s.')
    .meta(live('s')),
  bumpMemoryS: z
    .number()
    .positive()
    .max(36_000)
    .default(120)
    .describe('How long a place where it bumped into something the LIDAR does not see is avoided, s.')
    .meta(live('s')),
  stallS: z
    .number()
    .min(0.2)
    .max(30)
    .default(1.2)
    .describe('Commanded to drive but not moving for so long is a stall, s.')
    .meta(live('s')),
};

export const wanderConfig = z.strictObject(settings).meta({ agreement: waysAreWide });

export type WanderConfig = z.infer<typeof wanderConfig>;
