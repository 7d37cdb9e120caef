// World poses of everything that moves, from the engine's coordinates: exact for the moment after the step.
import { POSE_STRIDE, type Poses } from '../scene/poses.js';
import type { Pose, Scene } from '../scene/scene.js';
import type { Places } from './places.js';
import { relative } from '../../runtime/geometry/rigid-tuples.js';
import type { Role } from './roles.js';

/** One solid's pose, computed from its carrier's and its joint. */
interface Link {
  readonly index: number;
  readonly kind: 'loose' | 'hinge' | 'slider' | 'ball' | 'carried';
  readonly carrier: number;
  readonly rest: Pose;
  /** In the carrier's frame. */
  readonly axis: readonly [number, number, number];
  readonly anchor: readonly [number, number, number];
  readonly coordinate: number;
  /** Engine body whose sleep this solid shares. */
  readonly sleeper: number;
}

const NOWHERE = [0, 0, 0] as const;

/** Turns engine coordinates into poses; allocates nothing after construction. */
export class Kinematics {
  readonly #links: readonly Link[];
  /** x y z, quaternion x y z w of the joint's motion, then of the link within its carrier. */
  readonly #local = new Float64Array(POSE_STRIDE);

  constructor(scene: Scene, roles: readonly Role[], places: Places) {
    const sleepers: number[] = [];
    this.#links = scene.solids.flatMap((solid) => {
      const role = roles[solid.index];
      const place = places[solid.index];
      if (role === undefined || role.kind === 'fixed') return [];
      const parent = scene.solids[solid.parent];
      const stands = parent === undefined || roles[parent.index]?.kind === 'fixed';
      const sleeper = (stands ? place?.body : sleepers[solid.parent]) ?? 0;
      sleepers[solid.index] = sleeper;
      if (role.kind === 'walking') return [];
      const joint = role.kind === 'jointed' ? role.joint : undefined;
      return {
        index: solid.index,
        kind: joint?.kind ?? (role.kind === 'loose' ? 'loose' : 'carried'),
        carrier: solid.parent,
        rest: parent === undefined ? solid.pose : relative(parent.pose, solid.pose),
        axis: joint?.axis ?? [0, 0, 1],
        anchor: joint?.anchor ?? NOWHERE,
        coordinate: place?.coordinate ?? -1,
        sleeper,
      } satisfies Link;
    });
  }

  /** Writes the poses of all that is awake (all of it where `awake` is undefined). */
  update(poses: Poses, qpos: Float64Array, awake: Int32Array | undefined): void {
    for (const link of this.#links) {
      if (awake !== undefined && awake[link.sleeper] === 0) continue;
      if (link.kind === 'loose') readFree(poses, link.index, qpos, link.coordinate);
      else this.#carry(poses, link, qpos);
    }
  }

  #carry(poses: Poses, link: Link, qpos: Float64Array): void {
    moveJoint(this.#local, link, qpos);
    composeInto(poses, link.index * POSE_STRIDE, link.carrier * POSE_STRIDE, this.#local);
  }
}

/** The engine's free joint: position, then quaternion with w first. */
function readFree(poses: Poses, index: number, qpos: Float64Array, from: number): void {
  const at = index * POSE_STRIDE;
  poses[at] = qpos[from]!;
  poses[at + 1] = qpos[from + 1]!;
  poses[at + 2] = qpos[from + 2]!;
  poses[at + 3] = qpos[from + 4]!;
  poses[at + 4] = qpos[from + 5]!;
  poses[at + 5] = qpos[from + 6]!;
  poses[at + 6] = qpos[from + 3]!;
}

