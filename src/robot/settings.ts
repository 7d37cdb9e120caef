// Every setting of a robot's run: those of its stages, of the simulation and of the recording.
import { z } from 'zod';
import { pixelTruthTopics } from '../simulation/embedded/pixel-truth.js';
import { stageSchemas } from './stages.js';

const startOnly = (unit: string): { live: boolean; unit: string } => ({ live: false, unit });

export const simulationConfig = z.strictObject({
  camera: z
    .boolean()
    .default(true)
    .describe('Render camera pictures with their labels')
    .meta(startOnly('true or false')),
  realisticLidar: z
    .boolean()
    .default(true)
    .describe(
      'Noise that grows with range, lost returns on dark, shiny and grazing surfaces, beams spread over the sweep',
    )
    .meta(startOnly('true or false')),
  perfectLocalizer: z
    .boolean()
    .default(false)
    .describe(
      'Say map → odom so that the robot is in map where it truly is, and map as the world; not beside a localizer, which says map → odom itself (REP-105)',
    )
    .meta(startOnly('true or false')),
});

export const recordingConfig = z.strictObject({
  segmentSeconds: z
    .number()
    .min(1)
    .max(3600)
    .default(60)
    .describe('A file of the recording spans at most this')
    .meta(startOnly('s')),
  segmentMegabytes: z
    .number()
    .min(1)
    .max(4096)
    .default(64)
    .describe('A file of the recording is at most this large')
    .meta(startOnly('MB')),
  rawImages: z
    .boolean()
    .default(false)
    .describe('Record uncompressed camera pictures too')
    .meta(startOnly('true or false')),
  pixelTruth: z
    .array(z.enum(pixelTruthTopics))
    .default([])
    .describe('Ground truth by pixel or beam to publish and record too')
    .meta(startOnly('topics')),
  keepGigabytes: z
    .number()
    .positive()
    .default(20)
    .describe(
      'The folder recordings/ is kept below this; the oldest go first, files with .keep beside them never',
    )
    .meta(startOnly('GB')),
  keepDays: z
    .number()
    .positive()
    .default(90)
    .describe('What is older is removed from recordings/')
    .meta(startOnly('days')),
  format: z
    .enum(['humble', 'jazzy'])
    .default('humble')
    .describe('Which ros2 bag must read metadata.yaml; humble is read by all later ones')
    .meta(startOnly('name')),
});

export const runSections = {
  ...stageSchemas,
  simulation: simulationConfig,
  recording: recordingConfig,
} as const;
