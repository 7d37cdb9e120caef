// Rays of any direction, for layers that rise out of the sensor's plane: a tree of what stands still, a list of what moves.
import type { Beams } from './beams.js';
import { BOX_STRIDE, BoxTree } from './box-tree.js';
import { crossInWorld } from './crossing.js';
import { FRAME_STRIDE } from '../../runtime/geometry/rigid-arrays.js';
import type { Hits } from './hits.js';
import { MESH, type Targets } from './targets.js';

/** Casts the beams of a layer that rises by an angle from the sensor's x-y plane: a cone of rays. */
export class SpatialScan {
  readonly #targets: Targets;
  readonly #beams: Beams;
  readonly #hits: Hits;
  readonly #base: number;
  readonly #cosRise: number;
  readonly #sinRise: number;
  readonly #tree: BoxTree;
  /** Origin and unit direction in the world. */
  readonly #ray = new Float64Array(6);
  #metTarget = -1;
  #metPart = -1;
  readonly #cross = (target: number, limit: number): number => this.#meet(target, limit);

  /** `base` is the place of this layer's beam 0 in the hits. */
  constructor(targets: Targets, beams: Beams, hits: Hits, base: number, elevation: number) {
    this.#targets = targets;
    this.#beams = beams;
    this.#hits = hits;
    this.#base = base;
    this.#cosRise = Math.cos(elevation);
    this.#sinRise = Math.sin(elevation);
    this.#tree = new BoxTree(worldBoxes(targets), targets.fixed);
  }

  /** Casts beams first..end into the hits, which hold their reach or nearer hits before. */
  cast(sensorFrame: Float64Array, first: number, end: number): void {
    const f = sensorFrame;
    const ray = this.#ray;
    ray[0] = f[9]!;
    ray[1] = f[10]!;
    ray[2] = f[11]!;
    for (let beam = first; beam < end; beam++) {
      const x = this.#cosRise * this.#beams.cosines[beam]!;
      const y = this.#cosRise * this.#beams.sines[beam]!;
      const z = this.#sinRise;
      ray[3] = f[0]! * x + f[1]! * y + f[2]! * z;
      ray[4] = f[3]! * x + f[4]! * y + f[5]! * z;
      ray[5] = f[6]! * x + f[7]! * y + f[8]! * z;
      this.#castRay(this.#base + beam);
    }
  }

  #castRay(at: number): void {
    const { distances, targets, parts } = this.#hits;
    const ray = this.#ray;
    let limit = distances[at]!;
    this.#metTarget = -1;
    limit = this.#tree.nearest(ray[0]!, ray[1]!, ray[2]!, ray[3]!, ray[4]!, ray[5]!, limit, this.#cross);
    for (const target of this.#targets.movable) {
      if (this.#passesBy(target)) continue;
      limit = Math.min(limit, this.#meet(target, limit));
    }
    if (this.#metTarget < 0) return;
    distances[at] = limit;
    targets[at] = this.#metTarget;
    parts[at] = this.#metPart;
  }

  /** Whether the ray's line misses the target's bounding sphere. */
  #passesBy(target: number): boolean {
    const { centres, radii } = this.#targets;
    const ray = this.#ray;
    const x = centres[target * 3]! - ray[0]!;
    const y = centres[target * 3 + 1]! - ray[1]!;
    const z = centres[target * 3 + 2]! - ray[2]!;
    const along = x * ray[3]! + y * ray[4]! + z * ray[5]!;
    const radius = radii[target]!;
    return x * x + y * y + z * z - along * along > radius * radius;
  }

  #meet(target: number, limit: number): number {
    const { kinds, meshes } = this.#targets;
    const distance = crossInWorld(this.#targets, target, this.#ray, limit);
    if (!(distance < limit)) return limit;
    this.#metTarget = target;
    this.#metPart = kinds[target] === MESH ? meshes[target]!.hitTriangle : -1;
    return distance;
  }
}

/** World boxes of all targets: |R| times the half lengths about the centre. */
function worldBoxes({ count, frames, extents, centres }: Targets): Float64Array {
  const boxes = new Float64Array(count * BOX_STRIDE);
  for (let target = 0; target < count; target++) {
    for (let axis = 0; axis < 3; axis++) {
      const row = target * FRAME_STRIDE + axis * 3;
      let half = 0;
      for (let i = 0; i < 3; i++) half += Math.abs(frames[row + i]!) * extents[target * 3 + i]!;
      boxes[target * BOX_STRIDE + axis] = centres[target * 3 + axis]! - half;
      boxes[target * BOX_STRIDE + 3 + axis] = centres[target * 3 + axis]! + half;
    }
  }
  return boxes;
}
