// The rooms that safety is measured in, and how hard a room is: declared here, measured by `jackdaw bench safety`.
import type { Scene, Solid } from '../scene/scene.js';
import type { RoomOptions } from './generate.js';
import { outlinesOf } from './outline.js';

/**
 * Held-out assets, wide variety, and so few things that a robot with a LIDAR alone collides about 10 times per 100 m
 * (12 rooms of 60 s; 19 at density 0.4, about 30 at the usual one): hard enough to count, rare enough to tell apart.
 */
export const proofRooms = {
  assets: 'heldout',
  variety: 'wide',
  density: 0.2,
} as const satisfies Partial<RoomOptions>;

export interface Difficulty {
  /** Things that the robot can bump into, people left out. */
  readonly things: number;
  /** Those of them that no LIDAR beam meets, glass among them. */
  readonly unseen: number;
}

/** What stands in the robot's way: above what it climbs, up to its top. */
const IN_THE_WAY = { lowM: 0.01, highM: 0.195 };
const LIDAR_PLANE = { lowM: 0.165, highM: 0.175 };
const structure: ReadonlySet<string> = new Set(['floor', 'wall', 'window', 'door', 'robot', '']);

export function difficultyOf({ solids }: Scene): Difficulty {
  const things = solids.filter(
    (solid) =>
      !solid.robot && solid.path === undefined && !structure.has(solid.model) && crosses(solid, IN_THE_WAY),
  );
  const unseen = things.filter((solid) => solid.model === 'glass' || !crosses(solid, LIDAR_PLANE));
  return { things: things.length, unseen: unseen.length };
}

function crosses({ bounds, pose }: Solid, slab: typeof IN_THE_WAY): boolean {
  return bounds.some((bound) => outlinesOf(bound, pose, slab).length > 0);
}
