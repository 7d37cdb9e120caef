// The directions of a LIDAR's beams, by Webots' fields, in the order we publish: counter-clockwise, top layer first.
import type { LidarDevice } from '../scene/scene.js';

const FULL_TURN = 2 * Math.PI;

export interface Beams {
  /** Per layer. */
  readonly count: number;
  /** Radians from the sensor's x axis, counter-clockwise: beam k points at angleMin + k · angleIncrement. */
  readonly angleMin: number;
  readonly angleIncrement: number;
  /** Radians above the sensor's x-y plane, one per layer. */
  readonly elevations: readonly number[];
  /** cos and sin of each beam's angle. */
  readonly cosines: Float64Array;
  readonly sines: Float64Array;
}

/**
 * Webots counts clockwise: a fixed LIDAR's beam j of n points at fov/2 - (j + 1/2) fov/n, a rotating one's at π - j 2π/n.
 * Layer i of m rises by vfov/2 - i vfov/(m - 1), a single one by nothing, and tiltAngle comes on top.
 */
export function beamsOf(device: LidarDevice): Beams {
  const count = device.horizontalResolution;
  const span = device.rotating ? FULL_TURN : Math.min(device.fieldOfView, FULL_TURN);
  const angleIncrement = span / count;
  const angleMin = device.rotating ? angleIncrement - Math.PI : (angleIncrement - span) / 2;
  const angles = Float64Array.from({ length: count }, (_, k) => angleMin + k * angleIncrement);
  return {
    count,
    angleMin,
    angleIncrement,
    elevations: elevationsOf(device),
    cosines: angles.map(Math.cos),
    sines: angles.map(Math.sin),
  };
}

function elevationsOf({ numberOfLayers, verticalFieldOfView, tiltAngle }: LidarDevice): number[] {
  if (numberOfLayers === 1) return [tiltAngle];
  const step = verticalFieldOfView / (numberOfLayers - 1);
  return Array.from({ length: numberOfLayers }, (_, i) => verticalFieldOfView / 2 - i * step + tiltAngle);
}
