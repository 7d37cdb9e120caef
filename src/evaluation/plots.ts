// Plots of an evaluation as SVG text: curves, bars and tables of counts, readable in a report and alone.

export interface Series {
  readonly name: string;
  readonly colour: string;
  readonly points: readonly (readonly [x: number, y: number])[];
}

export interface Axes {
  readonly title: string;
  readonly x: string;
  readonly y: string;
}

const SIDE = 340;
const LEFT = 48;
const TOP = 30;
const BOTTOM = 40;
const LEGEND = 120;
const TICKS = [0, 0.2, 0.4, 0.6, 0.8, 1];
const INK = '#39424d';

/** Both axes from 0 to 1. */
export function plotCurves(
  axes: Axes,
  series: readonly Series[],
  { diagonal = false, dots = false }: { readonly diagonal?: boolean; readonly dots?: boolean } = {},
): string {
  const lines = series.map(({ colour, points }) => {
    const path = points.map(([x, y]) => `${at(x)},${up(y)}`).join(' ');
    const line = `<polyline fill="none" stroke="${colour}" stroke-width="1.6" points="${path}"/>`;
    const marks = dots
      ? points.map(([x, y]) => `<circle cx="${at(x)}" cy="${up(y)}" r="3" fill="${colour}"/>`).join('')
      : '';
    return line + marks;
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

function grid({ title, x, y }: Axes, which: 'both' | 'y' = 'both'): string {
  const ticks = TICKS.map((tick) => {
    const row = `<line x1="${LEFT}" x2="${LEFT + SIDE}" y1="${up(tick)}" y2="${up(tick)}" stroke="#e3e7eb"/><text x="${LEFT - 6}" y="${Number(up(tick)) + 4}" text-anchor="end">${tick}</text>`;
    if (which === 'y') return row;
    return `${row}<text x="${at(tick)}" y="${TOP + SIDE + 16}" text-anchor="middle">${tick}</text>`;
  });
  return [
    `<text x="${LEFT}" y="16" font-weight="bold">${escapeText(title)}</text>`,
    ...ticks,
    `<text x="${LEFT + SIDE / 2}" y="${TOP + SIDE + 33}" text-anchor="middle">${escapeText(x)}</text>`,
    `<text transform="translate(12 ${TOP + SIDE / 2}) rotate(-90)" text-anchor="middle">${escapeText(y)}</text>`,
  ].join('');
}

function svg(width: number, height: number, parts: readonly string[]): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="12" fill="${INK}"><rect width="100%" height="100%" fill="white"/>${parts.join('\n')}</svg>\n`;
}

function at(x: number): string {
  return fix(LEFT + SIDE * x);
}

function up(y: number): string {
  return fix(TOP + SIDE * (1 - y));
}

function fix(value: number): string {
  return String(Math.round(value * 100) / 100);
}

export function escapeText(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
