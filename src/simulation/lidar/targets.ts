// Everything a beam can stop at: the scene's opaque shapes outside the robot, flat in typed arrays, with their world poses.
import { POSE_STRIDE, type Poses } from '../scene/poses.js';
import type { Geometry, Scene, Shape, Solid } from '../scene/scene.js';
import { composeFrame, FRAME_STRIDE, writeFrame } from '../../runtime/geometry/rigid-arrays.js';
import { TriangleTree } from './triangles.js';

/** Shape kinds as small numbers, for typed arrays. */
export const BOX = 0;
export const SPHERE = 1;
export const CYLINDER = 2;
export const CAPSULE = 3;
export const CONE = 4;
export const PLANE = 5;
export const MESH = 6;

/** Shapes at least this transparent let the beam through, as glass does. */
export const GLASS_TRANSPARENCY = 0.5;

/** Bits of the third size of a cylinder: which of its surfaces exist. */
export const CYLINDER_TOP = 1;
export const CYLINDER_BOTTOM = 2;
export const CYLINDER_SIDE = 4;

/**
 * One entry per shape. Surfaces stop a beam from either side. `sizes` holds three numbers per target in the target's own
 * frame: box half lengths; sphere radius; cylinder, capsule and cone radius and half height (and the cylinder's surfaces);
 * plane half lengths; for a mesh nothing.
 */
export class Targets {
  readonly count: number;
  readonly kinds: Uint8Array;
  /** Solid.index of each target. */
  readonly solids: Int32Array;
  readonly sizes: Float64Array;
  /** World rotation, row by row, then world position: FRAME_STRIDE numbers each. */
  readonly frames: Float64Array;
  /** World centres of the bounding spheres, three numbers each. */
  readonly centres: Float64Array;
  readonly radii: Float64Array;
  /** Half lengths of the bounding box in the target's own frame, three numbers each. */
  readonly extents: Float64Array;
  /** Grows by one whenever the target moves; readers compare it with what they last saw. */
  readonly moves: Float64Array;
  readonly meshes: readonly (TriangleTree | undefined)[];
  readonly shapes: readonly Shape[];
  /** Targets that never move, and those that may. */
  readonly fixed: Int32Array;
  readonly movable: Int32Array;
  /** Centre of the bounding box in the target's own frame: not zero for meshes only. */
  readonly #offsets: Float64Array;
  readonly #local: Float64Array;
  /** The poses that `frames` was last made from, per movable target. */
  readonly #seen: Float64Array;

