// The report of an evaluation for people: one HTML file with its tables, plots and pictures inside.
import type { CorruptionRow } from './corruptions.js';
import type { DistanceRow } from './distance.js';
import type { Figures } from './figures.js';
import { escapeText } from './plots.js';
import { seenWarning, type SeenInTraining } from './seen.js';
import { percentText, headlineRows, noInterval, rangeText, shareText } from './texts.js';

export interface ReportParts {
  readonly title: string;
  /** What was judged: name and value. */
  readonly facts: readonly (readonly [string, string])[];
  readonly figures: Figures;
  readonly seen: SeenInTraining | undefined;
  readonly distance: readonly DistanceRow[] | undefined;
  readonly corruptions: readonly CorruptionRow[] | undefined;
  /** SVG. */
  readonly plots: readonly string[];
  readonly worst: readonly { readonly png: Uint8Array; readonly caption: string }[];
}

const STYLE = `
body{font:15px/1.5 system-ui,sans-serif;color:#1f2933;background:#f5f7f9;margin:0}
main{max-width:1120px;margin:0 auto;padding:32px 24px}
h1{font-size:26px;margin:0 0 4px}h2{font-size:18px;margin:12px 0 10px}
section{background:#fff;border:1px solid #e3e7eb;border-radius:8px;padding:8px 20px 20px;margin:20px 0;overflow-x:auto}
table{border-collapse:collapse;font-variant-numeric:tabular-nums}
th,td{text-align:left;white-space:nowrap;padding:4px 18px 4px 0;border-bottom:1px solid #eef1f4}
td+td,th+th{text-align:right}th{font-weight:600;color:#52606d}
.facts td+td{text-align:left;white-space:normal;font-family:ui-monospace,monospace;font-size:13px;word-break:break-all}
.plots{display:flex;flex-wrap:wrap;gap:16px}.plots svg{flex:0 1 500px;min-width:0;height:auto}
.slices{display:flex;flex-wrap:wrap;gap:16px 56px;align-items:flex-start}
figure{margin:0;width:350px}figure img{width:100%;border-radius:4px}figcaption{font-size:13px;color:#52606d}
p.note{color:#52606d;font-size:13px;margin:6px 0}p.warning{color:#9a3412;margin:6px 0}`;

export function renderReport(parts: ReportParts): string {
  const { figures, seen, distance, corruptions } = parts;
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>${escapeText(parts.title)}</title><style>${STYLE}</style></head><body><main>
<h1>${escapeText(parts.title)}</h1>
<p class="note">docs/evaluation.md says what each figure is. Intervals: 95 %, bootstrap over rooms.</p>
${section('What was judged', table(['', ''], parts.facts, 'facts'))}
${section('In short', `${note(seenWarning(seen, figures), 'warning')}${table(['', 'value', '95 %'], headlineRows(figures))}${note(noInterval(figures))}`)}
${section('By class', table(classHead, classRows(figures)))}
${section('Recall by what makes it hard', sliceTables(figures))}
${distance === undefined ? '' : section('Distance of what was found', table(distanceHead, distanceRows(distance)))}
${corruptions === undefined ? '' : section('Spoiled pictures', table(corruptionHead, corruptionRows(corruptions)))}
${section('Plots', `<div class="plots">${parts.plots.join('\n')}</div>`)}
${parts.worst.length === 0 ? '' : section('Worst frames', `<p class="note">Green: found, red: missed, dashed: not judged; other colours: what the model says.</p><div class="plots">${parts.worst.map(picture).join('\n')}</div>`)}
</main></body></html>
`;
}

export const classHead = ['class', 'objects', 'AP@0.5', 'AP', 'precision', 'recall', 'F1', 'ROC area'];

export function classRows({ classes, macro }: Figures): string[][] {
  const rows = classes.map(({ label, objects, ap50, ap, precision, recall, f1, rocArea }) => [
    label,
    String(objects),
    ...[ap50, ap, precision, recall, f1, rocArea].map(shareText),
  ]);
  const mean = ['mean', '', '', '', ...[macro.precision, macro.recall, macro.f1].map(shareText), ''];
  return [...rows, mean];
}

const distanceHead = ['distance', 'found', 'median error', '90 % below', 'bias', 'within 20 %'];

function distanceRows(rows: readonly DistanceRow[]): string[][] {
  return rows.map(({ fromM, toM, count, medianError, error90, biasM, good }) => [
    rangeText(fromM, toM, 'm'),
    String(count),
    percentText(medianError),
    percentText(error90),
    biasM === undefined ? '–' : `${(100 * biasM).toFixed(1)} cm`,
    percentText(good),
  ]);
}

const corruptionHead = ['', 'grade', 'recall', 'ECE', 'ghosts an image'];

function corruptionRows(rows: readonly CorruptionRow[]): string[][] {
  return rows.map(({ name, grade, recall, ece, ghostsPerImage }) => [
    name,
    grade === undefined ? '' : String(grade),
    shareText(recall),
    shareText(ece),
    shareText(ghostsPerImage),
  ]);
}

function sliceTables({ recallBy }: Figures): string {
  const units = { distanceM: 'm', shortSidePx: 'px', visibleFraction: '' } as const;
  const titles = {
    distanceM: 'distance',
    shortSidePx: 'short side at the input',
    visibleFraction: 'visible',
  };
  const keys = Object.keys(units) as (keyof typeof units)[];
  const unknown = keys.filter((key) => recallBy[key] === undefined).map((key) => titles[key]);
  const left =
    unknown.length === 0
      ? undefined
      : `Left out, for no label of these objects says it: ${unknown.join(', ')}.`;
  const tables = keys.map((key) => {
    const rows = recallBy[key]?.map(({ from, to, objects, found }) => [
      rangeText(from, to, units[key]),
      String(objects),
      shareText(objects === 0 ? undefined : found / objects),
    ]);
    return rows === undefined ? '' : table([titles[key], 'objects', 'recall'], rows);
  });
  return `<div class="slices">${tables.join('')}</div>${note(left)}`;
}

function section(title: string, body: string): string {
  return `<section><h2>${escapeText(title)}</h2>${body}</section>`;
}

function note(text: string | undefined, style = 'note'): string {
  return text === undefined ? '' : `<p class="${style}">${escapeText(text)}</p>`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[], style = ''): string {
  const line = (cells: readonly string[], tag: 'th' | 'td'): string =>
    `<tr>${cells.map((cell) => `<${tag}>${escapeText(cell)}</${tag}>`).join('')}</tr>`;
  const top = head.some((cell) => cell !== '') ? line(head, 'th') : '';
  return `<table class="${style}">${top}${rows.map((row) => line(row, 'td')).join('')}</table>`;
}

function picture({ png, caption }: ReportParts['worst'][number]): string {
  const data = Buffer.from(png).toString('base64');
  return `<figure><img alt="" src="data:image/png;base64,${data}"><figcaption>${escapeText(caption)}</figcaption></figure>`;
}
