// Which solids belong together as one object: a chair is its seat, its legs and its back.
import { isObstacleClass } from '../scene/obstacle-classes.js';
import type { Scene, Solid } from '../scene/scene.js';

export interface SceneObject {
  /** Place in SceneObjects.list. */
  readonly index: number;
  /** Index of its top solid, whose name and model it bears. */
  readonly solid: number;
  readonly name: string;
  /** One of the obstacle classes, or any other model name: `wall`, `floor`, `lamp`. */
  readonly model: string;
  readonly obstacle: boolean;
  /** Part of the building: it has no box worth knowing. */
  readonly structure: boolean;
}

export interface SceneObjects {
  readonly list: readonly SceneObject[];
  /** By Solid.index: place in `list`, -1 for solids without a model and for the robot. */
  readonly ofSolid: Int32Array;
}

const structureModels: ReadonlySet<string> = new Set(['floor', 'wall', 'ceiling', 'room', 'window', 'rug']);

/** An object's top is the highest solid whose model is an obstacle class, else the highest that has a model at all. */
export function listObjects(scene: Scene): SceneObjects {
  const list: SceneObject[] = [];
  const indexByTop = new Map<number, number>();
  const ofSolid = Int32Array.from(scene.solids, (solid) => {
    const top = findTop(scene, solid);
    if (top === undefined) return -1;
    const known = indexByTop.get(top.index);
    if (known !== undefined) return known;
    const index = list.length;
    const { name, model } = top;
    const [obstacle, structure] = [isObstacleClass(model), structureModels.has(model)];
    list.push({ index, solid: top.index, name, model, obstacle, structure });
    indexByTop.set(top.index, index);
    return index;
  });
  return { list, ofSolid };
}

function findTop(scene: Scene, solid: Solid): Solid | undefined {
  if (solid.robot) return undefined;
  const line: Solid[] = [];
  for (let at: Solid | undefined = solid; at !== undefined; at = scene.solids[at.parent]) line.unshift(at);
  return line.find(({ model }) => isObstacleClass(model)) ?? line.find(({ model }) => model !== '');
}
