// What a simulated recording says about a frame and about its room, as JSON in ground_truth/labels and ground_truth/room.
import { z } from 'zod';
import { Fault, toFault } from '../fault/fault.js';
import { assetSets } from '../simulation/rooms/kit.js';
import { rleSchema } from './format.js';

const pixels = z.number().min(-1e6).max(1e6);
const share = z.number().min(0).max(1);

export const labelledObjectSchema = z.object({
  class: z.string().min(1).max(200),
  name: z.string().max(500),
  /** Visible extent: left, top, right, bottom in pixels; the last two are the first column and row outside. */
  box: z.tuple([pixels, pixels, pixels, pixels]),
  /** Where the object would end in the columns of its box if nothing hid it, pixels; may be beyond the picture. */
  lower: pixels.optional(),
  visible_fraction: share,
  truncation: share,
  /** Metres: of its highest point above the floor, and from base_footprint to its nearest point below 0.25 m. */
  height: z.number().min(0).max(1000).optional(),
  distance: z.number().min(0).max(10_000).optional(),
  segmentation: rleSchema.optional(),
});

export const frameLabelsSchema = z.object({
  /** Nanoseconds: of the image these belong to. */
  stamp: z.string().regex(/^\d{1,19}$/),
  surface: z.string().max(200),
  objects: z.array(labelledObjectSchema).max(10_000),
  free_space: rleSchema.optional(),
});

export const roomFactsSchema = z.object({
  /** Names the room wherever its frames go. */
  room: z.string().min(1).max(200),
  assets: z.enum(assetSets),
  /** Digest of the generator that made it. */
  generator: z.string().max(200),
  seed: z.number(),
  /** The whole world file: every number that was drawn. */
  world: z.string(),
});

export type LabelledObject = z.infer<typeof labelledObjectSchema>;
export type FrameLabels = z.infer<typeof frameLabelsSchema>;
export type RoomFacts = z.infer<typeof roomFactsSchema>;

/** Throws dataset/bad-label. */
export function parseLabels<T>(schema: z.ZodType<T>, text: string, where: string): T {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (thrown) {
    throw toFault(thrown, 'dataset/bad-label', { what: 'a label is not JSON', where });
  }
  const checked = schema.safeParse(value);
  if (checked.success) return checked.data;
  throw new Fault('dataset/bad-label', {
    what: 'a label has wrong or missing values',
    found: checked.error.issues
      .slice(0, 5)
      .map(({ path, message }) => `${path.join('.')}: ${message}`)
      .join('; '),
    where,
    next: 'docs/formats/dataset.md says what labels hold.',
  });
}
