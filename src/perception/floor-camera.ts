// The camera over the floor: where a point of the room appears in the picture, and which point of the floor a pixel shows.
import type { CameraInfo, Transform, Vector3 } from '../message/messages.js';
import { invert, rotate, transformPoint } from '../runtime/rigid.js';

/** Nearer than this in front of the lens nothing is projected, metres. */
const LEAST_DEPTH_M = 0.02;
/** The lens is undone by repeating: so often is enough for lenses that CameraInfo can describe well. */
const UNDISTORT_ROUNDS = 8;

export interface Pixel {
  u: number;
  v: number;
}

/** Pinhole and plumb_bob distortion (sensor_msgs/CameraInfo). All points are in the foot frame, whose floor is z = 0. */
export class FloorCamera {
  readonly width: number;
  readonly height: number;
  /** Of the picture's rows, pixels. */
  readonly focalPx: number;
  /** The lens: over this point of the floor, so high. */
  readonly lens: { readonly x: number; readonly y: number; readonly z: number };
  readonly #info: CameraInfo;
  readonly #camera: Transform;
  readonly #toOptical: Transform;
  readonly #point = { x: 0, y: 0, z: 0 };

  /** `camera`: the optical frame in the foot frame. `info` is one that `isUsable`. */
  constructor(info: CameraInfo, camera: Transform) {
    this.width = info.width;
    this.height = info.height;
    this.focalPx = info.k[4]!;
    this.lens = camera.translation;
    this.#info = info;
    this.#camera = camera;
    this.#toOptical = invert(camera);
  }

  /** Bearings of the picture's right and left border, halfway up, seen from above. */
  bearings(): readonly [right: number, left: number] {
    const { k } = this.#info;
    const bearingOf = (u: number): number => {
      const { x, y } = rotate(this.#camera.rotation, { x: (u - k[2]!) / k[0]!, y: 0, z: 1 });
      return Math.atan2(y, x);
    };
    const left = bearingOf(0);
    const right = bearingOf(this.width);
    return [right, left < right ? left + 2 * Math.PI : left];
  }

  /** Writes where a point appears; false if it does not. */
  see(x: number, y: number, z: number, out: Pixel): boolean {
    const { k, d, width, height } = this.#info;
    const point = this.#point;
    point.x = x;
    point.y = y;
    point.z = z;
    transformPoint(this.#toOptical, point, point);
    if (point.z < LEAST_DEPTH_M) return false;
    const px = point.x / point.z;
    const py = point.y / point.z;
    const { u: bentX, v: bentY } = bend(px, py, d, out);
    out.u = k[0]! * bentX + k[2]!;
    out.v = k[4]! * bentY + k[5]!;
    return out.u >= 0 && out.u < width && out.v >= 0 && out.v < height;
  }

  /** The direction that a pixel looks in. */
  rayThrough(u: number, v: number): Vector3 {
    const { k, d } = this.#info;
    const x = (u - k[2]!) / k[0]!;
    const y = (v - k[5]!) / k[4]!;
    const ideal = { u: x, v: y };
    const bent = { u: 0, v: 0 };
    for (let round = 0; round < UNDISTORT_ROUNDS; round++) {
      bend(ideal.u, ideal.v, d, bent);
      ideal.u += x - bent.u;
      ideal.v += y - bent.v;
    }
    return rotate(this.#camera.rotation, { x: ideal.u, y: ideal.v, z: 1 });
  }

  /** The point of the floor that a pixel shows; undefined from the horizon up. */
  floorAt(u: number, v: number): { readonly x: number; readonly y: number } | undefined {
    const ray = this.rayThrough(u, v);
    if (ray.z >= -1e-6) return undefined;
    const { lens } = this;
    const reach = -lens.z / ray.z;
    return { x: lens.x + reach * ray.x, y: lens.y + reach * ray.y };
  }
}

/** Whether pictures can be placed by it: finite numbers and a focal length. */
export function isUsable({ k, d, width, height }: CameraInfo): boolean {
  const focal = k[0]! > 0 && k[4]! > 0 && width > 0 && height > 0;
  return focal && [...k, ...d].every(Number.isFinite);
}

/** plumb_bob: k1 k2 p1 p2 k3, on ideal coordinates at depth 1. */
function bend(px: number, py: number, d: ArrayLike<number>, out: Pixel): Pixel {
  const r2 = px * px + py * py;
  const k1 = d[0] ?? 0;
  const k2 = d[1] ?? 0;
  const p1 = d[2] ?? 0;
  const p2 = d[3] ?? 0;
  const k3 = d[4] ?? 0;
  const radial = 1 + r2 * (k1 + r2 * (k2 + r2 * k3));
  out.u = px * radial + 2 * p1 * px * py + p2 * (r2 + 2 * px * px);
  out.v = py * radial + p1 * (r2 + 2 * py * py) + 2 * p2 * px * py;
  return out;
}
