// Straight approaches: is what stands in the way confirmed, and placed well enough, before the robot is too near to it?
import type { Obstacle, ObstacleArray } from '../../message/messages.js';
import { yawOf } from '../../runtime/geometry/rigid.js';
import type { Envelope } from '../../runtime/stage.js';
import { Tally } from '../../runtime/tally.js';
import { openEmbeddedWorld } from '../../simulation/embedded/open.js';
import { createRandom } from '../../simulation/random.js';
import { proofRooms } from '../../simulation/rooms/proof.js';
import { distanceToOutline } from '../../simulation/rooms/reach.js';
import type { Point } from '../../simulation/rooms/rect.js';
import type { Scene } from '../../simulation/scene/scene.js';
import { openGeneratedRoom } from '../place.js';
import { runRobot } from '../run.js';
import { lowOutlines, planApproaches, type PlannedApproach } from './approach-plan.js';
import type { ArmName } from './arm-names.js';
import { cameraOf, openArm } from './arms.js';
import type { DriveTools } from './drive-room.js';
import { hinderDetector, misplaceCamera, type Hindrances } from './hindrances.js';
import { StraightStage } from './straight.js';

/** Plain data: it goes to other processes. */
export interface ApproachOrder {
  readonly kind: 'approaches';
  readonly arm: ArmName;
  /** Of the room. */
  readonly seed: number;
  /** In this room at most. */
  readonly most: number;
  readonly speedMps: number;
  readonly hindrances: Hindrances;
}

export interface Approach extends Omit<PlannedApproach, 'solid' | 'start'> {
  readonly seed: number;
  /** It turned to the thing from where the camera could not see it. */
  readonly startsOutOfView: boolean;
  /** Of the confirmed obstacle that fits best, when the front was 0.40 m away; undefined: there was none. */
  readonly distanceError: number | undefined;
  /** A confirmed obstacle with an error of at most 20 %. */
  readonly found: boolean;
  /** The front's distance when there first was such a one, metres. */
  readonly foundAtM: number | undefined;
}

/** The front must not be nearer than this before the thing is known, metres; and how well it must be placed. */
export const approachBounds = { frontM: 0.4, distanceError: 0.2, share: 0.97 } as const;

const ROBOT_RADIUS_M = 0.1;
/** An obstacle of the list is the thing if it is so near to it, metres. */
const SAME_M = 0.25;
/** Half of what the camera sees, rad. */
const HALF_VIEW_RAD = 0.54;
/** A way takes no longer than this: turning, and 1.6 m at the slowest, seconds. */
const LONGEST_S = 20;
const PLAN_STREAM = 5 * 2 ** 32;

/** All approaches of one room. Errors: rooms/impossible, and what the arm's detector cannot be opened with. */
export async function driveApproaches(order: ApproachOrder, tools: DriveTools): Promise<Approach[]> {
  const random = createRandom(order.seed + PLAN_STREAM);
  const { scene } = openGeneratedRoom({ seed: order.seed, ...proofRooms });
  const approaches: Approach[] = [];
  for (const plan of planApproaches(scene, random, order.most)) {
    const approach = await driveApproach(scene, plan, order, tools, random.between(-1, 1));
    if (approach !== undefined) approaches.push(approach);
  }
  return approaches;
}

/** Undefined if something else was touched on the way: people walk. */
async function driveApproach(
  scene: Scene,
  plan: PlannedApproach,
  { arm, seed, speedMps, hindrances }: ApproachOrder,
  { settings, openVision, engine, clock }: DriveTools,
  tilt: number,
): Promise<Approach | undefined> {
  const { stages, detector } = await openArm(arm, { settings, openVision });
  const seeing = stages.filter(({ name }) => !DRIVING.includes(name));
  const world = await openEmbeddedWorld(scene, { seed, start: plan.start, engine, camera: cameraOf(arm) });
  const done = new AbortController();
  const judge = new ApproachJudge(lowOutlines(scene, plan.solid), () => done.abort());
  const random = createRandom(seed + plan.solid);
  await runRobot({
    source: misplaceCamera(world, tilt * hindrances.pitchRad),
    stages: [
      ...seeing.map((stage) => (stage === detector ? hinderDetector(stage, hindrances, random) : stage)),
      new StraightStage(plan.turnRad, speedMps),
    ],
    pace: 'max',
    clock,
    seconds: LONGEST_S,
    signal: done.signal,
    tally: new Tally(),
    onEnvelope: (envelope) => judge.observe(envelope),
  });
  if (!judge.arrived) return undefined;
  const { solid: _solid, start: _start, ...known } = plan;
  return {
    ...known,
    seed,
    startsOutOfView: Math.abs(plan.turnRad) > HALF_VIEW_RAD,
    distanceError: judge.distanceError,
    found: (judge.distanceError ?? Infinity) <= approachBounds.distanceError,
    foundAtM: judge.foundAtM,
  };
}

