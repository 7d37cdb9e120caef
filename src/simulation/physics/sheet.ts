// The MJCF text while it is written: numbers, placements, meshes and floor planes each written once.
import { Fault } from '../../fault/fault.js';
import type { Pose } from '../scene/scene.js';
import { rotate } from '../../runtime/geometry/rigid-tuples.js';

/** More pieces than this are not a room. */
const MAX_MESHES = 20_000;

/** Collects what MJCF keeps in one place for the whole model. */
export class Sheet {
  readonly #meshes: string[] = [];
  readonly #planes = new Set<string>();

  /** Name of a mesh asset with these corners (x y z each), of which the engine takes the hull. */
  mesh(corners: Float64Array): string {
    if (this.#meshes.length >= MAX_MESHES) {
      throw new Fault('physics/invalid', {
        what: 'The bounding meshes of this scene fall into too many convex pieces.',
        expected: `at most ${String(MAX_MESHES)}`,
        next: 'give the largest IndexedFaceSets a simpler boundingObject',
      });
    }
    const name = `m${String(this.#meshes.length)}`;
    this.#meshes.push(
      `<mesh name="${name}" inertia="convex" maxhullvert="64" vertex="${numbers(corners)}"/>`,
    );
    return name;
  }

  /** Planes are endless, as in Webots: floors of one height are one plane, or each would push back on its own. */
  isNewPlane(pose: Pose): boolean {
    const normal = rotate(pose.orientation, [0, 0, 1]);
    const [x, y, z] = pose.position;
    const offset = normal[0] * x + normal[1] * y + normal[2] * z;
    const key = [...normal, offset].map((value) => Math.round(value * 1e4)).join(' ');
    if (this.#planes.has(key)) return false;
    this.#planes.add(key);
    return true;
  }

  assets(): string {
    return `<asset>${this.#meshes.join('')}</asset>`;
  }
}

/** Attributes pos and quat (MJCF has w first), left out where nothing moves or turns. */
export function placement({ position, orientation }: Pose): string {
  const [x, y, z, w] = orientation;
  const pos = position.some((value) => value !== 0) ? ` pos="${numbers(position)}"` : '';
  const quat = x !== 0 || y !== 0 || z !== 0 ? ` quat="${numbers([w, x, y, z])}"` : '';
  return pos + quat;
}

export function numbers(values: Iterable<number>): string {
  const texts: string[] = [];
  for (const value of values) {
    if (!Number.isFinite(value)) {
      throw new Fault('physics/invalid', {
        what: 'A size, place or mass in this scene is not a number.',
        found: String(value),
        expected: 'finite numbers',
      });
    }
    texts.push(String(value));
  }
  return texts.join(' ');
}
