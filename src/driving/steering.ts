// How to drive towards a goal: the free heading nearest to it, and a speed that fits the way ahead.
import { wrapAngle } from '../runtime/planar.js';
import type { PointList } from './arc.js';
import { corridorLength } from './corridor.js';

export interface SteeringOptions {
  readonly speedMps: number;
  readonly turnRps: number;
  readonly comfortM: number;
  readonly tightM: number;
}

export interface Steering {
  /** m/s and rad/s. */
  readonly linear: number;
  readonly angular: number;
  /** Free metres along the chosen heading, at most the look-ahead. */
  readonly freeM: number;
}

const HEADINGS = 33;
const FAN_RAD = Math.PI * 0.6;
const LOOK_M = 0.7;
/** Farther off its heading than this the robot turns on the spot, rad. */
const PIVOT_RAD = 0.7;
const TURN_GAIN = 2.4;
/** A heading with less free way than this leads nowhere. */
const LEAST_M = 0.08;

/** `bearing` and `distance`: the goal seen from the robot, rad and m. freeM is 0 if every heading is blocked. */
export function steer(
  points: PointList,
  bearing: number,
  distance: number,
  options: SteeringOptions,
): Steering {
  const wanted = Math.min(LOOK_M, distance);
  let best = { heading: bearing, freeM: 0, cost: Infinity };
  for (let k = 0; k < HEADINGS; k++) {
    const aside = (k / (HEADINGS - 1) - 0.5) * 2 * FAN_RAD;
    const heading = wrapAngle(bearing + aside);
    const tight = corridorLength(points, heading, options.tightM, wanted);
    if (tight < LEAST_M) continue;
    const comfort = corridorLength(points, heading, options.comfortM, wanted);
    const cost =
      Math.abs(aside) + 0.3 * Math.abs(heading) + 2 * (1 - tight / wanted) + (1 - comfort / wanted);
    if (cost < best.cost) best = { heading, freeM: tight, cost };
  }
  const angular = clamp(TURN_GAIN * best.heading, options.turnRps);
  const facing = Math.abs(best.heading) < PIVOT_RAD ? Math.cos(best.heading) ** 2 : 0;
  const room = Math.min(1, best.freeM / 0.4);
  return { linear: options.speedMps * facing * room, angular, freeM: best.freeM };
}

function clamp(value: number, limit: number): number {
  return Math.max(-limit, Math.min(limit, value));
}
