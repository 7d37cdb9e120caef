// Where a model works: thresholds and calibration chosen on validation, what was measured there, and what it met.
import { z } from 'zod';
import { Fault } from '../../fault/fault.js';
import { digest, type Manifest } from '../../perception/model/manifest.js';

/** Beside the weights in the folder of a training; who chooses the thresholds writes it. */
export const OPERATING_POINT_FILE = 'operating-point.json';

const open = z.number().gt(0).lt(1);
const schema = z.strictObject({
  /** What it was chosen for, and on the validation of which dataset; absent: by hand, or by an older version. */
  chosen: z.strictObject({ weightsSha256: digest, datasetSha256: digest }).optional(),
  /** By class: the least score of a detection. */
  thresholds: z.record(z.string(), open),
  /** Platt scaling by class; absent: none. */
  calibration: z
    .record(z.string(), z.strictObject({ scale: z.number().positive(), offset: z.number() }))
    .optional(),
  freeThreshold: open.default(0.5),
  surfaceThreshold: z.number().min(0).max(1).default(0.5),
  metrics: z.record(z.string(), z.number()).default({}),
  reference: z
    .record(
      z.string(),
      z.strictObject({ samples: z.int().positive(), deciles: z.array(z.number()).length(11) }),
    )
    .default({}),
});

export type OperatingPoint = z.output<typeof schema>;

/** Suppression is no matter of validation: boxes of one thing overlap by more than this. */
const IOU_SAME_CLASS = 0.5;
const IOU_ANY_CLASS = 0.8;
const MAX_DETECTIONS = 50;

/** For a model whose thresholds nobody has chosen: it can be looked at, and must not steer. */
export function unchosenPoint(classes: readonly string[]): OperatingPoint {
  return schema.parse({ thresholds: Object.fromEntries(classes.map((name) => [name, 0.3])) });
}

/** Throws Fault training/bad-operating-point with every problem. */
export function parseOperatingPoint(
  value: unknown,
  classes: readonly string[],
  where: string,
): OperatingPoint {
  const result = schema.safeParse(value);
  const problems = result.success
    ? classes
        .filter((name) => result.data.thresholds[name] === undefined)
        .map((name) => `thresholds: none for ${name}`)
    : result.error.issues.map(({ path, message }) => `${path.join('.') || '(all)'}: ${message}`);
  if (result.success && problems.length === 0) return result.data;
  throw new Fault('training/bad-operating-point', {
    what: 'Thresholds and calibration of the training cannot be used.',
    where,
    found: problems.join('; '),
    expected: 'what docs/formats/model.md says of it',
    next: 'Choose them again, or remove the file to export without.',
  });
}

export function decodingOf(point: OperatingPoint, classes: readonly string[]): Manifest['decoding'] {
  const { thresholds, calibration, freeThreshold, surfaceThreshold } = point;
  const ofEach = <T>(read: (name: string) => T): T[] => classes.map(read);
  return {
    thresholds: ofEach((name) => thresholds[name]!),
    ...(calibration === undefined
      ? {}
      : {
          calibration: {
            scale: ofEach((name) => calibration[name]?.scale ?? 1),
            offset: ofEach((name) => calibration[name]?.offset ?? 0),
          },
        }),
    iouSameClass: IOU_SAME_CLASS,
    iouAnyClass: IOU_ANY_CLASS,
    maxDetections: MAX_DETECTIONS,
    freeThreshold,
    surfaceThreshold,
  };
}
