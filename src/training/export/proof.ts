// The proof of a model, as its card tells it: what evaluate, bench approach and bench safety found on held-out assets.
import { z } from 'zod';
import { Fault } from '../../fault/fault.js';

const count = z.int().min(0);
const figure = z.number();
/** What JSON has no number for is null there. */
const perhaps = z.number().nullish();

/** Of metrics.json; what the card does not tell is passed over. */
const evaluationSchema = z.object({
  model: z.object({ sha256: z.string() }),
  dataset: z.object({ digest: z.string(), assets: z.array(z.string()) }),
  split: z.string(),
  images: count,
  rooms: count,
  map50: figure,
  map: figure,
  surfaceAccuracy: perhaps,
  ece: perhaps,
  freeIou: perhaps,
  ghostsPerImage: figure,
  seenInTraining: z.object({ images: count }).optional(),
  leftOut: z.object({ model: z.array(z.string()), dataset: z.array(z.string()) }).optional(),
  classes: z.array(
    z.object({ label: z.string(), ap50: perhaps, precision: perhaps, recall: perhaps, f1: perhaps }),
  ),
  intervals: z.record(z.string(), z.object({ low: figure, high: figure })),
});

const shareSchema = z.object({ approaches: count, found: count, share: figure });
const approachSchema = shareSchema.extend({
  model: z.string(),
  seed: count,
  rooms: count,
  lower95: figure,
  upper95: figure,
  hazards: shareSchema,
  startedOutOfView: shareSchema,
});

const armSchema = z.object({
  metres: figure,
  meanSpeed: figure,
  collisions: count,
  collisionsPer100m: figure,
  falseStopsPer100m: figure,
  ratio: perhaps,
  ratioUpper95: perhaps,
});
const safetySchema = z.object({
  model: z.string(),
  seed: count,
  rooms: count,
  seconds: figure,
  arms: z.record(z.string(), armSchema),
  distanceShare: perhaps,
  unmet: z.array(z.string()),
});

const photographsSchema = z.object({
  model: z.string(),
  pictures: z.array(z.object({ file: z.string(), found: z.array(z.object({ class: z.string() })) })),
  detections: count,
});

const proofSchema = z.object({
  evaluation: evaluationSchema.optional(),
  approach: approachSchema.optional(),
  safety: safetySchema.optional(),
  photographs: photographsSchema.optional(),
});

export type Proof = z.infer<typeof proofSchema>;

const writtenBy = {
  evaluation: 'metrics.json of jackdaw evaluate',
  approach: 'what jackdaw bench approach --json printed',
  safety: 'what jackdaw bench safety --json printed',
  photographs: 'what jackdaw models look --json printed',
} as const;

/** By part, the first places that do not fit. */
function misfits(issues: readonly z.core.$ZodIssue[]): string {
  const parts = [...new Set(issues.map(({ path }) => String(path[0])))];
  return parts
    .map((part) => {
      const places = issues
        .filter(({ path }) => path[0] === part)
        .map(({ path }) => path.slice(1).join('.') || 'all of it');
      const more = places.length > 3 ? ` and ${places.length - 3} more` : '';
      return `--${part}: absent or of another kind are ${places.slice(0, 3).join(', ')}${more}`;
    })
    .join('; ');
}

/** Throws Fault model/bad-proof: not what those commands print, or of another model. `sha256`: of the model's network. */
export function parseProof(value: unknown, sha256: string): Proof {
  const result = proofSchema.safeParse(value);
  if (!result.success) {
    const parts = new Set(result.error.issues.map(({ path }) => path[0]));
    throw new Fault('model/bad-proof', {
      what: 'A result is not what its command wrote.',
      found: misfits(result.error.issues),
      expected: Object.entries(writtenBy)
        .filter(([part]) => parts.has(part))
        .map(([part, by]) => `--${part}: ${by}`)
        .join('; '),
      next: 'Name the file that the command wrote, or run it again.',
    });
  }
  const { evaluation, approach, safety, photographs } = result.data;
  const others = [evaluation?.model.sha256, approach?.model, safety?.model, photographs?.model].filter(
    (digest) => digest !== undefined && digest !== sha256,
  );
  if (others.length === 0) return result.data;
  throw new Fault('model/bad-proof', {
    what: 'A result is of another model.',
    found: others.join(', '),
    expected: sha256,
    next: 'Run the command with this model.',
  });
}

