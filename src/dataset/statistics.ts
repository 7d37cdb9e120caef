// What a split holds, in numbers: classes, surfaces, and how hard it is.
import type { AnnotationFile, SplitStatistics } from './format.js';

/** A thing that ends below the LIDAR's plane gives no return, metres. */
const LIDAR_PLANE_M = 0.165;
const CONTRAST_BINS = 16;

export function statisticsOf({ images, annotations, categories }: AnnotationFile): SplitStatistics {
  const counted = annotations.filter(({ ignore }) => ignore === 0);
  const ignored = annotations.filter(({ ignore }) => ignore === 1);
  const withObject = new Set(annotations.map(({ image_id }) => image_id));
  const heights = counted.flatMap(({ height }) => (height === undefined ? [] : [height]));
  const contrasts = counted.flatMap(({ contrast }) => (contrast === undefined ? [] : [contrast]));
  const nameOf = (id: number): string => categories[id - 1]?.name ?? '';
  const below = heights.filter((height) => height < LIDAR_PLANE_M).length;
  return {
    objectsByClass: countBy(counted.map(({ category_id }) => nameOf(category_id))),
    ignoredByClass: countBy(ignored.map(({ category_id }) => nameOf(category_id))),
    imagesBySurface: countBy(images.map(({ surface }) => surface)),
    emptyShare: images.length === 0 ? 0 : rounded(1 - withObject.size / images.length),
    ...(heights.length === 0 ? {} : { belowLidarShare: rounded(below / heights.length) }),
    ...(contrasts.length === 0 ? {} : { contrastHistogram: histogram(contrasts) }),
  };
}

function countBy(names: readonly string[]): Record<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function histogram(values: readonly number[]): number[] {
  const bins = new Array<number>(CONTRAST_BINS).fill(0);
  for (const value of values) bins[Math.min(CONTRAST_BINS - 1, Math.floor(value / 16))]!++;
  return bins;
}

function rounded(share: number): number {
  return Math.round(share * 10_000) / 10_000;
}
