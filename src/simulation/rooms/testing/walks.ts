// How near a person's way comes to what stands in the room, for tests.
import type { Path, Scene } from '../../scene/scene.js';
import { outlinesOf } from '../outline.js';
import { distanceToOutline } from '../reach.js';

/** People step over what is lower than 3 cm and pass under what is above them. */
const personSlab = { lowM: 0.03, highM: 1.8 };
const STEP_M = 0.05;

/** Metres from the way's line to the nearest outline at a person's height. */
export function walkClearance(scene: Scene, { points }: Path): number {
  const outlines = scene.solids
    .filter((solid) => !solid.robot && solid.path === undefined && solid.physics === undefined)
    .flatMap((solid) => solid.bounds.flatMap((bound) => outlinesOf(bound, solid.pose, personSlab)));
  let nearest = Infinity;
  points.forEach((from, index) => {
    const to = points[(index + 1) % points.length]!;
    const steps = Math.max(1, Math.ceil(Math.hypot(to[0] - from[0], to[1] - from[1]) / STEP_M));
    for (let step = 0; step <= steps; step++) {
      const at = [
        from[0] + ((to[0] - from[0]) * step) / steps,
        from[1] + ((to[1] - from[1]) * step) / steps,
      ] as const;
      for (const outline of outlines) nearest = Math.min(nearest, distanceToOutline(outline, at));
    }
  });
  return nearest;
}
