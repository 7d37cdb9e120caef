// How a world designed by hand is written down: spaces, finishes, things at places, people on ways.
import { createRandom, type Random } from '../../random.js';
import type { Draft, Stance, Sun } from '../document.js';
import { fitDoors } from '../doors.js';
import { walker } from '../people.js';
import { planFrom, type PlanParts, type Space, type SpaceKind } from '../plan.js';
import { liftOffRugs } from '../rugs.js';
import { Site } from '../site.js';
import { finishOf } from '../surfaces.js';
import { drawTheme, type Theme } from '../theme.js';
import type { Color, Placed, Thing } from '../thing.js';

export interface Curated extends PlanParts {
  readonly title: string;
  readonly about: string;
  /** Of the tints and small variations only. */
  readonly seed: number;
  /** A surface of sim/protos/surfaces for each space. */
  readonly floors: readonly string[];
  readonly walls: { readonly surface: string; readonly patternM: number; readonly tint: Color };
  readonly theme?: Partial<Theme>;
  readonly start: Stance;
  readonly sun?: Partial<Sun>;
  readonly things: (random: Random, theme: Theme) => readonly Placed[];
  readonly walks?: Parameters<typeof walker>[1][];
}

const noon: Sun = { azimuthRad: 0.7, elevationRad: 0.95, color: [1, 0.95, 0.86], intensity: 1.1 };

export function draftFrom(curated: Curated): Draft {
  const { title, about, seed, floors, walls, start, walks = [] } = curated;
  const random = createRandom(seed);
  const site = new Site(planFrom(curated));
  const theme = { ...drawTheme(random), ...curated.theme };
  const frame: Color = [0.88, 0.86, 0.82];
  fitDoors(site, random, frame);
  site.place(liftOffRugs(curated.things(random, theme)));
  return {
    title,
    info: [about],
    seed,
    plan: site.plan,
    finishes: { floors: floors.map(finishOf), wall: walls, skirting: [0.92, 0.92, 0.9], frame },
    placed: [...site.placed, ...walks.map((walk) => walker(random, walk))],
    start,
    sun: { ...noon, ...curated.sun },
    lampColor: [1, 0.94, 0.84],
  };
}

/** A thing at x, y metres, turned by yawDeg counter-clockwise. */
export function stand(thing: Thing, x: number, y: number, yawDeg = 0): Placed {
  return { thing, at: [x, y], yawRad: (yawDeg * Math.PI) / 180 };
}

export function space(
  kind: SpaceKind,
  [minX, minY]: readonly [number, number],
  [maxX, maxY]: readonly [number, number],
): Space {
  return { kind, area: { minX, minY, maxX, maxY } };
}