const DRIVING: readonly string[] = ['wander', 'arbitrate', 'guard'];

interface Place {
  readonly x: number;
  readonly y: number;
  readonly yaw: number;
}

/** Compares the newest list of obstacles with the thing as it stands, whenever the robot's pose is told. */
class ApproachJudge {
  arrived = false;
  distanceError: number | undefined;
  foundAtM: number | undefined;
  readonly #thing: readonly Point[][];
  readonly #onArrival: () => void;
  #list: ObstacleArray | undefined;
  #odom: Place | undefined;
  #touched = false;

  constructor(thing: readonly Point[][], onArrival: () => void) {
    this.#thing = thing;
    this.#onArrival = onArrival;
  }

  observe(envelope: Envelope): void {
    switch (envelope.topic) {
      case 'obstacles':
        this.#list = envelope.message;
        break;
      case 'odom':
        this.#odom = placeOf(envelope.message.pose.pose);
        break;
      case 'ground_truth/contacts':
        this.#touched ||= envelope.message.contacts.length > 0;
        break;
      case 'ground_truth/pose':
        if (!this.arrived) this.#judge(placeOf(envelope.message.pose));
        break;
      default:
    }
  }

  #judge(here: Place): void {
    const frontM = this.#toThing([here.x, here.y]) - ROBOT_RADIUS_M;
    const error = this.#bestError(here, frontM);
    if (error !== undefined && error <= approachBounds.distanceError) this.foundAtM ??= frontM;
    if (frontM > approachBounds.frontM && !this.#touched) return;
    this.arrived = !this.#touched;
    this.distanceError = error;
    this.#onArrival();
  }

  /** Share of the front's distance by which the obstacle that fits best is off. */
  #bestError(here: Place, frontM: number): number | undefined {
    const odom = this.#odom;
    if (odom === undefined) return undefined;
    let best: number | undefined;
    for (const obstacle of this.#list?.obstacles ?? []) {
      const near = nearestPoint(obstacle, odom);
      if (this.#toThing(inWorld(near, odom, here)) > SAME_M) continue;
      const estimate = Math.hypot(near.x - odom.x, near.y - odom.y) - ROBOT_RADIUS_M;
      const error = Math.abs(estimate - frontM) / frontM;
      if (best === undefined || error < best) best = error;
    }
    return best;
  }

  #toThing(point: Point): number {
    return Math.min(...this.#thing.map((outline) => distanceToOutline(outline, point)));
  }
}

function placeOf({
  position,
  orientation,
}: {
  position: { x: number; y: number };
  orientation: Parameters<typeof yawOf>[0];
}): Place {
  return { x: position.x, y: position.y, yaw: yawOf(orientation) };
}

/** The point of an obstacle's rectangle that is nearest to the robot, in the list's frame. */
function nearestPoint({ position, size, yaw }: Obstacle, { x, y }: Place): { x: number; y: number } {
  const [c, s] = [Math.cos(yaw), Math.sin(yaw)];
  const [dx, dy] = [x - position.x, y - position.y];
  const within = (value: number, half: number): number => Math.max(-half, Math.min(half, value));
  const along = within(c * dx + s * dy, size.x / 2);
  const across = within(c * dy - s * dx, size.y / 2);
  return { x: position.x + c * along - s * across, y: position.y + s * along + c * across };
}

/** From odom to the world, by where the robot is in both. */
function inWorld(point: { x: number; y: number }, odom: Place, world: Place): Point {
  const turn = world.yaw - odom.yaw;
  const [dx, dy] = [point.x - odom.x, point.y - odom.y];
  const [c, s] = [Math.cos(turn), Math.sin(turn)];
  return [world.x + c * dx - s * dy, world.y + s * dx + c * dy];
}
