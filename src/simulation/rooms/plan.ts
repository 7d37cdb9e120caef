// The plan of a flat: its spaces, the walls around and between them, and the openings in those walls.
import type { Point, Rect } from './rect.js';

export interface Space {
  /** Up to the centre lines of its walls. */
  readonly area: Rect;
  readonly kind: SpaceKind;
}

export const spaceKinds = ['living', 'dining', 'office', 'bedroom', 'nursery', 'store', 'hall'] as const;
export type SpaceKind = (typeof spaceKinds)[number];

/** How two spaces that share a border meet; all other shared borders are closed walls. */
export interface Join {
  readonly between: readonly [number, number];
  readonly kind: 'open' | 'door';
  /** Doors: middle along the wall, metres in the world; undefined: the middle of the shared border. */
  readonly at?: number;
  readonly widthM?: number;
}

/** A window in an outer wall, named by the space and the side it looks out of. */
export interface Window {
  readonly space: number;
  readonly side: Side;
  readonly at: number;
  readonly widthM: number;
}

export type Side = 'west' | 'east' | 'south' | 'north';

export interface Opening {
  readonly kind: 'door' | 'window';
  readonly at: number;
  readonly widthM: number;
}

/** A straight wall: along x or y, at the other coordinate, from .. to. */
export interface Wall {
  readonly along: 'x' | 'y';
  readonly at: number;
  readonly from: number;
  readonly to: number;
  readonly outer: boolean;
  readonly openings: readonly Opening[];
}

export interface Plan {
  readonly spaces: readonly Space[];
  readonly joins: readonly Join[];
  readonly walls: readonly Wall[];
  readonly heightM: number;
}

export const WALL_THICKNESS_M = 0.12;
export const DOOR_WIDTH_M = 0.92;

export interface PlanParts {
  readonly spaces: readonly Space[];
  readonly joins?: readonly Join[];
  readonly windows?: readonly Window[];
  readonly heightM?: number;
}

/** Puts walls along all borders of the spaces: open where they join, with doors and windows where asked. */
export function planFrom({ spaces, joins = [], windows = [], heightM = 2.4 }: PlanParts): Plan {
  const inner = sharedBorders(spaces).flatMap((border) => innerWall(border, joins));
  const outer = outerBorders(spaces).map((border) => outerWall(border, windows));
  return { spaces, joins, walls: [...outer, ...inner], heightM };
}

export interface Border {
  readonly along: 'x' | 'y';
  readonly at: number;
  readonly from: number;
  readonly to: number;
  readonly spaces: readonly [number, number];
}

/** The borders that two spaces have in common. */
export function sharedBorders(spaces: readonly Space[]): Border[] {
  const borders: Border[] = [];
  for (let a = 0; a < spaces.length; a++) {
    for (let b = 0; b < spaces.length; b++) {
      for (const side of ['east', 'north'] as const) {
        const border = sharedBorder(spaces, [a, b], side);
        if (border !== undefined) borders.push(border);
      }
    }
  }
  return borders;
}

/** The middle of a door of this plan, and whether its wall runs along x or y. */
export function doorsOf(plan: Plan): { readonly middle: Point; readonly along: 'x' | 'y'; widthM: number }[] {
  return plan.walls.flatMap(({ along, at, openings }) =>
    openings
      .filter(({ kind }) => kind === 'door')
      .map((door) => ({
        middle: along === 'x' ? ([door.at, at] as const) : ([at, door.at] as const),
        along,
        widthM: door.widthM,
      })),
  );
}

function sharedBorder(
  spaces: readonly Space[],
  pair: readonly [number, number],
  side: 'east' | 'north',
): Border | undefined {
  const [a, b] = [spaces[pair[0]], spaces[pair[1]]];
  if (a === undefined || b === undefined || a === b) return undefined;
  const [mine, other] = [edge(a.area, side), edge(b.area, opposite[side])];
  const from = Math.max(mine.from, other.from);
  const to = Math.min(mine.to, other.to);
  if (mine.at !== other.at || to <= from) return undefined;
  return { along: mine.along, at: mine.at, from, to, spaces: pair };
}

function innerWall(border: Border, joins: readonly Join[]): Wall[] {
  const mine = joins.filter(({ between }) => between.every((space) => border.spaces.includes(space)));
  if (mine.some(({ kind }) => kind === 'open')) return [];
  const openings = mine.map(({ at = (border.from + border.to) / 2, widthM = DOOR_WIDTH_M }) => ({
    kind: 'door' as const,
    at,
    widthM,
  }));
  return [{ ...pick(border), outer: false, openings: sorted(openings) }];
}

interface OuterBorder extends Omit<Border, 'spaces'> {
  readonly space: number;
  readonly side: Side;
}

function outerWall(border: OuterBorder, windows: readonly Window[]): Wall {
  const openings = windows
    .filter(({ space, side, at }) => space === border.space && side === border.side && within(border, at))
    .map(({ at, widthM }) => ({ kind: 'window' as const, at, widthM }));
  return { ...pick(border), outer: true, openings: sorted(openings) };
}

/** Each side of each space, less what other spaces share of it. */
export function outerBorders(spaces: readonly Space[]): OuterBorder[] {
  return spaces.flatMap(({ area }, space) =>
    (['west', 'east', 'south', 'north'] as const).flatMap((side) => {
      const whole = edge(area, side);
      const shared = spaces
        .map((other) => edge(other.area, opposite[side]))
        .filter((other) => other.at === whole.at);
      return gapsIn(whole, shared).map(([from, to]) => ({ ...whole, from, to, space, side }));
    }),
  );
}

function gapsIn(whole: Edge, taken: readonly Edge[]): (readonly [number, number])[] {
  const gaps: (readonly [number, number])[] = [];
  let from = whole.from;
  for (const { from: start, to: end } of [...taken].sort((a, b) => a.from - b.from)) {
    if (end <= from || start >= whole.to) continue;
    if (start > from) gaps.push([from, start]);
    from = Math.max(from, end);
  }
  if (from < whole.to) gaps.push([from, whole.to]);
  return gaps;
}

interface Edge {
  readonly along: 'x' | 'y';
  readonly at: number;
  readonly from: number;
  readonly to: number;
}

const opposite: Readonly<Record<Side, Side>> = {
  west: 'east',
  east: 'west',
  south: 'north',
  north: 'south',
};

function edge({ minX, minY, maxX, maxY }: Rect, side: Side): Edge {
  if (side === 'west' || side === 'east')
    return { along: 'y', at: side === 'west' ? minX : maxX, from: minY, to: maxY };
  return { along: 'x', at: side === 'south' ? minY : maxY, from: minX, to: maxX };
}

function pick({ along, at, from, to }: Edge): Edge {
  return { along, at, from, to };
}

function within({ from, to }: Edge, at: number): boolean {
  return from < at && at < to;
}

function sorted(openings: readonly Opening[]): readonly Opening[] {
  return [...openings].sort((a, b) => a.at - b.at);
}
