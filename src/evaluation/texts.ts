// Figures as people read them.
import type { Interval } from './bootstrap.js';
import type { Figures } from './figures.js';

export function shareText(value: number | undefined): string {
  return value === undefined ? '–' : value.toFixed(3);
}

export function percentText(value: number | undefined): string {
  return value === undefined ? '–' : `${(100 * value).toFixed(1)} %`;
}

export function rangeText(from: number, to: number, unit: string): string {
  const tail = unit === '' ? '' : ` ${unit}`;
  return to === Infinity ? `${from}${tail} and more` : `${from} to ${to}${tail}`;
}

function intervalText(interval: Interval | undefined): string {
  return interval === undefined ? '' : `${shareText(interval.low)} … ${shareText(interval.high)}`;
}

/** Why there is no interval; undefined where there are some. */
export function noInterval({ rooms, images }: Pick<Figures, 'rooms' | 'images'>): string | undefined {
  if (rooms > 1) return undefined;
  const pictures = images === 1 ? 'the one picture is' : `all ${images} pictures are`;
  return `No 95 % interval: ${pictures} of one room, and how figures scatter is seen between rooms.`;
}

/** Name, value, interval over rooms. */
export function headlineRows(figures: Figures): string[][] {
  const { map50, map, surfaceAccuracy, ece, freeIou, macro, ghostsPerImage, surface, intervals } = figures;
  return [
    ['mAP@0.5', shareText(map50), intervalText(intervals.map50)],
    ['mAP@0.5:0.95', shareText(map), intervalText(intervals.map)],
    [
      `surface accuracy (${surface.judged} known, ${surface.unknown} unknown)`,
      shareText(surfaceAccuracy),
      intervalText(intervals.surfaceAccuracy),
    ],
    ['ECE of detections', shareText(ece), intervalText(intervals.ece)],
    ['IoU of free floor', shareText(freeIou), ''],
    ['macro F1', shareText(macro.f1), ''],
    ['ghosts an image', shareText(ghostsPerImage), ''],
  ];
}
