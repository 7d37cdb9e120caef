// The camera over the floor: where a point of the room appears in the picture, and which point of the floor a pixel shows.
import type { CameraInfo, Transform, Vector3 } from '../../message/messages.js';
import { invert, rotate, transformPoint } from '../../runtime/geometry/rigid.js';
import { findDistortion, isDistortionKnown, type Distortion, type Pixel } from './distortion.js';

/** Nearer than this in front of the lens nothing is projected, metres. */
const LEAST_DEPTH_M = 0.02;

/** What sensor_msgs/CameraInfo describes. All points are in the foot frame, whose floor is z = 0. */
export class FloorCamera {
  readonly width: number;
  readonly height: number;
  /** Of the picture's rows, pixels. */
  readonly focalPx: number;
  /** The lens: over this point of the floor, so high. */
  readonly lens: { readonly x: number; readonly y: number; readonly z: number };
  readonly #info: CameraInfo;
  readonly #distortion: Distortion;
  readonly #camera: Transform;
  readonly #toOptical: Transform;
  readonly #point = { x: 0, y: 0, z: 0 };

  /** `camera`: the optical frame in the foot frame. `info` has no `cameraProblem`. */
  constructor(info: CameraInfo, camera: Transform) {
    this.width = info.width;
    this.height = info.height;
    this.focalPx = info.k[4]!;
    this.lens = camera.translation;
    this.#info = info;
    this.#distortion = findDistortion(info)!;
    this.#camera = camera;
    this.#toOptical = invert(camera);
  }

  /** Bearings of the picture's right and left border, halfway up, seen from above. */
  bearings(): readonly [right: number, left: number] {
    const bearingOf = (u: number): number => {
      const { x, y } = this.rayThrough(u, this.#info.k[5]!);
      return Math.atan2(y, x);
    };
    const left = bearingOf(0);
    const right = bearingOf(this.width);
    return [right, left < right ? left + 2 * Math.PI : left];
  }

  /** Writes where a point appears; false if it does not. */
  see(x: number, y: number, z: number, out: Pixel): boolean {
    const { k, width, height } = this.#info;
    const point = this.#point;
    point.x = x;
    point.y = y;
    point.z = z;
    transformPoint(this.#toOptical, point, point);
    if (point.z < LEAST_DEPTH_M) return false;
    if (!this.#distortion.bend(point.x, point.y, point.z, out)) return false;
    out.u = k[0]! * out.u + k[2]!;
    out.v = k[4]! * out.v + k[5]!;
    return out.u >= 0 && out.u < width && out.v >= 0 && out.v < height;
  }

  /** The direction that a pixel looks in. */
  rayThrough(u: number, v: number): Vector3 {
    const { k } = this.#info;
    const direction = this.#distortion.straighten((u - k[2]!) / k[0]!, (v - k[5]!) / k[4]!);
    return rotate(this.#camera.rotation, direction);
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

/** Why pictures cannot be placed by it, in words; undefined when they can. */
export function cameraProblem(info: CameraInfo): string | undefined {
  const { k, d, width, height, distortion_model: model, binning_x, binning_y, roi } = info;
  const isCalibrated = k[0]! > 0 && k[4]! > 0 && width > 0 && height > 0;
  if (!isCalibrated || ![...k, ...d].every(Number.isFinite)) return 'camera_info is not calibrated';
  if (!isDistortionKnown(info))
    return `camera_info has the distortion model '${model}' with ${d.length} coefficients, which is not known here`;
  const isWhole = (roi.width === 0 || roi.width === width) && (roi.height === 0 || roi.height === height);
  if (binning_x > 1 || binning_y > 1 || !isWhole)
    return 'camera_info tells of binning or a region of interest';
  return undefined;
}
