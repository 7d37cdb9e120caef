// Lenses as CameraInfo describes them: where a direction appears in the picture, and which direction a point of the picture shows.
import type { CameraInfo, Vector3 } from '../../message/messages.js';

/** Columns to the right and rows down: pixels, or focal lengths from the middle. */
export interface Pixel {
  u: number;
  v: number;
}

/** Directions are in the optical frame (z ahead), picture points in focal lengths from the principal point. */
export interface Distortion {
  /** Writes where a direction appears; false if it does not, since it is outside of what the model describes. */
  bend(x: number, y: number, z: number, out: Pixel): boolean;
  /** Of a point that no direction appears at: the outermost direction on its side. */
  straighten(u: number, v: number): Vector3;
}

type Model = Pick<CameraInfo, 'distortion_model' | 'd'>;

const ROUNDS = 20;
const CLOSE_ENOUGH = 1e-12;
/** Nothing that a flat picture shows lies farther out than 85°, and no fisheye sees more than all around. */
const MAX_TANGENT = Math.tan((85 * Math.PI) / 180);
const RIM_STEPS = 500;

/** Undefined for a model that is not known, or with coefficients that it does not have: never read as another. */
export function findDistortion(model: Model): Distortion | undefined {
  const Lens = lensOf(model);
  return Lens && new Lens(model.d);
}

/** Whether there is one: cheap enough to ask of every camera_info. */
export function isDistortionKnown(model: Model): boolean {
  return lensOf(model) !== undefined;
}

function lensOf({ distortion_model: model, d }: Model): typeof Brown | typeof Equidistant | undefined {
  const used = d.findLastIndex((value) => value !== 0) + 1;
  // OpenCV tells its two apart by how many coefficients there are, and so do drivers that name them carelessly.
  if (model === 'plumb_bob' || model === 'rational_polynomial') return used <= 8 ? Brown : undefined;
  if (model === 'equidistant' || model === 'fisheye') return used <= 4 ? Equidistant : undefined;
  // Whoever has no distortion often has no name for it.
  return used === 0 && (model === '' || model === 'none') ? Brown : undefined;
}

/** plumb_bob (k1 k2 p1 p2 k3) and rational_polynomial (further k4 k5 k6): Brown's, as OpenCV's calibration has it. */
class Brown implements Distortion {
  readonly #k: readonly [number, number, number, number, number, number];
  readonly #p: readonly [number, number];
  /** Farther out the model folds the picture over itself. */
  readonly #rim: number;

  constructor(d: ArrayLike<number>) {
    const [k1 = 0, k2 = 0, p1 = 0, p2 = 0, k3 = 0, k4 = 0, k5 = 0, k6 = 0] = Array.from(d);
    this.#k = [k1, k2, k3, k4, k5, k6];
    this.#p = [p1, p2];
    this.#rim = rimOf((r) => r * this.#radial(r * r), MAX_TANGENT);
  }

  bend(x: number, y: number, z: number, out: Pixel): boolean {
    const px = x / z;
    const py = y / z;
    this.#bendFlat(px, py, out);
    return z > 0 && px * px + py * py <= this.#rim * this.#rim;
  }

  straighten(u: number, v: number): Vector3 {
    const found = this.#solve(u, v);
    const r = Math.hypot(found.u, found.v);
    if (r <= this.#rim) return { x: found.u, y: found.v, z: 1 };
    const shrink = this.#rim / Math.hypot(u, v);
    return { x: u * shrink, y: v * shrink, z: 1 };
  }

  /** Newton's method; not finite, or beyond the rim, where there is no answer. */
  #solve(u: number, v: number): Pixel {
    const [p1, p2] = this.#p;
    const bent = { u: 0, v: 0 };
    let [x, y] = [u, v];
    for (let round = 0; round < ROUNDS; round++) {
      this.#bendFlat(x, y, bent);
      const [du, dv] = [u - bent.u, v - bent.v];
      if (Math.abs(du) + Math.abs(dv) < CLOSE_ENOUGH) return { u: x, v: y };
      const r2 = x * x + y * y;
      const radial = this.#radial(r2);
      const slope = this.#slope(r2);
      const xx = radial + 2 * x * x * slope + 2 * p1 * y + 6 * p2 * x;
      const yy = radial + 2 * y * y * slope + 6 * p1 * y + 2 * p2 * x;
      const xy = 2 * x * y * slope + 2 * p1 * x + 2 * p2 * y;
      const area = xx * yy - xy * xy;
      x += (yy * du - xy * dv) / area;
      y += (xx * dv - xy * du) / area;
    }
    return { u: Infinity, v: Infinity };
  }

