// What the scan plane cuts out of each target: line segments, a circle, or word that only ray by ray is exact.
// Long because each kind of shape is cut in its own way, over one set of arrays.
import { FRAME_STRIDE } from '../../runtime/geometry/rigid-arrays.js';
import { BOX, CAPSULE, CONE, CYLINDER, CYLINDER_SIDE, MESH, PLANE, SPHERE, type Targets } from './targets.js';

/** Nothing of the target lies in the plane. */
export const EMPTY = 0;
/** Segments, to be met from either side. */
export const OPEN = 1;
/** Segments counter-clockwise around a convex outline. */
export const OUTLINE = 2;
export const CIRCLE = 3;
/** A round shape cut askew. */
export const ASKEW = 4;

/** Numbers per segment: x y of its ends. */
export const SEGMENT_STRIDE = 4;

/** A round shape's axis counts as upright to the plane below this sine: over 100 m it is out by less than 0.1 µm. */
const UPRIGHT_SINE = 1e-9;

/** Corners of each face, counter-clockwise from outside, bits x y z; two faces an axis. */
const BOX_FACES = [
  [1, 3, 7, 5],
  [0, 4, 6, 2],
  [2, 6, 7, 3],
  [0, 1, 5, 4],
  [4, 5, 7, 6],
  [0, 2, 3, 1],
].flat();

/** Rounding must not leave a section's corner outside the circle that holds it. */
const BOUND_SLACK_M = 1e-9;

const BOX_CORNERS = 8;
const BOX_SEGMENTS = 6;

/**
 * The sections of all targets with one plane, each made when first asked for and kept until its target or the plane moves:
 * a level robot's walls are cut once. Coordinates are along the plane's axes `u` and `v`, from the world's origin.
 */
export class Sections {
  /** One of the constants above, per target; valid after `cut`. */
  readonly kinds: Uint8Array;
  /** First segment of each target in `segments`, and how many it has. */
  readonly starts: Int32Array;
  readonly counts: Int32Array;
  readonly segments: Float64Array;
  /** What each segment was cut from: the axis across a box's face, the triangle of a mesh. */
  readonly parts: Int32Array;
  /** x, y and radius of the circle that a section is, or lies in. */
  readonly circles: Float64Array;
  readonly #targets: Targets;
  /** Normal, offset, u and v. */
  readonly #plane = new Float64Array(10);
  /** The plane's u x y z, then v x y z: a view of the current plane. */
  readonly axes = this.#plane.subarray(4);
  #planeNumber = 0;
  /** The plane's number and the target's count of moves that a section was made for. */
  readonly #cutPlane: Float64Array;
  readonly #cutMove: Float64Array;
  /** Signed distance from the plane, u and v of corners at work. */
  readonly #corners = new Float64Array(BOX_CORNERS * 3);

  constructor(targets: Targets) {
    const { count } = targets;
    this.#targets = targets;
    this.kinds = new Uint8Array(count);
    this.starts = new Int32Array(count);
    this.counts = new Int32Array(count);
    this.circles = new Float64Array(count * 3);
    this.#cutPlane = new Float64Array(count);
    this.#cutMove = new Float64Array(count);
    let segments = 0;
    for (let target = 0; target < count; target++) {
      this.starts[target] = segments;
      segments += mostSegments(targets, target);
    }
    this.segments = new Float64Array(segments * SEGMENT_STRIDE);
    this.parts = new Int32Array(segments);
  }

  /** Sets the plane n·p = offset; n is a unit vector. Sections of another plane are forgotten. */
  setPlane(nx: number, ny: number, nz: number, offset: number): void {
    const plane = this.#plane;
    if (nx === plane[0] && ny === plane[1] && nz === plane[2] && offset === plane[3]) return;
    plane[0] = nx;
    plane[1] = ny;
    plane[2] = nz;
    plane[3] = offset;
    writeAxes(plane);
    this.#planeNumber++;
  }

  /** Whether `cut` has nothing to do for a target. */
  isCut(target: number): boolean {
    return (
      this.#cutPlane[target] === this.#planeNumber && this.#cutMove[target] === this.#targets.moves[target]
    );
  }

  /** Makes sure that the target's section is that of the current plane and pose; gives its kind. */
  cut(target: number): number {
    if (!this.isCut(target)) {
      this.#cutPlane[target] = this.#planeNumber;
      this.#cutMove[target] = this.#targets.moves[target]!;
      this.kinds[target] = this.#make(target);
    }
    return this.kinds[target]!;
  }

