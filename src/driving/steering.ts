// How to drive towards a goal: the free heading nearest to it, and a speed that fits the way ahead.
import { wrapAngle } from '../runtime/geometry/planar.js';
import type { PointList } from './arc.js';
import { corridorLength } from './corridor.js';

export interface SteeringOptions {
  readonly speedMps: number;
  readonly turnRps: number;
  /** Half the width of the ways it likes, and of those it takes if it must, metres. */
  readonly comfortM: number;
  readonly tightM: number;
}

export interface Steering {
  /** m/s and rad/s. */
  readonly linear: number;
  readonly angular: number;
  /** Free metres along the chosen heading, at most the look-ahead; 0 if every heading is blocked. */
  readonly freeM: number;
}

interface Heading {
  readonly heading: number;
  readonly freeM: number;
  readonly cost: number;
}

const HEADINGS = 33;
const FAN_RAD = Math.PI * 0.6;
const LOOK_M = 0.7;
/** Farther off its heading than this the robot turns on the spot, rad. */
const PIVOT_RAD = 0.7;
const TURN_GAIN = 2.4;
/** A heading with less free way than this leads nowhere. */
const LEAST_M = 0.08;
/** Shorter free ways are driven more slowly, metres. */
const FULL_SPEED_M = 0.4;
/** What turning the robot costs beside leaving the goal's bearing, and what a short way costs, per radian and whole. */
const TURN_COST = 0.3;
const SHORT_COST = 2;

/** `bearing` and `distance`: the goal seen from the robot, rad and m. */
export function steer(
  points: PointList,
  bearing: number,
  distance: number,
  options: SteeringOptions,
): Steering {
  const { heading, freeM } = bestHeading(points, bearing, Math.min(LOOK_M, distance), options);
  const facing = Math.abs(heading) < PIVOT_RAD ? Math.cos(heading) ** 2 : 0;
  const room = Math.min(1, freeM / FULL_SPEED_M);
  const angular = Math.max(-options.turnRps, Math.min(options.turnRps, TURN_GAIN * heading));
  return { linear: options.speedMps * facing * room, angular, freeM };
}

/** From the bearing outwards, alternating: most headings cost too much already by where they point. */
function bestHeading(
  points: PointList,
  bearing: number,
  wantedM: number,
  { comfortM, tightM }: SteeringOptions,
): Heading {
  let best: Heading = { heading: bearing, freeM: 0, cost: Infinity };
  for (let k = 0; k < HEADINGS; k++) {
    const side = k % 2 === 0 ? 1 : -1;
    const aside = (side * Math.ceil(k / 2) * 2 * FAN_RAD) / (HEADINGS - 1);
    const heading = wrapAngle(bearing + aside);
    const pointing = Math.abs(aside) + TURN_COST * Math.abs(heading);
    if (pointing >= best.cost) continue;
    const tight = corridorLength(points, heading, tightM, wantedM);
    if (tight < LEAST_M) continue;
    const comfort = corridorLength(points, heading, comfortM, wantedM);
    const cost = pointing + SHORT_COST * (1 - tight / wantedM) + (1 - comfort / wantedM);
    if (cost < best.cost) best = { heading, freeM: tight, cost };
  }
  return best;
}
