// Plots of an evaluation as SVG text: curves, bars and tables of counts, readable in a report and alone.

export interface Series {
  readonly name: string;
  readonly colour: string;
  readonly points: readonly (readonly [x: number, y: number])[];
  /** A line if absent. */
  readonly as?: 'dots' | 'line and dots';
}

/** What an axis shows. */
export interface Scale {
  readonly from: number;
  readonly to: number;
  readonly isLog?: true;
  readonly ticks: readonly number[];
}

export interface Axes {
  readonly title: string;
  readonly x: string;
  readonly y: string;
  /** 0 to 1 if absent. */
  readonly xScale?: Scale;
  readonly yScale?: Scale;
}

const SIDE = 340;
const LEFT = 48;
const TOP = 30;
const BOTTOM = 40;
const LEGEND = 120;
const SHARES: Scale = { from: 0, to: 1, ticks: [0, 0.2, 0.4, 0.6, 0.8, 1] };
const INK = '#39424d';

export function plotCurves(
  axes: Axes,
  series: readonly Series[],
  { diagonal = false }: { readonly diagonal?: boolean } = {},
): string {
  const lines = series.map(({ colour, points, as = 'line' }) => {
    const places = points.map(([x, y]) => [at(x, axes.xScale), up(y, axes.yScale)] as const);
    const path = places.map(([x, y]) => `${x},${y}`).join(' ');
    const line = `<polyline fill="none" stroke="${colour}" stroke-width="1.6" points="${path}"/>`;
    const dots = places.map(([x, y]) => `<circle cx="${x}" cy="${y}" r="3" fill="${colour}"/>`);
    return (as === 'dots' ? '' : line) + (as === 'line' ? '' : dots.join(''));
  });
  const slope = diagonal
    ? `<line x1="${at(0)}" y1="${up(0)}" x2="${at(1)}" y2="${up(1)}" stroke="#aaa" stroke-dasharray="4 4"/>`
    : '';
  const legend = series.map(
    ({ name, colour }, i) =>
      `<text x="${LEFT + SIDE + 12}" y="${TOP + 12 + 17 * i}" fill="${colour}">● ${escapeText(name)}</text>`,
  );
  return svg(LEFT + SIDE + LEGEND, TOP + SIDE + BOTTOM, [grid(axes), slope, ...lines, ...legend]);
}

/** Plots of one height as one. */
export function plotBeside(plots: readonly string[]): string {
  const placed = plots.map(
    (plot, i) => `<g transform="translate(${i * (LEFT + SIDE + LEGEND)} 0)">${plot}</g>`,
  );
  return svg(plots.length * (LEFT + SIDE + LEGEND), TOP + SIDE + BOTTOM, placed);
}

/** Shares from 0 to 1 as bars; `note` is written over each. */
export function plotBars(
  axes: Axes,
  bars: readonly { readonly name: string; readonly value: number | undefined; readonly note: string }[],
): string {
  const width = SIDE / Math.max(1, bars.length);
  const drawn = bars.map(({ name, value, note }, i) => {
    const x = LEFT + i * width;
    const height = (value ?? 0) * SIDE;
    return [
      `<rect x="${fix(x + width * 0.15)}" y="${fix(TOP + SIDE - height)}" width="${fix(width * 0.7)}" height="${fix(height)}" fill="#3f7fbf"/>`,
      `<text x="${fix(x + width / 2)}" y="${fix(TOP + SIDE - height - 5)}" text-anchor="middle" font-size="11">${escapeText(note)}</text>`,
      `<text x="${fix(x + width / 2)}" y="${TOP + SIDE + 16}" text-anchor="middle">${escapeText(name)}</text>`,
    ].join('');
  });
  return svg(LEFT + SIDE + 20, TOP + SIDE + BOTTOM, [grid(axes, 'y'), ...drawn]);
}

const CELL = 44;
const NAMES = 84;

/** Rows are what is there; a cell is as dark as its share of the row. */
export function plotConfusion(
  title: string,
  { names, counts }: { readonly names: readonly string[]; readonly counts: readonly (readonly number[])[] },
): string {
  const cells = counts.flatMap((row, y) => {
    const total = Math.max(
      1,
      row.reduce((sum, count) => sum + count, 0),
    );
    return row.map((count, x) => {
      const share = count / total;
      const place = `x="${NAMES + x * CELL}" y="${NAMES + y * CELL}"`;
      const text = `x="${NAMES + (x + 0.5) * CELL}" y="${NAMES + (y + 0.5) * CELL + 4}" text-anchor="middle"`;
      return (
        `<rect ${place} width="${CELL - 1}" height="${CELL - 1}" fill="#3f7fbf" fill-opacity="${fix(0.06 + 0.94 * share)}"/>` +
        `<text ${text} fill="${share > 0.5 ? 'white' : INK}">${count}</text>`
      );
    });
  });
  const labels = names.flatMap((name, i) => {
    const middle = NAMES + (i + 0.5) * CELL;
    return [
      `<text x="${NAMES - 6}" y="${middle + 4}" text-anchor="end">${escapeText(name)}</text>`,
      `<text transform="translate(${middle + 4} ${NAMES - 6}) rotate(-45)">${escapeText(name)}</text>`,
    ];
  });
  const side = NAMES + names.length * CELL + 40;
  const head = `<text x="0" y="14" font-weight="bold">${escapeText(title)}</text>`;
  return svg(side, side - 36, [head, ...cells, ...labels]);
}

function grid({ title, x, y, xScale, yScale = SHARES }: Axes, which: 'both' | 'y' = 'both'): string {
  const rows = yScale.ticks.map((tick) => {
    const height = up(tick, yScale);
    return `<line x1="${LEFT}" x2="${LEFT + SIDE}" y1="${height}" y2="${height}" stroke="#e3e7eb"/><text x="${LEFT - 6}" y="${Number(height) + 4}" text-anchor="end">${fix(tick)}</text>`;
  });
  const columns = (xScale ?? SHARES).ticks.map(
    (tick) => `<text x="${at(tick, xScale)}" y="${TOP + SIDE + 16}" text-anchor="middle">${fix(tick)}</text>`,
  );
  return [
    `<text x="${LEFT}" y="16" font-weight="bold">${escapeText(title)}</text>`,
    ...rows,
    ...(which === 'y' ? [] : columns),
    `<text x="${LEFT + SIDE / 2}" y="${TOP + SIDE + 33}" text-anchor="middle">${escapeText(x)}</text>`,
    `<text transform="translate(12 ${TOP + SIDE / 2}) rotate(-90)" text-anchor="middle">${escapeText(y)}</text>`,
  ].join('');
}

function svg(width: number, height: number, parts: readonly string[]): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="12" fill="${INK}"><rect width="100%" height="100%" fill="white"/>${parts.join('\n')}</svg>\n`;
}

function at(x: number, scale = SHARES): string {
  return fix(LEFT + SIDE * shareOf(x, scale));
}

function up(y: number, scale = SHARES): string {
  return fix(TOP + SIDE * (1 - shareOf(y, scale)));
}

/** How far along the axis it is, 0 to 1. */
function shareOf(value: number, { from, to, isLog }: Scale): number {
  return isLog === true ? Math.log(value / from) / Math.log(to / from) : (value - from) / (to - from);
}

function fix(value: number): string {
  return String(Math.round(value * 100) / 100);
}

export function escapeText(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
