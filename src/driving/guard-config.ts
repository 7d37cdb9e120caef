// The settings of the guard: one schema gives defaults, checks, units and documentation.
import { z } from 'zod';
import { baseFrame, fixedFrame, waitMs } from '../runtime/config/frame-settings.js';
import { zoneSchema, type Zone } from './zones.js';

function live(unit: string) {
  return { live: true, unit };
}

/** A round robot of 0.1 m: never nearer than 3 cm, slower where it gets narrow ahead of or behind it. */
const defaultZones: Zone[] = [
  {
    name: 'rim',
    action: 'stop',
    when: 'always',
    minPoints: 1,
    speedMps: 0,
    shape: { kind: 'circle', radiusM: 0.13 },
  },
  {
    name: 'ahead',
    action: 'slow',
    when: 'forward',
    minPoints: 1,
    speedMps: 0.14,
    shape: { kind: 'polygon', pointsM: rectangle(0, 0.3, 0.14) },
  },
  {
    name: 'behind',
    action: 'slow',
    when: 'backward',
    minPoints: 1,
    speedMps: 0.08,
    shape: { kind: 'polygon', pointsM: rectangle(-0.3, 0, 0.14) },
  },
];

function rectangle(back: number, front: number, half: number): [number, number][] {
  return [
    [back, -half],
    [front, -half],
    [front, half],
    [back, half],
  ];
}

const sourceNames = ['scan', 'odom', 'bumper', 'obstacles'] as const;

export const guardConfig = z.strictObject({
  baseFrame,
  fixedFrame,
  required: z
    .array(z.enum(sourceNames))
    .default(['scan', 'odom', 'bumper'])
    .describe('Sources without which the robot must not move; obstacles count when they come.')
    .meta({ live: false }),
  maxAgeMs: z
    .strictObject({
      scan: z.number().min(1).max(60_000).default(300),
      odom: z.number().min(1).max(60_000).default(200),
      bumper: z.number().min(1).max(60_000).default(200),
      obstacles: z.number().min(1).max(60_000).default(500),
      command: z.number().min(1).max(60_000).default(300),
    })
    .prefault({})
    .describe('A source or command whose stamp differs from now by more than this, either way, is stale, ms.')
    .meta(live('ms')),
  waitMs,
  memoryScans: z
    .int()
    .min(1)
    .max(20)
    .default(3)
    .describe('How many of the newest scans count together, so that a leg missed once is still there, scans.')
    .meta({ live: false, unit: 'scans' }),
  reactionMs: z
    .number()
    .min(0)
    .max(1000)
    .default(60)
    .describe('The robot is judged where it will be after this time at its present speed, ms.')
    .meta(live('ms')),
  zones: z
    .array(zoneSchema)
    .max(16)
    .default(defaultZones)
    .describe('Zones for stop and slow-down in the base frame; the most restrictive wins.')
    .meta({ live: false, unit: 'm' }),
  rimM: z
    .number()
    .positive()
    .max(2)
    .default(0.13)
    .describe('Radius of the robot and the distance it keeps, for the approach limit, m.')
    .meta(live('m')),
  timeToCollisionS: z
    .number()
    .min(0.1)
    .max(10)
    .default(1)
    .describe('The robot never drives nearer to a contact than this, s.')
    .meta(live('s')),
  escapeMps: z
    .number()
    .min(0)
    .max(1)
    .default(0.07)
    .describe('Greatest speed of motion that leaves a stop zone or a bumper contact, m/s.')
    .meta(live('m/s')),
  heedMovers: z
    .boolean()
    .default(true)
    .describe('Stand still while something that walks is so near that it could be met in motion.')
    .meta({ live: false }),
  moverMps: z
    .number()
    .min(0)
    .max(5)
    .default(1.1)
    .describe('Speed that somebody is taken to have who has just been noticed, m/s.')
    .meta(live('m/s')),
  moverStopS: z
    .number()
    .min(0)
    .max(5)
    .default(0.5)
    .describe('From somebody being seen to the robot standing still: scan, decision and braking, s.')
    .meta(live('s')),
  moverHoldMs: z
    .number()
    .min(0)
    .max(10_000)
    .default(700)
    .describe('Something that moved counts as moving for this long after: who walks may turn round, ms.')
    .meta(live('ms')),
  sectorRad: z
    .number()
    .min(0.1)
    .max(Math.PI)
    .default(1)
    .describe('Width of the sector in the direction of travel that must be known, rad.')
    .meta(live('rad')),
  maxUnknown: z
    .number()
    .min(0)
    .max(1)
    .default(0.5)
    .describe('Share of the beams in that sector that may say nothing; more means stop.')
    .meta(live('1')),
  maxLinearMps: z
    .number()
    .positive()
    .max(5)
    .default(0.3)
    .describe('Greatest linear speed, m/s.')
    .meta(live('m/s')),
  maxAngularRps: z
    .number()
    .positive()
    .max(20)
    .default(2)
    .describe('Greatest angular speed, rad/s.')
    .meta(live('rad/s')),
  linearAccelMps2: z
    .number()
    .positive()
    .max(50)
    .default(0.8)
    .describe('Greatest linear acceleration, m/s².')
    .meta(live('m/s²')),
  linearBrakeMps2: z
    .number()
    .positive()
    .max(50)
    .default(2)
    .describe('Greatest linear deceleration, m/s².')
    .meta(live('m/s²')),
  angularAccelRps2: z
    .number()
    .positive()
    .max(200)
    .default(8)
    .describe('Greatest angular acceleration and deceleration, rad/s².')
    .meta(live('rad/s²')),
});

export type GuardConfig = z.infer<typeof guardConfig>;
export type GuardSource = (typeof sourceNames)[number];
