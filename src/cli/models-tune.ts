// What jackdaw models tune does: a training as a model beside, judged on validation, its operating point chosen and written.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDataset, type Dataset } from '../dataset/open.js';
import { readPicture } from '../dataset/read-picture.js';
import { figuresOf, type Figures } from '../evaluation/figures.js';
import { FloorEnds } from '../evaluation/floor-ends.js';
import { judgeSamples, type Look } from '../evaluation/judge.js';
import type { JudgedFrame } from '../evaluation/judged.js';
import { samplesOf } from '../evaluation/samples.js';
import { glanceOf, operatingPointOf, tune, withTuned, type Glance } from '../evaluation/tune.js';
import { Fault, toFault } from '../fault/fault.js';
import { gridOf, type Manifest } from '../perception/model/manifest.js';
import { nodeDisk, replaceFile } from '../recording/disk.js';
import { OPERATING_POINT_FILE, type OperatingPoint } from '../training/export/operating-point.js';
import { publishRun } from '../training/export/publish-run.js';
import { withEngine, withProgress } from './judging.js';
import { warnOfOther, warnOfUnfinished } from './models-work.js';
import type { TuneFlags } from './models.js';

export interface TunedRun {
  readonly file: string;
  readonly point: OperatingPoint;
  readonly figures: Figures;
}

/** Throws what export and evaluation throw, evaluation/write-failed; the file of before stays then. */
export async function tuneRun(flags: TuneFlags): Promise<TunedRun> {
  const { run, data, learner, limit, ghosts: ghostsPerImage, earlyEnds } = flags;
  const dataset = await openDataset(data);
  refuseWithoutValidation(dataset);
  const samples = await samplesOf(dataset, 'validation', limit);
  await warnOfOther(
    run,
    dataset,
    'Thresholds and figures are only worth something if none of its rooms was trained on. The model will name it.',
  );
  const beside = await mkdtemp(join(tmpdir(), 'jackdaw-tune-'));
  try {
    // TensorFlow greets on standard error otherwise.
    process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '2';
    const frame = await readPicture(samples[0]!.imagePath);
    const model = await publishRun({
      ...{ run, learner, out: join(beside, 'model', 'candidate'), frames: [frame], untuned: true },
    });
    await warnOfUnfinished(run, model.manifest);
    const { labels, surfaces } = model.manifest;
    const glances: Glance[] = [];
    const floorEnds = new FloorEnds(gridOf(model.manifest));
    const judge = (manifest: Manifest, what: string, onLook?: (look: Look) => void): Promise<JudgedFrame[]> =>
      withEngine(model, (engine) =>
        withProgress(what, (onProgress) => {
          let done = 0;
          return judgeSamples(samples, {
            ...{ manifest, engine, dataset: dataset.manifest },
            onFrame(_, look) {
              onLook?.(look);
              onProgress(++done, samples.length);
            },
          });
        }),
      );
    const plain = await judge(model.manifest, 'judging', (look) => {
      glances.push(glanceOf(look));
      if (look.floor !== undefined) floorEnds.add(look.free, look.floor);
    });
    const tuned = tune(plain, labels, { ghostsPerImage });
    const floor = floorEnds.choose(earlyEnds);
    const after = await judge(withTuned(model.manifest, tuned, floor), 'judging as tuned');
    const { figures } = figuresOf(after, { labels, surfaces, seed: 1 });
    const { weightsSha256 } = model.manifest.origin;
    const chosen = { weightsSha256, datasetSha256: dataset.manifest.digest };
    const point = operatingPointOf(tuned, labels, { frames: after, glances, figures, floor, chosen });
    const file = join(run, OPERATING_POINT_FILE);
    await writePoint(file, point);
    return { file, point, figures };
  } finally {
    await rm(beside, { recursive: true, force: true });
  }
}

/** What was learned by heart is found with high scores: thresholds from it would be far too high for anything new. */
function refuseWithoutValidation({ folder, manifest: { splits } }: Dataset): void {
  if (splits.validation.images > 0) return;
  throw new Fault('evaluation/no-data', {
    what: 'The dataset has no validation to choose thresholds on.',
    where: folder,
    found: `train ${splits.train.images} pictures, validation none`,
    expected: 'pictures of rooms that were not trained on',
    next: 'Export without tuning: every threshold is 0.3 then, and `npx jackdaw models look` shows what that finds. Or record another room, and build with --shares 0.7,0.3,0.',
  });
}

async function writePoint(file: string, point: OperatingPoint): Promise<void> {
  try {
    await replaceFile(nodeDisk, file, Buffer.from(`${JSON.stringify(point, undefined, 2)}\n`));
  } catch (thrown) {
    throw toFault(thrown, 'evaluation/write-failed', {
      what: 'The operating point cannot be written.',
      where: file,
      next: 'Free some space or mend the permissions, then tune again.',
    });
  }
}
