// Straight ways up to single things of a room: nothing else stands in them, and one thing stands at their end.
import type { Random } from '../../simulation/random.js';
import { outlinesOf, type Slab } from '../../simulation/rooms/outline.js';
import { distanceToOutline } from '../../simulation/rooms/reach.js';
import type { Point } from '../../simulation/rooms/rect.js';
import type { Scene, Solid } from '../../simulation/scene/scene.js';
import type { Placement } from '../../simulation/world.js';

/** Only what stands in the robot's way counts as seen: the part of a thing below this, metres. */
export const LOW_PART: Slab = { lowM: 0.01, highM: 0.25 };
const LIDAR_PLANE: Slab = { lowM: 0.16, highM: 0.18 };
const ROBOT_RADIUS_M = 0.1;
/** Room on both sides of the way, and between its start and anything, metres. */
const BESIDE_M = 0.14;
/** From the robot's front to the thing, at the start of a way, metres. */
const LENGTH_M = { least: 0.6, most: 1.6 };
const STEP_M = 0.01;
const TRIES_PER_THING = 12;
const OFF_MIDDLE_M = 0.08;
/** It may have to turn by so much before it drives: then the thing is out of view at first. */
const TURN_RAD = 1.6;
/** No beam meets anything of the thing so near to where it would be touched, metres. */
const BEAM_NEAR_M = 0.1;
const structure: ReadonlySet<string> = new Set(['floor', 'wall', 'window', 'door', 'robot', '']);

export interface PlannedApproach {
  /** Topmost solid of the thing, by name and index. */
  readonly object: string;
  readonly solid: number;
  readonly class: string;
  /** No LIDAR beam returns from where it would be touched. */
  readonly hazard: boolean;
  readonly start: Placement;
  /** Turn before driving, rad; positive: to the left. */
  readonly turnRad: number;
  /** From the robot's front to the touch, metres. */
  readonly lengthM: number;
}

interface Thing {
  readonly solid: Solid;
  readonly parts: readonly Solid[];
  readonly outlines: readonly Point[][];
}

/** At most one way to each thing, in random order; people are no targets, and nobody plans around them. */
export function planApproaches(scene: Scene, random: Random, most: number): PlannedApproach[] {
  const things = listThings(scene);
  const walls = scene.solids.filter(({ model, robot }) => model !== 'floor' && !robot);
  const found: PlannedApproach[] = [];
  for (const thing of shuffled(things, random)) {
    if (found.length >= most) break;
    const others = walls.filter((solid) => !thing.parts.includes(solid) && solid.path === undefined);
    const blocking = others.flatMap((solid) => outlines(solid, LOW_PART));
    for (let attempt = 0; attempt < TRIES_PER_THING; attempt++) {
      const approach = tryApproach(thing, blocking, random);
      if (approach === undefined) continue;
      found.push(approach);
      break;
    }
  }
  return found;
}

/** The outlines of a thing's low part, in the world. */
export function lowOutlines(scene: Scene, solid: number): Point[][] {
  return partsOf(scene, scene.solids[solid]!).flatMap((part) => outlines(part, LOW_PART));
}

function listThings(scene: Scene): Thing[] {
  const tops = scene.solids.filter(
    ({ parent, robot, path, model }) =>
      scene.solids[parent] === undefined && !robot && path === undefined && !structure.has(model),
  );
  return tops
    .map((solid) => {
      const parts = partsOf(scene, solid);
      return { solid, parts, outlines: parts.flatMap((part) => outlines(part, LOW_PART)) };
    })
    .filter((thing) => thing.outlines.length > 0);
}

function partsOf({ solids }: Scene, top: Solid): Solid[] {
  const isPart = (solid: Solid | undefined): boolean =>
    solid !== undefined && (solid === top || isPart(solids[solid.parent]));
  return solids.filter(isPart);
}

function outlines({ bounds, pose }: Solid, slab: Slab): Point[][] {
  return bounds.flatMap((bound) => outlinesOf(bound, pose, slab));
}

function tryApproach(
  thing: Thing,
  blocking: readonly Point[][],
  random: Random,
): PlannedApproach | undefined {
  const yawRad = random.between(-Math.PI, Math.PI);
  const off = random.between(-OFF_MIDDLE_M, OFF_MIDDLE_M);
  const length = random.between(LENGTH_M.least, LENGTH_M.most);
  const turnRad = random.between(-TURN_RAD, TURN_RAD);
  const [c, s] = [Math.cos(yawRad), Math.sin(yawRad)];
  const [x, y] = middleOf(thing.outlines);
  const at = (back: number): Point => [x - s * off - c * back, y + c * off - s * back];
  const touch = touchBack(thing.outlines, at);
  if (touch === undefined) return undefined;
  for (let back = touch; back <= touch + length; back += STEP_M)
    if (blocking.some((outline) => distanceToOutline(outline, at(back)) < BESIDE_M)) return undefined;
  const [startX, startY] = at(touch + length);
  const [touchX, touchY] = at(touch - ROBOT_RADIUS_M);
  return {
    object: thing.solid.name,
    solid: thing.solid.index,
    class: thing.solid.model,
    hazard: !meetsBeam(thing, [touchX, touchY]),
    start: { x: startX, y: startY, yawRad: yawRad - turnRad },
    turnRad,
    lengthM: length,
  };
}

/** How far behind the thing's middle the robot's centre is when its rim touches; undefined if it passes by. */
function touchBack(all: readonly Point[][], at: (back: number) => Point): number | undefined {
  for (let back = 3; back > -1; back -= STEP_M)
    if (all.some((outline) => distanceToOutline(outline, at(back)) <= ROBOT_RADIUS_M)) return back;
  return undefined;
}

function meetsBeam({ parts }: Thing, touch: Point): boolean {
  return parts
    .filter(({ model }) => model !== 'glass')
    .flatMap((part) => outlines(part, LIDAR_PLANE))
    .some((outline) => distanceToOutline(outline, touch) < BEAM_NEAR_M);
}

function middleOf(all: readonly Point[][]): Point {
  const points = all.flat();
  const mean = (axis: 0 | 1): number => points.reduce((sum, point) => sum + point[axis], 0) / points.length;
  return [mean(0), mean(1)];
}

function shuffled<T>(list: readonly T[], random: Random): T[] {
  const out = [...list];
  for (let i = out.length - 1; i > 0; i--) {
    const j = random.below(i + 1);
    [out[i], out[j]] = [out[j]!, out[i]!];
  }
  return out;
}
