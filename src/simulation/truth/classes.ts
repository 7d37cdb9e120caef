// Segmentation by class instead of by solid.
import { obstacleClasses } from '../scene/obstacle-classes.js';
import type { SceneObjects } from '../camera/objects.js';

/** Place in the list is the number in a class segmentation: 0 is everything else. */
export const segmentationClasses = ['other', ...obstacleClasses] as const;

/** By Solid.index + 1: the class number of what an instance segmentation shows. */
export function classTable({ list, ofSolid }: SceneObjects): Uint8Array {
  const table = new Uint8Array(ofSolid.length + 1);
  ofSolid.forEach((object, solid) => {
    const model = object < 0 ? '' : list[object]!.model;
    table[solid + 1] = Math.max(0, (segmentationClasses as readonly string[]).indexOf(model));
  });
  return table;
}

/** out: one class number per pixel, as long as `instances`. */
export function writeClasses(out: Uint8Array, instances: Uint16Array, table: Uint8Array): void {
  for (let i = 0; i < instances.length; i++) out[i] = table[instances[i]!]!;
}
