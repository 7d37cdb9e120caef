// Whether an object reaches into the LIDAR's plane near a point.
import type { Scene } from '../scene/scene.js';
import { crossInWorld } from './crossing.js';
import type { Targets } from './targets.js';

/** Rays probe the plane no farther apart than this at the radius: thinner than any leg. */
const PROBE_STEP_M = 0.002;
const MOST_PROBES = 4096;

/**
 * Whether a target of the solid, or of a solid that hangs on it, crosses the x-y plane of `sensorFrame` within radiusM of
 * the point of that plane below or above the world's (x, y).
 */
export function crossesNear(
  scene: Scene,
  targets: Targets,
  sensorFrame: Float64Array,
  solidIndex: number,
  x: number,
  y: number,
  radiusM: number,
): boolean {
  const f = sensorFrame;
  // A plane on edge has no point over (x, y): the sensor's height then serves.
  const rise = f[8] === 0 ? 0 : (f[2]! * (x - f[9]!) + f[5]! * (y - f[10]!)) / f[8]!;
  const ray = new Float64Array([x, y, f[11]! - rise, 0, 0, 0]);
  const probes = Math.min(MOST_PROBES, Math.max(8, Math.ceil((2 * Math.PI * radiusM) / PROBE_STEP_M)));
  for (let target = 0; target < targets.count; target++) {
    if (!hangsOn(scene, targets.solids[target]!, solidIndex)) continue;
    if (farAway(targets, target, ray, radiusM)) continue;
    for (let probe = 0; probe < probes; probe++) {
      aim(ray, f, (2 * Math.PI * probe) / probes);
      if (crossInWorld(targets, target, ray, radiusM) < radiusM) return true;
    }
  }
  return false;
}

function hangsOn(scene: Scene, solid: number, ancestor: number): boolean {
  for (let at = solid; at >= 0; at = scene.solids[at]!.parent) {
    if (at === ancestor) return true;
  }
  return false;
}

function farAway({ centres, radii }: Targets, target: number, ray: Float64Array, radiusM: number): boolean {
  const c = target * 3;
  const distance = Math.hypot(centres[c]! - ray[0]!, centres[c + 1]! - ray[1]!, centres[c + 2]! - ray[2]!);
  return distance > radii[target]! + radiusM;
}

/** Points the ray along an angle of the sensor's x-y plane. */
function aim(ray: Float64Array, sensor: Float64Array, angle: number): void {
  const cos = Math.cos(angle);
  const sin = Math.sin(angle);
  ray[3] = sensor[0]! * cos + sensor[1]! * sin;
  ray[4] = sensor[3]! * cos + sensor[4]! * sin;
  ray[5] = sensor[6]! * cos + sensor[7]! * sin;
}
