// The object behind each LIDAR return.
import type { SceneObject, SceneObjects } from '../camera/objects.js';

/** solids: Solid.index per beam, -1 for none (the objects array of a LIDAR frame). undefined: nothing, or no object. */
export function objectsOfBeams(
  solids: ArrayLike<number>,
  objects: SceneObjects,
): (SceneObject | undefined)[] {
  return Array.from(solids, (solid) => (solid < 0 ? undefined : objects.list[objects.ofSolid[solid] ?? -1]));
}
