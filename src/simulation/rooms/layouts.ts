// The layouts: one rectangle, an L, several rooms with doors between them, and a hallway with rooms on both sides.
import type { Random } from '../random.js';
import { chance, choose, count, shuffled } from './choice.js';
import {
  DOOR_WIDTH_M,
  outerBorders,
  planFrom,
  sharedBorders,
  type Border,
  type Join,
  type Plan,
  type Space,
  type SpaceKind,
  type Window,
} from './plan.js';
import { areaOf, sizeOf, type Point, type Rect } from './rect.js';
import { round } from './thing.js';

export const layouts = ['rectangle', 'l-shape', 'rooms', 'hallway'] as const;
export type Layout = (typeof layouts)[number];

/** Smallest side of a room, and of a flat that shall have several. */
const ROOM_MIN_M = 2.4;
const WINDOW_WIDTH_M = 1.2;

/** Sizes to draw from, metres: [smallest, largest] of width and depth. */
const sizeRanges: Readonly<Record<Layout, readonly [Point, Point]>> = {
  rectangle: [
    [3.8, 7],
    [3.4, 6],
  ],
  'l-shape': [
    [5, 8],
    [5, 8],
  ],
  rooms: [
    [7, 11],
    [5.5, 9],
  ],
  hallway: [
    [6, 10],
    [6.5, 8.5],
  ],
};

export function drawLayout(random: Random, among: readonly Layout[]): Layout {
  return choose(random, among);
}

export function drawSize(random: Random, layout: Layout): Point {
  const [width, depth] = sizeRanges[layout];
  return [decimetres(random.between(...width)), decimetres(random.between(...depth))];
}

/** The plan, its middle at the origin. */
export function drawPlan(random: Random, layout: Layout, [widthM, depthM]: Point): Plan {
  const whole = { minX: -widthM / 2, minY: -depthM / 2, maxX: widthM / 2, maxY: depthM / 2 };
  const areas = areasOf(random, layout, whole);
  const spaces = areas.map((area): Space => ({ area, kind: drawKind(random, layout, area) }));
  const joins =
    layout === 'l-shape' ? [{ between: [0, 1], kind: 'open' } as const] : drawDoors(random, spaces);
  return planFrom({
    spaces,
    joins,
    windows: drawWindows(random, spaces),
    heightM: decimetres(random.between(2.3, 2.8)),
  });
}

function areasOf(random: Random, layout: Layout, whole: Rect): Rect[] {
  switch (layout) {
    case 'rectangle':
      return [whole];
    case 'l-shape':
      return ell(random, whole);
    case 'rooms':
      return split(random, whole, 0);
    case 'hallway':
      return alongHallway(random, whole);
  }
}

/** A leg along the whole width and a narrower one beside it, in one of four orientations. */
function ell(random: Random, whole: Rect): Rect[] {
  const [width, depth] = sizeOf(whole);
  const legWidth = decimetres(Math.max(ROOM_MIN_M, width * random.between(0.4, 0.6)));
  const legDepth = decimetres(Math.max(ROOM_MIN_M, depth * random.between(0.4, 0.6)));
  const [atTop, atRight] = [chance(random, 0.5), chance(random, 0.5)];
  const border = round(atTop ? whole.maxY - legDepth : whole.minY + legDepth);
  const side = round(atRight ? whole.maxX - legWidth : whole.minX + legWidth);
  const long = atTop ? { ...whole, minY: border } : { ...whole, maxY: border };
  const short = atTop ? { ...whole, maxY: border } : { ...whole, minY: border };
  return [long, atRight ? { ...short, minX: side } : { ...short, maxX: side }];
}

/** Halves the longer side, off the middle, while both parts stay rooms. */
function split(random: Random, area: Rect, depth: number): Rect[] {
  const [width, height] = sizeOf(area);
  const longer = Math.max(width, height);
  const isLargeEnough = longer >= 2 * ROOM_MIN_M;
  if (!isLargeEnough || (depth > 0 && areaOf(area) < 14) || (depth > 1 && chance(random, 0.3))) return [area];
  const cut = decimetres(
    Math.min(longer - ROOM_MIN_M, Math.max(ROOM_MIN_M, longer * random.between(0.35, 0.65))),
  );
  const [first, second] =
    width >= height
      ? [
          { ...area, maxX: round(area.minX + cut) },
          { ...area, minX: round(area.minX + cut) },
        ]
      : [
          { ...area, maxY: round(area.minY + cut) },
          { ...area, minY: round(area.minY + cut) },
        ];
  return [...split(random, first, depth + 1), ...split(random, second, depth + 1)];
}

/** A hallway from west to east, and rooms to its south and north. */
function alongHallway(random: Random, whole: Rect): Rect[] {
  const halfM = decimetres(random.between(1.5, 2.1)) / 2;
  const middle = decimetres((whole.minY + whole.maxY) / 2);
  const hall = { ...whole, minY: round(middle - halfM), maxY: round(middle + halfM) };
  const sides = [
    { ...whole, maxY: hall.minY },
    { ...whole, minY: hall.maxY },
  ];
  return [hall, ...sides.flatMap((side) => split(random, side, 1))];
}

function drawKind(random: Random, layout: Layout, area: Rect): SpaceKind {
  const [width, depth] = sizeOf(area);
  if (layout === 'hallway' && depth < ROOM_MIN_M) return 'hall';
  if (layout === 'rooms' && Math.min(width, depth) < 2.8 && chance(random, 0.35)) return 'hall';
  if (areaOf(area) < 12) return choose(random, ['office', 'bedroom', 'nursery', 'dining', 'store']);
  return choose(random, ['living', 'dining', 'office', 'bedroom', 'nursery', 'store', 'living']);
}

/** Doors that connect every space, and some more for ways around. */
function drawDoors(random: Random, spaces: readonly Space[]): Join[] {
  const borders = shuffled(
    random,
    sharedBorders(spaces).filter(({ from, to }) => to - from > DOOR_WIDTH_M + 0.5),
  );
  const group = spaces.map((_, index) => index);
  const doors: Join[] = [];
  for (const border of borders) {
    const [a, b] = [group[border.spaces[0]], group[border.spaces[1]]];
    if (a === b && !chance(random, 0.35)) continue;
    group.forEach((mine, index) => {
      if (mine === b) group[index] = a as number;
    });
    doors.push(doorIn(random, border));
  }
  return doors;
}

function doorIn(random: Random, { from, to, spaces }: Border): Join {
  const slack = DOOR_WIDTH_M / 2 + 0.2;
  return {
    between: spaces,
    kind: 'door',
    at: round(random.between(from + slack, to - slack)),
    widthM: decimetres(random.between(0.9, 1.05)),
  };
}

/** One or two windows in outer walls that are long enough. */
function drawWindows(random: Random, spaces: readonly Space[]): Window[] {
  return outerBorders(spaces)
    .filter(({ from, to }) => to - from > WINDOW_WIDTH_M + 0.8 && chance(random, 0.6))
    .flatMap(({ from, to, space, side }) => {
      const windows = to - from > 4.5 ? count(random, 1, 2) : 1;
      return Array.from({ length: windows }, (_, index) => ({
        space,
        side,
        at: round(from + ((to - from) * (index + 0.5)) / windows),
        widthM: WINDOW_WIDTH_M,
      }));
    });
}

function decimetres(value: number): number {
  return Math.round(value * 10) / 10;
}