  #bendFlat(x: number, y: number, out: Pixel): void {
    const [p1, p2] = this.#p;
    const r2 = x * x + y * y;
    const radial = this.#radial(r2);
    out.u = x * radial + 2 * p1 * x * y + p2 * (r2 + 2 * x * x);
    out.v = y * radial + p1 * (r2 + 2 * y * y) + 2 * p2 * x * y;
  }

  #radial(r2: number): number {
    const [k1, k2, k3, k4, k5, k6] = this.#k;
    return (1 + r2 * (k1 + r2 * (k2 + r2 * k3))) / (1 + r2 * (k4 + r2 * (k5 + r2 * k6)));
  }

  /** Of `#radial`, by r². */
  #slope(r2: number): number {
    const [k1, k2, k3, k4, k5, k6] = this.#k;
    const over = 1 + r2 * (k1 + r2 * (k2 + r2 * k3));
    const under = 1 + r2 * (k4 + r2 * (k5 + r2 * k6));
    const overSlope = k1 + r2 * (2 * k2 + r2 * 3 * k3);
    const underSlope = k4 + r2 * (2 * k5 + r2 * 3 * k6);
    return (overSlope * under - over * underSlope) / (under * under);
  }
}

/** equidistant (k1 k2 k3 k4), a fisheye: distance from the middle goes with the angle (Kannala and Brandt 2006, as OpenCV has it). */
class Equidistant implements Distortion {
  readonly #k: readonly [number, number, number, number];
  /** Radians. */
  readonly #rim: number;

  constructor(d: ArrayLike<number>) {
    const [k1 = 0, k2 = 0, k3 = 0, k4 = 0] = Array.from(d);
    this.#k = [k1, k2, k3, k4];
    this.#rim = rimOf((angle) => this.#distance(angle), Math.PI);
  }

  bend(x: number, y: number, z: number, out: Pixel): boolean {
    const across = Math.hypot(x, y);
    const angle = Math.atan2(across, z);
    const scale = across > 0 ? this.#distance(angle) / across : 0;
    out.u = x * scale;
    out.v = y * scale;
    return angle <= this.#rim;
  }

  straighten(u: number, v: number): Vector3 {
    const distance = Math.hypot(u, v);
    if (distance === 0) return { x: 0, y: 0, z: 1 };
    const angle = this.#solve(distance);
    const across = Math.sin(angle) / distance;
    return { x: u * across, y: v * across, z: Math.cos(angle) };
  }

  /** The distance grows up to the rim: halving finds the angle. */
  #solve(distance: number): number {
    let [low, high] = [0, this.#rim];
    for (let round = 0; round < 52; round++) {
      const middle = (low + high) / 2;
      if (this.#distance(middle) < distance) low = middle;
      else high = middle;
    }
    return (low + high) / 2;
  }

  #distance(angle: number): number {
    const [k1, k2, k3, k4] = this.#k;
    const a2 = angle * angle;
    return angle * (1 + a2 * (k1 + a2 * (k2 + a2 * (k3 + a2 * k4))));
  }
}

/** Up to where a function that begins at 0 grows. */
function rimOf(grows: (at: number) => number, most: number): number {
  let before = 0;
  for (let step = 1; step <= RIM_STEPS; step++) {
    const value = grows((most * step) / RIM_STEPS);
    // Written so that NaN ends it too.
    if (!(value > before)) return (most * (step - 1)) / RIM_STEPS;
    before = value;
  }
  return most;
}
