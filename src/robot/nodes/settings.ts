// The settings of each node: those of its stages, and of what it carries; the ROS parameters have the same names.
import { z } from 'zod';
import { topicNames } from '../../message/topics.js';
import type { Sections } from '../../runtime/config/schema.js';
import { recordingConfig, simulationConfig } from '../settings.js';
import { stageSchemas, type StageSettings } from '../stages.js';
import { stagesOf, type NodeKind } from './table.js';

const atStart = (unit: string): { live: boolean; unit: string } => ({ live: false, unit });

function visionConfig(preset: 'shipped' | 'none') {
  return z.strictObject({
    model: z
      .string()
      .min(1)
      .default(preset)
      .describe(
        'Model to see by: a folder or a name (mine/1.0.0); shipped: the newest that came with Jackdaw; none: no eyes',
      )
      .meta(atStart('folder')),
  });
}

const playing = {
  source: z.string().default('').describe('What to play').meta(atStart('path')),
  loop: z.boolean().default(true).describe('Begin again at the end').meta(atStart('true or false')),
};

export const cameraConfig = z.strictObject({
  ...playing,
  source: playing.source.describe('A picture (JPEG, PNG), a folder of pictures, or a bag'),
  rateHz: z
    .number()
    .positive()
    .max(120)
    .default(15)
    .describe('Of pictures; a bag has its own')
    .meta(atStart('Hz')),
  frameId: z
    .string()
    .default('camera_optical_frame')
    .describe('Frame of pictures; a bag has its own')
    .meta(atStart('frame')),
  horizontalFovDeg: z
    .number()
    .min(1)
    .max(170)
    .default(62.2)
    .describe('Of pictures, for camera_info; a bag has its own')
    .meta(atStart('degrees')),
});

export const lidarConfig = z.strictObject({
  ...playing,
  source: playing.source.describe('A bag; npx jackdaw bag import makes one of a CARMEN log'),
});

const topicName = z.enum(topicNames as [(typeof topicNames)[number], ...typeof topicNames]);

export const recorderConfig = recordingConfig
  .pick({ segmentSeconds: true, segmentMegabytes: true, rawImages: true, format: true })
  .extend({
    folder: z.string().default('').describe('The bag; empty: recordings/ros-<time>').meta(atStart('folder')),
    without: z.array(topicName).default([]).describe('Topics to leave out').meta(atStart('topics')),
  });

export const watchConfig = z.strictObject({
  without: z
    .array(topicName)
    .default(['camera/image_raw'])
    .describe('Topics whose messages are not looked at: large ones cost what they weigh')
    .meta(atStart('topics')),
});

export interface CarriedSettings {
  readonly vision: { readonly model: string };
  readonly simulation: z.output<typeof simulationConfig>;
  readonly camera: z.output<typeof cameraConfig>;
  readonly lidar: z.output<typeof lidarConfig>;
  readonly recorder: z.output<typeof recorderConfig>;
  readonly watch: z.output<typeof watchConfig>;
}

/** Only the sections of the node are there. */
export type NodeSettings = StageSettings & CarriedSettings;

const carriedSections: Readonly<Record<NonNullable<NodeKind['carries']>, Sections>> = {
  world: { simulation: simulationConfig },
  pictures: { camera: cameraConfig },
  scans: { lidar: lidarConfig },
  recording: { recorder: recorderConfig },
  graph: { watch: watchConfig },
};

export function sectionsOf(kind: NodeKind): Sections {
  const stages = stagesOf(kind, true).map((stage) => [stage, stageSchemas[stage]] as const);
  return { ...Object.fromEntries<Sections[string]>(stages), ...carriedSectionsOf(kind) };
}

/** What a node has beside the sections of its stages. */
export function carriedSectionsOf({ model, carries }: NodeKind): Sections {
  return {
    ...(model === undefined ? {} : { vision: visionConfig(model) }),
    ...(carries === undefined ? {} : carriedSections[carries]),
  };
}