/** The link's pose within its carrier: at rest, then moved by its joint about the anchor. */
function moveJoint(local: Float64Array, link: Link, qpos: Float64Array): void {
  local.set(link.rest.position);
  local.set(link.rest.orientation, 3);
  const { axis, anchor, coordinate } = link;
  const value = qpos[coordinate]!;
  switch (link.kind) {
    case 'slider':
      for (let k = 0; k < 3; k++) local[k]! += value * axis[k]!;
      return;
    case 'hinge': {
      const half = Math.sin(value / 2) / Math.hypot(axis[0], axis[1], axis[2]);
      turnAbout(local, anchor, axis[0] * half, axis[1] * half, axis[2] * half, Math.cos(value / 2));
      return;
    }
    case 'ball':
      turnBall(local, anchor, link.rest.orientation, qpos, coordinate);
      return;
    case 'loose':
    case 'carried':
  }
}

/** A ball joint's quaternion is given in the body's own frame. */
function turnBall(
  local: Float64Array,
  anchor: readonly [number, number, number],
  rest: Pose['orientation'],
  qpos: Float64Array,
  from: number,
): void {
  const [x, y, z, w] = rest;
  const [bx, by, bz, bw] = [qpos[from + 1]!, qpos[from + 2]!, qpos[from + 3]!, qpos[from]!];
  // rest * ball * rest^-1 is the same turn seen from the carrier.
  const mx = w * bx + x * bw + y * bz - z * by;
  const my = w * by - x * bz + y * bw + z * bx;
  const mz = w * bz + x * by - y * bx + z * bw;
  const mw = w * bw - x * bx - y * by - z * bz;
  turnAbout(
    local,
    anchor,
    -mw * x + mx * w - my * z + mz * y,
    -mw * y + mx * z + my * w - mz * x,
    -mw * z - mx * y + my * x + mz * w,
    mw * w + mx * x + my * y + mz * z,
  );
}

/** Turns the pose in `local` by a unit quaternion about a fixed point. */
function turnAbout(
  local: Float64Array,
  anchor: readonly [number, number, number],
  x: number,
  y: number,
  z: number,
  w: number,
): void {
  const px = local[0]! - anchor[0];
  const py = local[1]! - anchor[1];
  const pz = local[2]! - anchor[2];
  const tx = 2 * (y * pz - z * py);
  const ty = 2 * (z * px - x * pz);
  const tz = 2 * (x * py - y * px);
  local[0] = anchor[0] + px + w * tx + y * tz - z * ty;
  local[1] = anchor[1] + py + w * ty + z * tx - x * tz;
  local[2] = anchor[2] + pz + w * tz + x * ty - y * tx;
  multiplyInto(local, 3, x, y, z, w, local, 3);
}

/** poses[out] = poses[carrier] * local. */
export function composeInto(poses: Poses, out: number, carrier: number, local: Float64Array): void {
  const x = poses[carrier + 3]!;
  const y = poses[carrier + 4]!;
  const z = poses[carrier + 5]!;
  const w = poses[carrier + 6]!;
  const px = local[0]!;
  const py = local[1]!;
  const pz = local[2]!;
  const tx = 2 * (y * pz - z * py);
  const ty = 2 * (z * px - x * pz);
  const tz = 2 * (x * py - y * px);
  poses[out] = poses[carrier]! + px + w * tx + y * tz - z * ty;
  poses[out + 1] = poses[carrier + 1]! + py + w * ty + z * tx - x * tz;
  poses[out + 2] = poses[carrier + 2]! + pz + w * tz + x * ty - y * tx;
  multiplyInto(poses, out + 3, x, y, z, w, local, 3);
}

/** out = (x, y, z, w) * b. */
function multiplyInto(
  out: Float64Array,
  at: number,
  x: number,
  y: number,
  z: number,
  w: number,
  b: Float64Array,
  from: number,
): void {
  const bx = b[from]!;
  const by = b[from + 1]!;
  const bz = b[from + 2]!;
  const bw = b[from + 3]!;
  out[at] = w * bx + x * bw + y * bz - z * by;
  out[at + 1] = w * by - x * bz + y * bw + z * bx;
  out[at + 2] = w * bz + x * by - y * bx + z * bw;
  out[at + 3] = w * bw - x * bx - y * by - z * bz;
}