  constructor(scene: Scene, poses: Poses) {
    const listed = opaqueShapes(scene);
    const count = listed.length;
    this.count = count;
    this.kinds = new Uint8Array(count);
    this.solids = Int32Array.from(listed, ({ solid }) => solid.index);
    this.sizes = new Float64Array(count * 3);
    this.frames = new Float64Array(count * FRAME_STRIDE);
    this.centres = new Float64Array(count * 3);
    this.radii = new Float64Array(count);
    this.extents = new Float64Array(count * 3);
    this.moves = new Float64Array(count);
    this.meshes = listed.map(({ shape }) => meshOf(shape.geometry));
    this.shapes = listed.map(({ shape }) => shape);
    this.#offsets = new Float64Array(count * 3);
    this.#local = new Float64Array(count * FRAME_STRIDE);
    this.#seen = new Float64Array(count * POSE_STRIDE);
    const moves = listed.map(({ solid }) => isMovable(scene, solid));
    this.fixed = indicesWhere(moves, (movable) => !movable);
    this.movable = indicesWhere(moves, (movable) => movable);
    listed.forEach(({ shape }, target) => this.#measure(target, shape));
    for (let target = 0; target < count; target++) this.#place(target, poses);
  }

  /** Brings the movable targets to where `poses` has their solids. */
  follow(poses: Poses): void {
    const seen = this.#seen;
    for (const target of this.movable) {
      const from = this.solids[target]! * POSE_STRIDE;
      const known = target * POSE_STRIDE;
      for (let i = 0; i < POSE_STRIDE; i++) {
        if (poses[from + i] === seen[known + i]) continue;
        this.#place(target, poses);
        break;
      }
    }
  }

  #measure(target: number, shape: Shape): void {
    const mesh = this.meshes[target];
    const { kind, sizes, extents, radius } = dimensionsOf(shape.geometry, mesh);
    this.kinds[target] = kind;
    this.sizes.set(sizes, target * 3);
    this.extents.set(extents, target * 3);
    this.radii[target] = radius;
    if (mesh !== undefined) this.#offsets.set(mesh.centre, target * 3);
    writeFrame(this.#local, target, shape.pose.position, shape.pose.orientation);
  }

  #place(target: number, poses: Poses): void {
    const from = this.solids[target]! * POSE_STRIDE;
    this.#seen.set(poses.subarray(from, from + POSE_STRIDE), target * POSE_STRIDE);
    composeFrame(poses, from, this.#local, target * FRAME_STRIDE, this.frames, target * FRAME_STRIDE);
    const { frames, centres } = this;
    const f = target * FRAME_STRIDE;
    const [x, y, z] = [0, 1, 2].map((axis) => this.#offsets[target * 3 + axis]!) as [number, number, number];
    for (let row = 0; row < 3; row++) {
      const r = f + row * 3;
      centres[target * 3 + row] =
        frames[r]! * x + frames[r + 1]! * y + frames[r + 2]! * z + frames[f + 9 + row]!;
    }
    this.moves[target] = this.moves[target]! + 1;
  }
}

/** Whether a shape can stop a beam at all. */
function opaqueShapes(scene: Scene): { solid: Solid; shape: Shape }[] {
  return scene.solids
    .filter((solid) => !solid.robot)
    .flatMap((solid) => solid.shapes.map((shape) => ({ solid, shape })))
    .filter(({ shape }) => shape.appearance.transparency < GLASS_TRANSPARENCY);
}

/** A solid moves by physics, along a path, at a joint, or with its parent. */
function isMovable(scene: Scene, solid: Solid): boolean {
  for (let at: Solid | undefined = solid; at !== undefined; at = scene.solids[at.parent]) {
    if (at.physics !== undefined || at.path !== undefined || at.joint !== undefined) return true;
  }
  return false;
}

function indicesWhere<T>(values: readonly T[], holds: (value: T) => boolean): Int32Array {
  return Int32Array.from(values.flatMap((value, index) => (holds(value) ? [index] : [])));
}

function meshOf(geometry: Geometry): TriangleTree | undefined {
  return geometry.kind === 'mesh' ? new TriangleTree(geometry.vertices, geometry.triangles) : undefined;
}

/** What the kinds of geometry come to as numbers: kind, `sizes`, half lengths of the bounding box, bounding radius. */
interface Dimensions {
  readonly kind: number;
  readonly sizes: readonly number[];
  readonly extents: readonly [number, number, number];
  readonly radius: number;
}

function dimensionsOf(geometry: Geometry, mesh: TriangleTree | undefined): Dimensions {
  switch (geometry.kind) {
    case 'box': {
      const [x, y, z] = geometry.size;
      const half = [x / 2, y / 2, z / 2] as const;
      return { kind: BOX, sizes: half, extents: half, radius: Math.hypot(...half) };
    }
    case 'sphere': {
      const r = geometry.radius;
      return { kind: SPHERE, sizes: [r], extents: [r, r, r], radius: r };
    }
    case 'cylinder': {
      const { radius: r, height } = geometry;
      const half = height / 2;
      const sizes = [r, half, surfacesOf(geometry)];
      return { kind: CYLINDER, sizes, extents: [r, r, half], radius: Math.hypot(r, half) };
    }
    case 'capsule': {
      const { radius: r, height } = geometry;
      const half = height / 2;
      return { kind: CAPSULE, sizes: [r, half], extents: [r, r, half + r], radius: half + r };
    }
    case 'cone': {
      const { bottomRadius: r, height } = geometry;
      const half = height / 2;
      return { kind: CONE, sizes: [r, half], extents: [r, r, half], radius: Math.hypot(r, half) };
    }
    case 'plane': {
      const [x, y] = geometry.size;
      return { kind: PLANE, sizes: [x / 2, y / 2], extents: [x / 2, y / 2, 0], radius: Math.hypot(x, y) / 2 };
    }
    case 'mesh': {
      const extents = mesh?.halfExtents ?? ([0, 0, 0] as const);
      return { kind: MESH, sizes: [], extents, radius: Math.hypot(...extents) };
    }
  }
}

function surfacesOf(cylinder: { top: boolean; bottom: boolean; side: boolean }): number {
  return (
    (cylinder.top ? CYLINDER_TOP : 0) |
    (cylinder.bottom ? CYLINDER_BOTTOM : 0) |
    (cylinder.side ? CYLINDER_SIDE : 0)
  );
}
