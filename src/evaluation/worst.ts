// The worst frames as pictures: objects that were missed and things that are not there, nearest and surest first.
import { readPicture } from '../dataset/read-picture.js';
import { Drawing } from '../picture/drawing.js';
import { drawPlate, plateHeight } from '../picture/plate.js';
import { colorOfClass } from '../simulation/views/palette.js';
import type { Box } from '../training/score/match.js';
import type { JudgedFrame } from './judged.js';
import type { FrameOutcome } from './operating.js';

const LEAST_WIDTH_PX = 640;
const LETTER_PX = 11;
const TRUTH = '#35c26b';
const MISSED = '#ff3b30';
const IGNORED = '#b8bcc0';

export interface WorstFrame {
  readonly frame: JudgedFrame;
  /** What went wrong, in words. */
  readonly errors: readonly string[];
}

/** Frames by what their errors weigh: a missed thing the more the nearer it is, a false one by its score. Without errors: none. */
export function worstFrames(
  frames: readonly JudgedFrame[],
  outcomes: readonly FrameOutcome[],
  labels: readonly string[],
  count: number,
): WorstFrame[] {
  const weighed = outcomes.map((outcome, i) => ({ frame: frames[i]!, outcome, weight: weightOf(outcome) }));
  return weighed
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight)
    .slice(0, count)
    .map(({ frame, outcome }) => ({ frame, errors: errorsOf(outcome, labels) }));
}

function weightOf({ detections, objects }: FrameOutcome): number {
  const missed = objects.filter(({ by }) => by === undefined);
  const wrong = detections.filter(({ right }) => !right);
  return (
    missed.reduce((sum, { truth }) => sum + 1 / (0.5 + (truth.distanceM ?? 2)), 0) +
    wrong.reduce((sum, { found, ghost }) => sum + (ghost ? 1.5 : 0.5) * found.score, 0)
  );
}

function errorsOf({ detections, objects }: FrameOutcome, labels: readonly string[]): string[] {
  const missed = objects
    .filter(({ by }) => by === undefined)
    .map(({ truth: { classId, distanceM } }) => {
      const where = distanceM === undefined ? '' : ` at ${distanceM.toFixed(2)} m`;
      return `missed ${labels[classId]}${where}`;
    });
  const wrong = detections
    .filter(({ right }) => !right)
    .map(
      ({ found: { classId, score }, ghost }) =>
        `${ghost ? 'ghost' : 'wrong'} ${labels[classId]} ${score.toFixed(2)}`,
    );
  return [...missed, ...wrong];
}

/** PNG, twice as large where the picture is small: truth in green (dashed: ignored, red: missed), detections by class with score. */
export async function drawWorst(frame: JudgedFrame, outcome: FrameOutcome, labels: readonly string[]) {
  const scale = Math.max(1, Math.ceil(LEAST_WIDTH_PX / frame.width));
  const { rgb, width, height } = await readPicture(frame.imagePath, {
    resizeTo: (size) => ({ width: size.width * scale, height: size.height * scale }),
  });
  const drawing = new Drawing(width, height);
  const rectangle = ({ left, top, right, bottom }: Box, color: string, more: object): void =>
    drawing.rectangle([left * scale, top * scale], [(right - left) * scale, (bottom - top) * scale], {
      stroke: { color, width: 2, ...more },
    });
  for (const truth of frame.truths.filter(({ ignore }) => ignore))
    rectangle(truth, IGNORED, { dashed: true });
  for (const { truth, by } of outcome.objects) {
    rectangle(truth, by === undefined ? MISSED : TRUTH, { width: 3 });
  }
  for (const found of frame.chosen) rectangle(found, colorOfClass(labels[found.classId]!), {});
  // Words last: what is missed below its box, what is found above.
  const plate = { letterPx: LETTER_PX, room: { left: 0, top: 0, width } };
  for (const { truth, by } of outcome.objects) {
    const bottom = Math.min(height, truth.bottom * scale + plateHeight(LETTER_PX));
    if (by === undefined)
      drawPlate(drawing, [truth.left * scale, bottom], labels[truth.classId]!, { ...plate, color: MISSED });
  }
  for (const { classId, score, left, top } of frame.chosen) {
    const text = `${labels[classId]} ${Math.round(100 * score)}%`;
    drawPlate(drawing, [left * scale, top * scale], text, {
      ...plate,
      color: colorOfClass(labels[classId]!),
    });
  }
  return drawing.overPicture(rgb);
}