  #make(target: number): number {
    switch (this.#targets.kinds[target]) {
      case BOX:
        return this.#cutBox(target);
      case PLANE:
        return this.#cutRectangle(target);
      case MESH:
        return this.#cutMesh(target);
      default:
        return this.#cutRound(target);
    }
  }

  /** Height of the target's origin over the plane. */
  #height(target: number): number {
    const { frames } = this.#targets;
    const plane = this.#plane;
    const f = target * FRAME_STRIDE + 9;
    return plane[0]! * frames[f]! + plane[1]! * frames[f + 1]! + plane[2]! * frames[f + 2]! - plane[3]!;
  }

  /** Axis `axis` of the plane's normal (0), u (4) or v (7), seen in the target's frame. */
  #seen(target: number, from: number, axis: number): number {
    const { frames } = this.#targets;
    const plane = this.#plane;
    const f = target * FRAME_STRIDE + axis;
    return plane[from]! * frames[f]! + plane[from + 1]! * frames[f + 3]! + plane[from + 2]! * frames[f + 6]!;
  }

  /** Writes corner `corner` at work: the point (x, y, z) of the target's frame. */
  #writeCorner(corner: number, target: number, x: number, y: number, z: number): void {
    const { frames } = this.#targets;
    const plane = this.#plane;
    const f = target * FRAME_STRIDE;
    const wx = frames[f]! * x + frames[f + 1]! * y + frames[f + 2]! * z + frames[f + 9]!;
    const wy = frames[f + 3]! * x + frames[f + 4]! * y + frames[f + 5]! * z + frames[f + 10]!;
    const wz = frames[f + 6]! * x + frames[f + 7]! * y + frames[f + 8]! * z + frames[f + 11]!;
    const c = corner * 3;
    this.#corners[c] = plane[0]! * wx + plane[1]! * wy + plane[2]! * wz - plane[3]!;
    this.#corners[c + 1] = plane[4]! * wx + plane[5]! * wy + plane[6]! * wz;
    this.#corners[c + 2] = plane[7]! * wx + plane[8]! * wy + plane[9]! * wz;
  }

  /** Cuts every face on its own: where its corners change from over to under the plane is one end, back is the other. */
  #cutBox(target: number): number {
    const { extents } = this.#targets;
    const hx = extents[target * 3]!;
    const hy = extents[target * 3 + 1]!;
    const hz = extents[target * 3 + 2]!;
    const reach =
      Math.abs(this.#seen(target, 0, 0)) * hx +
      Math.abs(this.#seen(target, 0, 1)) * hy +
      Math.abs(this.#seen(target, 0, 2)) * hz;
    if (Math.abs(this.#height(target)) > reach) return EMPTY;
    for (let corner = 0; corner < BOX_CORNERS; corner++) {
      const x = (corner & 1) === 0 ? -hx : hx;
      const y = (corner & 2) === 0 ? -hy : hy;
      const z = (corner & 4) === 0 ? -hz : hz;
      this.#writeCorner(corner, target, x, y, z);
    }
    const start = this.starts[target]!;
    let count = 0;
    for (let face = 0; face < BOX_FACES.length; face += 4) {
      if (!this.#cutFace(face, (start + count) * SEGMENT_STRIDE)) continue;
      this.parts[start + count] = face >> 3;
      count++;
    }
    return this.#keepSegments(target, count, OUTLINE);
  }

  /** Notes how many segments a target's section has, and the circle about their middle that holds them. */
  #keepSegments(target: number, count: number, kind: number): number {
    this.counts[target] = count;
    if (count === 0) return EMPTY;
    const { segments } = this;
    const first = this.starts[target]! * SEGMENT_STRIDE;
    const end = first + count * SEGMENT_STRIDE;
    let x = 0;
    let y = 0;
    for (let at = first; at < end; at += 2) {
      x += segments[at]! / (2 * count);
      y += segments[at + 1]! / (2 * count);
    }
    let square = 0;
    for (let at = first; at < end; at += 2) {
      square = Math.max(square, (segments[at]! - x) ** 2 + (segments[at + 1]! - y) ** 2);
    }
    this.circles[target * 3] = x;
    this.circles[target * 3 + 1] = y;
    this.circles[target * 3 + 2] = Math.sqrt(square) + BOUND_SLACK_M;
    return kind;
  }

  #cutFace(face: number, at: number): boolean {
    const corners = this.#corners;
    let ends = 0;
    let from = BOX_FACES[face + 3]!;
    for (let i = 0; i < 4; i++) {
      const to = BOX_FACES[face + i]!;
      const over = corners[from * 3]! >= 0;
      if (over !== corners[to * 3]! >= 0) {
        // Counter-clockwise around the outline, a face's segment runs from where its rim dives to where it rises.
        this.#writeEnd(from, to, at + (over ? 0 : 2));
        ends++;
      }
      from = to;
    }
    return ends > 0;
  }

  /** Writes where the edge of two corners pierces the plane; in one order of corners, so that faces meet exactly. */
  #writeEnd(one: number, other: number, at: number): void {
    const corners = this.#corners;
    const a = Math.min(one, other) * 3;
    const b = Math.max(one, other) * 3;
    const share = corners[a]! / (corners[a]! - corners[b]!);
    this.segments[at] = corners[a + 1]! + share * (corners[b + 1]! - corners[a + 1]!);
    this.segments[at + 1] = corners[a + 2]! + share * (corners[b + 2]! - corners[a + 2]!);
  }

  #cutRectangle(target: number): number {
    const { extents } = this.#targets;
    const hx = extents[target * 3]!;
    const hy = extents[target * 3 + 1]!;
    for (let corner = 0; corner < 4; corner++) {
      this.#writeCorner(corner, target, (corner & 1) === 0 ? -hx : hx, (corner & 2) === 0 ? -hy : hy, 0);
    }
    // The face that BOX_FACES lists last is the four corners with z below: 0, 2, 3, 1.
    const met = this.#cutFace(BOX_FACES.length - 4, this.starts[target]! * SEGMENT_STRIDE);
    return this.#keepSegments(target, met ? 1 : 0, OPEN);
  }

  #cutMesh(target: number): number {
    const mesh = this.#targets.meshes[target]!;
    const start = this.starts[target]!;
    let count = 0;
    const cutTriangle = (triangle: number): void => {
      for (let corner = 0; corner < 3; corner++) {
        const x = mesh.corner(triangle, corner, 0);
        const y = mesh.corner(triangle, corner, 1);
        const z = mesh.corner(triangle, corner, 2);
        this.#writeCorner(corner, target, x, y, z);
      }
      if (!this.#cutTriangle((start + count) * SEGMENT_STRIDE)) return;
      this.parts[start + count] = triangle;
      count++;
    };
    const [nx, ny, nz] = [this.#seen(target, 0, 0), this.#seen(target, 0, 1), this.#seen(target, 0, 2)];
    mesh.meeting(nx, ny, nz, -this.#height(target), cutTriangle);
    return this.#keepSegments(target, count, OPEN);
  }

  #cutTriangle(at: number): boolean {
    const corners = this.#corners;
    let ends = 0;
    for (let from = 0; from < 3; from++) {
      const to = from === 2 ? 0 : from + 1;
      const over = corners[from * 3]! >= 0;
      if (over === corners[to * 3]! >= 0) continue;
      this.#writeEnd(from, to, at + (over ? 0 : 2));
      ends++;
    }
    return ends > 0;
  }

  /** Spheres always give a circle; cylinders, capsules and cones do where they stand upright on the plane. */
  #cutRound(target: number): number {
    const upright = this.#radiusAt(target);
    const radius = upright ?? chordRadius(this.#targets.radii[target]!, this.#height(target));
    if (!(radius > 0)) return EMPTY;
    const { frames } = this.#targets;
    const { axes, circles } = this;
    const f = target * FRAME_STRIDE + 9;
    circles[target * 3] = axes[0]! * frames[f]! + axes[1]! * frames[f + 1]! + axes[2]! * frames[f + 2]!;
    circles[target * 3 + 1] = axes[3]! * frames[f]! + axes[4]! * frames[f + 1]! + axes[5]! * frames[f + 2]!;
    circles[target * 3 + 2] = radius;
    return upright === undefined ? ASKEW : CIRCLE;
  }

  /** Radius of a round shape where the plane cuts it, 0 or less if it does not; undefined if cut askew. */
  #radiusAt(target: number): number | undefined {
    const { kinds, sizes } = this.#targets;
    const height = this.#height(target);
    const radius = sizes[target * 3]!;
    if (kinds[target] === SPHERE) return chordRadius(radius, height);
    if (Math.hypot(this.#seen(target, 0, 0), this.#seen(target, 0, 1)) > UPRIGHT_SINE) return undefined;
    const half = sizes[target * 3 + 1]!;
    const z = -height / this.#seen(target, 0, 2);
    const inside = Math.abs(z) <= half;
    switch (kinds[target]) {
      case CYLINDER:
        return inside && (sizes[target * 3 + 2]! & CYLINDER_SIDE) !== 0 ? radius : 0;
      case CAPSULE:
        return inside ? radius : chordRadius(radius, Math.abs(z) - half);
      case CONE:
        return inside ? (radius * (half - z)) / (2 * half) : 0;
      default:
        return undefined;
    }
  }
}

function mostSegments(targets: Targets, target: number): number {
  switch (targets.kinds[target]) {
    case BOX:
      return BOX_SEGMENTS;
    case PLANE:
      return 1;
    case MESH:
      return targets.meshes[target]!.triangleCount;
    default:
      return 0;
  }
}

/** Radius of a sphere's section at a distance from its centre; 0 if there is none. */
function chordRadius(radius: number, distance: number): number {
  return Math.sqrt(Math.max(0, radius * radius - distance * distance));
}

/** u is the world's x, or its y if the plane faces along x, laid into the plane; v completes u, v, n to a right-handed frame. */
function writeAxes(plane: Float64Array): void {
  const [nx, ny, nz] = [plane[0]!, plane[1]!, plane[2]!];
  const alongX = Math.abs(nx) < 0.9;
  const dot = alongX ? nx : ny;
  let ux = (alongX ? 1 : 0) - nx * dot;
  let uy = (alongX ? 0 : 1) - ny * dot;
  let uz = -nz * dot;
  const length = Math.hypot(ux, uy, uz);
  ux /= length;
  uy /= length;
  uz /= length;
  plane[4] = ux;
  plane[5] = uy;
  plane[6] = uz;
  plane[7] = ny * uz - nz * uy;
  plane[8] = nz * ux - nx * uz;
  plane[9] = nx * uy - ny * ux;
}
