// Where to go next: the end of the straight way that leads through the most unvisited free space.
import { wrapAngle, type Planar } from '../runtime/geometry/planar.js';
import type { PointList } from './arc.js';
import { corridorLength } from './corridor.js';
import type { Visited } from './visited.js';

/** A place in the fixed frame, metres. */
export interface Goal {
  readonly x: number;
  readonly y: number;
}

export interface GoalQuestion {
  readonly pose: Planar;
  /** About the pose, in its frame. */
  readonly points: PointList;
  readonly visited: Visited;
  readonly nowS: number;
  /** Half the width of a way it likes, and of one it takes if it must. */
  readonly comfortM: number;
  readonly tightM: number;
  readonly sightM: number;
  /** Shorter ways do not count. */
  readonly nearestM: number;
  /** Direction in the fixed frame that wins between ways that are as good, rad. */
  readonly lean: number;
}

const HEADINGS = 144;
const STEP_M = 0.3;
const LEAN_WEIGHT = 0.1;
/** Metres of known floor that are worth as much as one metre of new floor. */
const KNOWN_WEIGHT = 0.25;
/** What half a turn costs, in metres of new floor. */
const TURN_COST_M = 0.6;
/** What a way is worth that is no wider than it must be, beside a comfortable one. */
const TIGHT_WEIGHT = 0.6;

/** The best goal in sight; undefined if no way is free. */
export function chooseGoal(question: GoalQuestion): Goal | undefined {
  const { pose, points, comfortM, tightM, sightM, nearestM } = question;
  let best: Goal | undefined;
  let bestWorth = -Infinity;
  for (let k = 0; k < HEADINGS; k++) {
    const heading = wrapAngle((2 * Math.PI * k) / HEADINGS);
    const tight = corridorLength(points, heading, tightM, sightM);
    if (tight < nearestM) continue;
    const comfort = corridorLength(points, heading, comfortM, sightM);
    const tightWorth = TIGHT_WEIGHT * worthOf(question, heading, tight);
    const comfortWorth = comfort < nearestM ? -Infinity : worthOf(question, heading, comfort);
    const worth = Math.max(tightWorth, comfortWorth);
    if (worth <= bestWorth) continue;
    bestWorth = worth;
    const length = comfortWorth >= tightWorth ? comfort : tight;
    const direction = pose.yaw + heading;
    best = { x: pose.x + length * Math.cos(direction), y: pose.y + length * Math.sin(direction) };
  }
  return best;
}

function worthOf({ pose, visited, nowS, lean }: GoalQuestion, heading: number, length: number): number {
  const direction = pose.yaw + heading;
  const c = Math.cos(direction);
  const s = Math.sin(direction);
  let fresh = 0;
  for (let d = STEP_M; d <= length; d += STEP_M) {
    fresh += STEP_M * visited.novelty(pose.x + d * c, pose.y + d * s, nowS);
  }
  const turn = (TURN_COST_M * Math.abs(heading)) / Math.PI;
  return fresh + KNOWN_WEIGHT * length - turn + LEAN_WEIGHT * Math.cos(direction - lean);
}
