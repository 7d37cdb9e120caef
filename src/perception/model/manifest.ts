// The manifest of a model: the contract between every trainer and every runtime (docs/formats/model.md).
import { z } from 'zod';
import { Fault } from '../../fault/fault.js';
import { trainedRoomsSchema } from './trained-rooms.js';

/** Of the manifest itself; a reader refuses any other. */
export const MANIFEST_SCHEMA = 1;
export const MANIFEST_FILE = 'manifest.json';
/** No class, no surface. */
export const UNKNOWN = 'unknown';

const name = z.string().regex(/^[a-z0-9][a-z0-9._-]{0,63}$/, 'small letters, digits, dots, dashes');
const fileName = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/, 'a file name without folders');
export const digest = z.string().regex(/^[0-9a-f]{64}$/, 'a SHA-256 in small hex digits');
const finite = z.number();
const fraction = z.number().min(0).max(1);
const channels = z.tuple([finite, finite, finite]);
const side = z.int().min(8).max(2048);

const networkSchema = z.strictObject({
  file: fileName,
  sha256: digest,
  bytes: z.int().positive(),
  opset: z.int().positive(),
  /** Every operator of the graph, sorted. */
  operators: z.array(z.string().min(1)).min(1),
});

const inputSchema = z.strictObject({
  name: z.string().min(1),
  width: side,
  height: side,
  layout: z.literal('NCHW'),
  colour: z.literal('rgb'),
  resize: z.literal('stretch-bilinear'),
  /** Of bytes over 255, by channel: value = (byte / 255 - mean) / std. */
  mean: channels,
  std: z.tuple([z.number().positive(), z.number().positive(), z.number().positive()]),
});

const outputsSchema = z.strictObject({
  stride: z.int().min(1).max(64),
  heat: z.string().min(1),
  box: z.string().min(1),
  free: z.string().min(1),
  surface: z.string().min(1),
});

const decodingSchema = z.strictObject({
  /** By label: the least score (after calibration) of a detection. */
  thresholds: z.array(z.number().gt(0).lt(1)).min(1),
  /** Platt scaling by label: score = sigmoid(scale · logit + offset); absent: sigmoid(logit). */
  calibration: z
    .strictObject({ scale: z.array(z.number().positive()).min(1), offset: z.array(finite).min(1) })
    .optional(),
  /** Boxes of one class that overlap by more than this are one. */
  iouSameClass: fraction,
  /** Boxes of whatever class that overlap by more than this are one. */
  iouAnyClass: fraction,
  maxDetections: z.int().min(1).max(500),
  /** A cell is free floor if sigmoid(free) is at least this. */
  freeThreshold: z.number().gt(0).lt(1),
  /** A surface less probable than this is `unknown`. */
  surfaceThreshold: fraction,
});

const originSchema = z.strictObject({
  trainer: z.string().min(1),
  seed: z.int(),
  /** How far the training came, where it is known. */
  trainedSteps: z.int().min(0).optional(),
  plannedSteps: z.int().min(1).optional(),
  datasetSha256: digest.optional(),
  /** The dataset whose validation thresholds and figures come from, if it is not that of the training. */
  tunedSha256: digest.optional(),
  generatorSha256: digest.optional(),
  /** What its pictures show: simulated rooms of these assets, or `foreign`: recordings of others. */
  assets: z
    .array(z.enum(['standard', 'heldout', 'foreign']))
    .min(1)
    .optional(),
  /** The network whose weights the training started from. */
  startSha256: digest.optional(),
  /** Those it learned from, that one's too; older models do not say. */
  rooms: trainedRoomsSchema.optional(),
  weightsSha256: digest,
});

const goldenSchema = z.strictObject({
  /** PNG files under golden/, each with the outputs and detections that it must give. */
  frames: z.array(z.strictObject({ image: fileName, expected: fileName, sha256: digest })).max(64),
  tolerances: z.strictObject({
    logits: z.number().positive(),
    iou: fraction,
    score: z.number().positive(),
  }),
});

const statisticsSchema = z.record(
  z.string().min(1),
  z.strictObject({
    samples: z.int().positive(),
    /** Ascending: least, then the deciles, then the greatest. */
    deciles: z.array(finite).length(11),
  }),
);

const schema = z
  .strictObject({
    schema: z.literal(MANIFEST_SCHEMA),
    name,
    version: name,
    network: networkSchema,
    input: inputSchema,
    outputs: outputsSchema,
    labels: z.array(z.string().min(1)).min(1).max(64),
    surfaces: z.array(z.string().min(1)).min(1).max(64),
    decoding: decodingSchema,
    origin: originSchema,
    /** Measured figures by name; what they mean is in card.md. */
    metrics: z.record(z.string().min(1), finite),
    golden: goldenSchema,
    /** What the model met in validation, for drift: distributions by name. */
    reference: statisticsSchema,
  })
  .superRefine((manifest, context) => {
    for (const [path, problem] of contradictions(manifest)) {
      context.addIssue({ code: 'custom', path: path.split('.'), message: problem });
    }
  });

export type Manifest = z.infer<typeof schema>;
export type InputSpec = Manifest['input'];
export type Decoding = Manifest['decoding'];

/** What each field says alone is right, and together they are not. */
function contradictions(manifest: z.infer<typeof schema>): (readonly [string, string])[] {
  const { labels, surfaces, decoding, input, outputs } = manifest;
  const found: (readonly [string, string])[] = [];
  const byLabel = (path: string, values: readonly number[]): void => {
    if (values.length !== labels.length) found.push([path, `one value for each of ${labels.length} labels`]);
  };
  byLabel('decoding.thresholds', decoding.thresholds);
  if (decoding.calibration !== undefined) {
    byLabel('decoding.calibration.scale', decoding.calibration.scale);
    byLabel('decoding.calibration.offset', decoding.calibration.offset);
  }
  if (new Set(labels).size !== labels.length) found.push(['labels', 'each only once']);
  if (new Set(surfaces).size !== surfaces.length) found.push(['surfaces', 'each only once']);
  for (const key of ['width', 'height'] as const) {
    if (input[key] % outputs.stride !== 0) found.push([`input.${key}`, `a multiple of the stride`]);
  }
  const names = [outputs.heat, outputs.box, outputs.free, outputs.surface];
  if (new Set(names).size !== names.length) found.push(['outputs', 'four different names']);
  return found;
}

/** Throws Fault model/bad-manifest with every problem and its path. `where`: the file, for the Fault. */
export function parseManifest(value: unknown, where: string): Manifest {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const problems = result.error.issues.map(({ path, message }) => `${path.join('.') || '(all)'}: ${message}`);
  throw new Fault('model/bad-manifest', {
    what: `The manifest of a model has ${problems.length === 1 ? 'a fault' : `${problems.length} faults`}.`,
    where,
    found: problems.join('\n            '),
    expected: 'a manifest as docs/formats/model.md describes it',
    next: 'Export the model again with `npx jackdaw models export`, or take another one.',
  });
}

/** Cells of the output grid. */
export function gridOf({ input, outputs }: Pick<Manifest, 'input' | 'outputs'>): {
  readonly columns: number;
  readonly rows: number;
} {
  return { columns: input.width / outputs.stride, rows: input.height / outputs.stride };
}
