// The settings of the arbitration between those who command the robot.
import { z } from 'zod';
import { baseFrame } from '../runtime/config/frame-settings.js';

/** Highest priority first is the default order: a person, then a planner, then wandering. */
function source(priority: number, timeoutMs: number) {
  return z
    .strictObject({
      priority: z
        .int()
        .min(0)
        .max(100)
        .default(priority)
        .describe('The fresh source with the highest priority drives.')
        .meta({ live: true, unit: '1' }),
      timeoutMs: z
        .number()
        .min(1)
        .max(10_000)
        .default(timeoutMs)
        .describe('Silent for longer than this, a source no longer holds the robot, ms.')
        .meta({ live: true, unit: 'ms' }),
    })
    .prefault({});
}

export const arbitrateConfig = z.strictObject({
  teleop: source(30, 500).describe('cmd_vel_teleop: a person.'),
  nav: source(20, 300).describe('cmd_vel_nav: a planner.'),
  wander: source(10, 300).describe('cmd_vel_wander: exploring on its own.'),
  stopped: z
    .boolean()
    .default(false)
    .describe('Start with the emergency stop latched, until it is reset.')
    .meta({ live: false }),
  baseFrame,
});

export type ArbitrateConfig = z.infer<typeof arbitrateConfig>;
