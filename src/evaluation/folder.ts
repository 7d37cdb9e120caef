// The folder of an evaluation: metrics, report, plots, worst frames; each file whole or not there.
import { join } from 'node:path';
import { Fault, toFault } from '../fault/fault.js';
import { replaceFile, type Disk } from '../recording/disk.js';
import { isDiskFull } from '../recording/disk-fault.js';
import { colorOfClass } from '../simulation/views/palette.js';
import type { Evaluation } from './evaluate.js';
import { plotBars, plotConfusion, plotCurves, type Series } from './plots.js';
import { renderReport, type ReportParts } from './report.js';
import type { Slice } from './slices.js';
import { percentText, rangeText } from './texts.js';
import { drawWorst, worstFrames } from './worst.js';

export const evaluationFiles = { metrics: 'metrics.json', report: 'report.html' } as const;
const WORST = 12;

export interface FolderOptions {
  readonly disk: Disk;
  readonly folder: string;
  readonly title: string;
  readonly facts: ReportParts['facts'];
}

/** What is told by a file that it has. */
interface Kind {
  readonly what: string;
  readonly file: string;
}

const evaluationKind: Kind = { what: 'evaluation', file: evaluationFiles.metrics };

/** Throws cli/output if the folder holds something else. An earlier one of the kind there is replaced. */
export async function checkFolder(
  disk: Disk,
  folder: string,
  { what, file }: Kind = evaluationKind,
): Promise<void> {
  if (!(await disk.exists(folder)) || (await disk.exists(join(folder, file)))) return;
  const names = await listing(disk, folder, what);
  if (names.length === 0) return;
  throw new Fault('cli/output', {
    what: `The folder for the ${what} holds something else.`,
    where: folder,
    found: names.slice(0, 5).join(', '),
    expected: `a new or empty folder, or that of an earlier ${what}`,
    next: 'Name another folder with --out.',
  });
}

async function listing(disk: Disk, folder: string, what: string): Promise<readonly string[]> {
  try {
    return await disk.list(folder);
  } catch (thrown) {
    throw toFault(thrown, 'cli/output', {
      what: `The folder for the ${what} cannot be read.`,
      where: folder,
    });
  }
}

/** `metrics`: what metrics.json shall hold; it is written last. Throws evaluation/write-failed. */
export async function writeFolder(
  evaluation: Evaluation,
  metrics: unknown,
  options: FolderOptions,
): Promise<void> {
  const { disk, folder, title, facts } = options;
  const { figures, distance, corruptions, names, seen } = evaluation;
  const plots = plotsOf(evaluation);
  const worst = await drawAll(evaluation, names.judged);
  const report = renderReport({
    ...{ title, facts, figures, seen, distance, corruptions, worst },
    plots: [...plots.values()],
  });
  try {
    for (const part of ['plots', 'worst']) await disk.makeFolder(join(folder, part));
    const write = (name: string, content: string | Uint8Array): Promise<void> =>
      replaceFile(disk, join(folder, name), Buffer.from(content));
    for (const [name, svg] of plots) await write(`plots/${name}.svg`, svg);
    for (const [i, { png }] of worst.entries())
      await write(`worst/${String(i + 1).padStart(2, '0')}.png`, png);
    await write(evaluationFiles.report, report);
    await write(evaluationFiles.metrics, `${JSON.stringify(metrics, finiteOnly, 2)}\n`);
  } catch (thrown) {
    throw toFault(thrown, 'evaluation/write-failed', {
      what: isDiskFull(thrown) ? 'The disk is full.' : 'The evaluation cannot be written.',
      where: folder,
      next: 'Free some space or mend the permissions, then evaluate again.',
    });
  }
}

/** JSON knows no infinity: the open end of the last slice is left out. */
function finiteOnly(_: string, value: unknown): unknown {
  return value === Infinity ? undefined : value;
}

async function drawAll(
  { frames, outcomes }: Evaluation,
  labels: readonly string[],
): Promise<ReportParts['worst']> {
  const drawn = [];
  for (const { frame, errors } of worstFrames(frames, outcomes, labels, WORST)) {
    const png = await drawWorst(frame, outcomes[frames.indexOf(frame)]!, labels);
    drawn.push({ png, caption: `image ${frame.id}, ${frame.room}: ${errors.join(', ')}` });
  }
  return drawn;
}

function plotsOf({ figures, curves }: Evaluation): ReadonlyMap<string, string> {
  const byLabel = (points: ReadonlyMap<string, Series['points']>): Series[] =>
    [...points].map(([name, each]) => ({ name, colour: colorOfClass(name), points: each }));
  const { bins } = figures.calibration;
  const reliable = {
    name: '15 bins',
    colour: '#3f7fbf',
    as: 'line and dots' as const,
    points: bins.map(({ confidence, accuracy }) => [confidence, accuracy] as const),
  };
  return new Map([
    [
      'precision-recall',
      plotCurves(
        { title: 'Precision and recall at IoU 0.5', x: 'recall', y: 'precision' },
        byLabel(curves.precisionRecall),
      ),
    ],
    [
      'roc',
      plotCurves(
        {
          title: 'ROC: is the class in the image?',
          x: 'false positive rate',
          y: 'true positive rate',
        },
        byLabel(curves.roc),
        { diagonal: true },
      ),
    ],
    [
      'reliability',
      plotCurves({ title: 'Reliability of detections', x: 'score', y: 'share that is right' }, [reliable], {
        diagonal: true,
      }),
    ],
    ['confusion', plotConfusion('What is there (rows), what was said', figures.confusion)],
    ['surface-confusion', plotConfusion('Surface (rows), what was said', figures.surface.confusion)],
    ...recallPlots(figures),
  ]);
}

function recallPlots({ recallBy }: Evaluation['figures']): [string, string][] {
  const plots = [
    ['recall-distance', 'Recall by distance', 'metres', recallBy.distanceM],
    ['recall-size', 'Recall by short side', 'pixels of the input', recallBy.shortSidePx],
    ['recall-visible', 'Recall by visible part', 'share', recallBy.visibleFraction],
  ] as const;
  return plots.flatMap(([name, title, x, slices]): [string, string][] =>
    slices === undefined ? [] : [[name, recallBars(title, x, slices)]],
  );
}

function recallBars(title: string, x: string, slices: readonly Slice[]): string {
  const bars = slices.map(({ from, to, objects, found }) => {
    const value = objects === 0 ? undefined : found / objects;
    const name = to === Infinity ? `≥ ${from}` : rangeText(from, to, '').replace(' to ', '–');
    return { name, value, note: objects === 0 ? '' : `${percentText(value).replace(/\.\d/, '')}` };
  });
  return plotBars({ title, x, y: 'recall' }, bars);
}