/** Markdown, a section for each part that is there. */
export function describeProof({ evaluation, approach, safety, photographs }: Proof): string {
  return [
    evaluation && describeEvaluation(evaluation),
    approach && describeApproaches(approach),
    safety && describeSafety(safety),
    photographs && describePhotographs(photographs),
  ]
    .filter((section) => section !== undefined)
    .join('\n');
}

function describeEvaluation(found: z.infer<typeof evaluationSchema>): string {
  const { images, rooms, dataset, intervals, leftOut, seenInTraining: seen } = found;
  const others = [...(leftOut?.model ?? []), ...(leftOut?.dataset ?? [])];
  const without =
    others.length === 0
      ? ''
      : ` Left out, for model and dataset do not both know them: ${others.join(', ')}.`;
  const known = seen?.images ? ` **${seen.images} of them show rooms that it was trained in.**` : '';
  const row = (name: string, value: number | null | undefined, key?: string): string => {
    const interval = key === undefined ? undefined : intervals[key];
    return `| ${name} | ${text(value)} | ${interval === undefined ? '' : `${text(interval.low)} to ${text(interval.high)}`} |`;
  };
  return `## On ${dataset.assets.join(' and ')} assets
${images} pictures of ${rooms === 1 ? 'one room, so that there are no intervals' : `${rooms} rooms`}, dataset \`${dataset.digest}\`, split ${found.split}.${known}${without}

| | value | 95 % over rooms |
|---|---|---|
${[
  row('mAP@0.5', found.map50, 'map50'),
  row('mAP@0.5:0.95', found.map, 'map'),
  row('surface accuracy', found.surfaceAccuracy, 'surfaceAccuracy'),
  row('calibration error', found.ece, 'ece'),
  row('IoU of free floor', found.freeIou),
  row('detections of nothing, a picture', found.ghostsPerImage),
].join('\n')}

| class | AP@0.5 | precision | recall | F1 |
|---|---|---|---|---|
${found.classes
  .map(
    ({ label, ap50, precision, recall, f1 }) =>
      `| ${label} | ${text(ap50)} | ${text(precision)} | ${text(recall)} | ${text(f1)} |`,
  )
  .join('\n')}
`;
}

function describeApproaches(found: z.infer<typeof approachSchema>): string {
  const share = ({ found: known, approaches, share: part }: z.infer<typeof shareSchema>): string =>
    `${known} of ${approaches} (${text(part)})`;
  return `## Approaches
Known and placed within 20 % before the front was 0.40 m away: ${share(found)}, 95 % over rooms: ${text(found.lower95)} to ${text(found.upper95)}. Of things that no LIDAR beam returns from: ${share(found.hazards)}; out of view at first: ${share(found.startedOutOfView)}. ${found.rooms} rooms from seed ${found.seed}.
`;
}

function describeSafety(found: z.infer<typeof safetySchema>): string {
  const { arms, rooms, seconds, seed, distanceShare, unmet } = found;
  return `## Safety
${rooms} rooms of ${seconds} s from seed ${seed}, all arms in the same rooms (docs/safety.md).

| arm | metres | m/s | collisions | per 100 m | over lidar | up to (95 %) | false stops per 100 m |
|---|---|---|---|---|---|---|---|
${Object.entries(arms)
  .map(
    ([name, arm]) =>
      `| ${name} | ${arm.metres.toFixed(0)} | ${text(arm.meanSpeed)} | ${arm.collisions} | ${arm.collisionsPer100m.toFixed(2)} | ${text(arm.ratio)} | ${text(arm.ratioUpper95)} | ${arm.falseStopsPer100m.toFixed(2)} |`,
  )
  .join('\n')}

Distance over that of the LIDAR alone: ${text(distanceShare)}. ${unmet.length === 0 ? 'All bounds hold.' : `What does not hold: ${unmet.join('; ')}.`}
`;
}

function text(value: number | null | undefined): string {
  return value === null || value === undefined ? '–' : value.toFixed(3);
}

function describePhotographs({ pictures, detections }: z.infer<typeof photographsSchema>): string {
  const seeing = pictures.filter(({ found }) => found.length > 0).length;
  return `## A look at reality
${pictures.length} photographs that hold no floor from the height of a robot, so that every detection is a false one: ${detections} detections in ${seeing} of them.
`;
}
