// What can move and stands in the light: which tiles it may dim, and whom a tile must ask.
import type { Poses } from '../scene/poses.js';
import type { Scene } from '../scene/scene.js';
import { FEELER_REACH } from './baking.js';
import { CasterList, createCasters, placeCaster } from './casters.js';
import type { Caster } from './casters.js';
import type { Facets } from './facets.js';
import type { Lamp } from './lamps.js';
import { createRigid, writeRigid } from './rigid.js';

export class Movers {
  /** After `gather`: those near enough to take bounced light from the tile, and per lamp those that may stand before it. */
  readonly near = new CasterList();
  readonly before: readonly CasterList[];
  readonly #facets: Facets;
  readonly #lamps: readonly Lamp[];
  /** Per solid; most have none. */
  readonly #castersOf: readonly (readonly Caster[])[];
  readonly #casting: readonly number[];
  /** Per solid, in the world: centre and radius; negative: it has no shape. */
  readonly #spheres: Float64Array;
  readonly #rigid = createRigid();

  constructor(scene: Scene, facets: Facets, lamps: readonly Lamp[], canMove: (solid: number) => boolean) {
    this.#facets = facets;
    this.#lamps = lamps;
    this.before = lamps.map(() => new CasterList());
    const casters = createCasters(scene, facets, canMove);
    this.#castersOf = scene.solids.map(({ index }) => casters.filter(({ solid }) => solid === index));
    this.#casting = scene.solids.map(({ index }) => index).filter((i) => this.#castersOf[i]!.length > 0);
    this.#spheres = new Float64Array(scene.solids.length * 4);
  }

  place(solid: number, poses: Poses): void {
    for (const caster of this.#castersOf[solid]!) placeCaster(caster, this.#facets, poses);
    const m = this.#rigid;
    writeRigid(m, poses, solid);
    const { spheres } = this.#facets;
    const at = solid * 4;
    const [x, y, z] = [spheres[at]!, spheres[at + 1]!, spheres[at + 2]!];
    this.#spheres[at] = m[0]! * x + m[1]! * y + m[2]! * z + m[9]!;
    this.#spheres[at + 1] = m[3]! * x + m[4]! * y + m[5]! * z + m[10]!;
    this.#spheres[at + 2] = m[6]! * x + m[7]! * y + m[8]! * z + m[11]!;
    this.#spheres[at + 3] = spheres[at + 3]!;
  }

  casts(solid: number): boolean {
    return this.#castersOf[solid]!.length > 0;
  }

  /** Whether a solid can darken anything within the sphere lit[at..]. */
  mayDim(solid: number, lit: Float64Array, at: number): boolean {
    if (!this.#mayTouch(this.#spheres, solid * 4, lit, at)) return false;
    // Its sphere is wide where it is tall and thin: its parts know better.
    for (const { sphere } of this.#castersOf[solid]!) if (this.#mayTouch(sphere, 0, lit, at)) return true;
    return false;
  }

  /** Whether a solid can darken anything of another solid. */
  mayDimSolid(solid: number, other: number): boolean {
    return (
      this.#spheres[other * 4 + 3]! >= 0 && this.#mayTouch(this.#spheres, solid * 4, this.#spheres, other * 4)
    );
  }

  /** Fills `near` and `before` for what is within the sphere lit[at..] on the shape `own`. False if nothing dims it. */
  gather(lit: Float64Array, at: number, own: number): boolean {
    const { near, before } = this;
    near.casters.length = 0;
    for (const list of before) list.casters.length = 0;
    let found = false;
    for (const solid of this.#casting) {
      if (!this.#mayTouch(this.#spheres, solid * 4, lit, at)) continue;
      for (const caster of this.#castersOf[solid]!) {
        if (caster.shape !== own) found = this.#enter(caster, lit, at) || found;
      }
    }
    return found;
  }

  #enter(caster: Caster, lit: Float64Array, at: number): boolean {
    const { sphere } = caster;
    const found = isNear(sphere, 0, lit, at);
    if (found) this.near.casters.push(caster);
    let shades = false;
    for (let i = 0; i < this.#lamps.length; i++) {
      if (!this.#lamps[i]!.castShadows || !standsBefore(this.#lamps[i]!, sphere, 0, lit, at)) continue;
      this.before[i]!.casters.push(caster);
      shades = true;
    }
    return found || shades;
  }

  #mayTouch(spheres: Float64Array, index: number, lit: Float64Array, at: number): boolean {
    if (isNear(spheres, index, lit, at)) return true;
    for (let i = 0; i < this.#lamps.length; i++) {
      if (this.#lamps[i]!.castShadows && standsBefore(this.#lamps[i]!, spheres, index, lit, at)) return true;
    }
    return false;
  }
}

function isNear(spheres: Float64Array, index: number, lit: Float64Array, at: number): boolean {
  const x = spheres[index]! - lit[at]!;
  const y = spheres[index + 1]! - lit[at + 1]!;
  const z = spheres[index + 2]! - lit[at + 2]!;
  const reach = spheres[index + 3]! + lit[at + 3]! + FEELER_REACH;
  return x * x + y * y + z * z < reach * reach;
}

/** Whether the sphere at spheres[index..] can touch the light on its way from the lamp to the sphere lit[at..]. */
function standsBefore(
  { location, direction, softness, radius }: Lamp,
  spheres: Float64Array,
  index: number,
  lit: Float64Array,
  at: number,
): boolean {
  const wayX = location === undefined ? -direction[0] : location[0] - lit[at]!;
  const wayY = location === undefined ? -direction[1] : location[1] - lit[at + 1]!;
  const wayZ = location === undefined ? -direction[2] : location[2] - lit[at + 2]!;
  const square = wayX * wayX + wayY * wayY + wayZ * wayZ;
  const dark = radius + lit[at + 3]!;
  if (location !== undefined && square > dark * dark) return false;
  const length = Math.sqrt(square);
  const x = spheres[index]! - lit[at]!;
  const y = spheres[index + 1]! - lit[at + 1]!;
  const z = spheres[index + 2]! - lit[at + 2]!;
  const reach = spheres[index + 3]! + lit[at + 3]!;
  const along = (x * wayX + y * wayY + z * wayZ) / length;
  if (along < -reach || (location !== undefined && along > length + reach)) return false;
  // The cone from the lit sphere to the lamp's disc is nowhere wider than both ends.
  const width = reach + softness * (location === undefined ? along : 1);
  return x * x + y * y + z * z - along * along < width * width;
}
