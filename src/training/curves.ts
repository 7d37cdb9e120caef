// The course of a training as one SVG: losses, mean average precision, learning rate over pictures seen.
import type { Entry, StepEntry, ValidationEntry } from './journal.js';

interface Curve {
  readonly name: string;
  readonly colour: string;
  readonly points: readonly (readonly [x: number, y: number])[];
}

interface Panel {
  readonly title: string;
  readonly curves: readonly Curve[];
  /** The top of the axis; from the curves if absent. */
  readonly top?: number;
}

const WIDTH = 760;
const HEIGHT = 220;
const LEFT = 56;
const RIGHT = 16;
const TOP = 34;
const BOTTOM = 30;
const TICKS = 4;
/** So few points are dots, too: of one alone there is no line. */
const FEW = 40;

export function drawCurves(entries: readonly Entry[]): string {
  const steps = entries.filter((entry): entry is StepEntry => entry.kind === 'step');
  const validations = entries.filter((entry): entry is ValidationEntry => entry.kind === 'validation');
  const seen = Math.max(1, ...entries.map(({ images }) => images));
  const panels = [
    { title: 'Loss, by part', curves: lossCurves(steps) },
    { title: 'Validation', curves: validationCurves(validations), top: 1 },
    { title: 'Learning rate', curves: [curveOf('rate', '#555', steps, ({ rate }) => rate)] },
  ];
  const body = panels.map((panel, i) => drawPanel(panel, i * HEIGHT, seen)).join('\n');
  const height = panels.length * HEIGHT;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" font-family="sans-serif" font-size="12">
<rect width="100%" height="100%" fill="white"/>
${body}
</svg>
`;
}

function lossCurves(steps: readonly StepEntry[]): Curve[] {
  return [
    curveOf('heat', '#d62728', steps, ({ heat }) => heat),
    curveOf('1 − GIoU', '#1f77b4', steps, ({ giou }) => giou),
    curveOf('L1', '#17becf', steps, ({ l1 }) => l1),
    curveOf('free floor', '#2ca02c', steps, ({ free }) => free),
    curveOf('surface', '#9467bd', steps, ({ surface }) => surface),
  ];
}

function validationCurves(validations: readonly ValidationEntry[]): Curve[] {
  return [
    curveOf('mAP@0.5', '#d62728', validations, ({ map50 }) => map50),
    curveOf('surface accuracy', '#9467bd', validations, ({ surfaceAccuracy }) => surfaceAccuracy),
    curveOf('IoU of free floor', '#2ca02c', validations, ({ freeIou }) => freeIou),
  ];
}

function curveOf<T extends Entry>(
  name: string,
  colour: string,
  entries: readonly T[],
  value: (entry: T) => number | undefined,
): Curve {
  const points = entries.flatMap((entry): [number, number][] => {
    const at = value(entry);
    return at === undefined ? [] : [[entry.images, at]];
  });
  return { name, colour, points };
}

function drawPanel({ title, curves, top }: Panel, y: number, seen: number): string {
  const most =
    top ?? roundUp(Math.max(1e-9, ...curves.flatMap(({ points }) => points.map(([, value]) => value))));
  const atX = (images: number): number => LEFT + ((WIDTH - LEFT - RIGHT) * images) / seen;
  const atY = (value: number): number =>
    y + HEIGHT - BOTTOM - ((HEIGHT - TOP - BOTTOM) * Math.min(value, most)) / most;
  const lines = curves.map(({ colour, points }) => {
    const places = points.map(([images, value]) => [atX(images).toFixed(1), atY(value).toFixed(1)] as const);
    const line = `<polyline fill="none" stroke="${colour}" stroke-width="1.5" points="${places.join(' ')}"/>`;
    const dots = points.length > FEW ? [] : places;
    return [line, ...dots.map(([x, at]) => `<circle cx="${x}" cy="${at}" r="2.5" fill="${colour}"/>`)].join(
      '\n',
    );
  });
  return [
    `<text x="${LEFT}" y="${y + 16}" font-weight="bold">${title}</text>`,
    ...drawAxes({ most, seen, atX, atY }),
    ...lines,
    ...drawLegend(curves, y),
  ].join('\n');
}

interface Axes {
  readonly most: number;
  readonly seen: number;
  readonly atX: (images: number) => number;
  readonly atY: (value: number) => number;
}

function drawAxes({ most, seen, atX, atY }: Axes): string[] {
  return Array.from({ length: TICKS + 1 }, (_, i) => {
    const value = (most * i) / TICKS;
    const images = (seen * i) / TICKS;
    return [
      `<line x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${atY(value)}" y2="${atY(value)}" stroke="#ddd"/>`,
      `<text x="${LEFT - 6}" y="${atY(value) + 4}" text-anchor="end">${shortNumber(value)}</text>`,
      `<text x="${atX(images)}" y="${atY(0) + 18}" text-anchor="${i === TICKS ? 'end' : 'middle'}">${shortNumber(images)}</text>`,
    ].join('\n');
  });
}

function drawLegend(curves: readonly Curve[], y: number): string[] {
  return curves.map(
    ({ name, colour }, i) =>
      `<text x="${LEFT + 130 + i * 125}" y="${y + 16}" fill="${colour}">● ${name}</text>`,
  );
}

function roundUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 4, 5, 8, 10].map((step) => step * power).find((step) => step >= value)!;
}

function shortNumber(value: number): string {
  if (value >= 10_000) return `${Number((value / 1000).toPrecision(3))} k`;
  return String(Number(value.toPrecision(2)));
}
