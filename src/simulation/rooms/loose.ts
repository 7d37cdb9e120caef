// What lies about loose in a room: how much of each class, and which of its variants.
import type { Random } from '../random.js';
import { choose, count } from './choice.js';
import type { Taste } from './furnish.js';
import type { RoomOptions } from './generate.js';
import * as obstacle from './obstacles.js';
import type { LooseClass } from './kit.js';
import type { ObstacleClass } from '../scene/obstacle-classes.js';
import { areaOf } from './rect.js';
import type { Site } from './site.js';
import type { Theme } from './theme.js';
import type { Thing } from './thing.js';

/** How many of each class lie about in a room of 20 square metres: [least, most]. */
const usualCounts = {
  box: [3, 6],
  chair: [1, 3],
  plant: [1, 3],
  ball: [1, 4],
  cone: [1, 3],
  shoe: [2, 5],
} as const satisfies Partial<Record<ObstacleClass, readonly [number, number]>>;

/** Of all loose things, hazards for a LIDAR among them always. */
export function drawLoose(
  site: Site,
  random: Random,
  taste: Taste,
  { counts = {}, density = 1 }: RoomOptions,
): Thing[] {
  const scale = density * scaleOf(site);
  const classes = (Object.keys(usualCounts) as LooseClass[]).flatMap((kind) => {
    const [least, most] = usualCounts[kind];
    const usual = Math.round(count(random, least, most) * scale);
    const wanted = counts[kind] ?? (density < 1 ? usual : Math.max(1, usual));
    return Array.from({ length: wanted }, (_, index) => drawVariant(random, taste, kind, index));
  });
  const tables = drawTables(site, random, taste, counts.table ?? (density === 0 ? 0 : undefined));
  return [...classes, ...tables, ...drawOthers(random, taste.theme, Math.min(1, density))];
}

/** The larger the floor the more, but not in proportion: large rooms are emptier. */
function scaleOf({ plan }: Site): number {
  const floorM2 = plan.spaces.reduce((sum, { area }) => sum + areaOf(area), 0);
  return Math.min(2.5, Math.max(0.6, Math.sqrt(floorM2 / 20)));
}

/** The first of a class is one that the LIDAR sees badly or not at all. */
function drawVariant(random: Random, { theme, kit }: Taste, kind: LooseClass, index: number): Thing {
  const variants = index === 0 ? kit.hazards[kind] : kit.scatterings[kind];
  return choose(random, variants)(random, theme);
}

/** Tables come with furniture; else one by itself, or as many as were asked for. */
function drawTables(site: Site, random: Random, { theme, kit }: Taste, wanted: number | undefined): Thing[] {
  const hasTable = site.placed.some(({ thing }) => thing.model === 'table');
  const length = wanted ?? (hasTable ? 0 : 1);
  return Array.from({ length }, () => kit.cafeTable(random, theme, random.between(0.35, 0.5)));
}

/** No obstacle class, but in the way: strips on the floor, and glass; fewer where there is less of everything. */
function drawOthers(random: Random, theme: Theme, share: number): Thing[] {
  if (share === 0) return [];
  const some = (least: number, most: number): number => Math.round(count(random, least, most) * share);
  const strips = Array.from({ length: some(1, 2) }, () => obstacle.strip(random, theme));
  const panes = Array.from({ length: some(0, 2) }, () => obstacle.glassPane(random, theme));
  return [...strips, ...panes];
}
