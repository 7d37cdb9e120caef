// One arm of the safety bench in one room: drives it, puts it back after collisions, and says what happened.
import { GuardStage } from '../../driving/guard.js';
import type { Clock } from '../../runtime/clock.js';
import type { Envelope } from '../../runtime/stage.js';
import { Tally } from '../../runtime/tally.js';
import { openEmbeddedWorld } from '../../simulation/embedded/open.js';
import type { Engine } from '../../simulation/physics/engine.js';
import { createRandom } from '../../simulation/random.js';
import { proofRooms } from '../../simulation/rooms/proof.js';
import type { Collision } from '../../simulation/world.js';
import { openGeneratedRoom } from '../place.js';
import { runRobot } from '../run.js';
import type { ArmName } from './arm-names.js';
import { cameraOf, openArm, type ArmOptions } from './arms.js';
import { hinderDetector, misplaceCamera, type Hindrances } from './hindrances.js';
import { PutBack } from './put-back.js';
import { StopJudge, type Stop } from './stops.js';

/** Plain data: it goes to other processes. */
export interface DriveOrder {
  readonly kind: 'drive';
  readonly arm: ArmName;
  /** Of the room, of the noise of its sensors, and of what hinders the detector. */
  readonly seed: number;
  readonly seconds: number;
  readonly speedMps?: number | undefined;
  readonly hindrances: Hindrances;
}

export interface DriveTools extends Omit<ArmOptions, 'speedMps'> {
  readonly engine: Engine;
  readonly clock: Clock;
  /** Looks over its shoulder. */
  readonly onEnvelope?: ((envelope: Envelope) => void) | undefined;
}

export interface Drive {
  readonly arm: ArmName;
  readonly seed: number;
  readonly metres: number;
  readonly seconds: number;
  /** Those that the robot caused. */
  readonly collisions: readonly Collision[];
  readonly stops: number;
  readonly falseStops: readonly Stop[];
  readonly faults: readonly string[];
}

/** Of hindrances: apart from the noise of sensors. */
const HINDRANCE_STREAM = 3 * 2 ** 32;

/** Errors: rooms/impossible, and what the arm's detector cannot be opened with. */
export async function driveRoom(order: DriveOrder, tools: DriveTools): Promise<Drive> {
  const { arm, seed, seconds, speedMps, hindrances } = order;
  const { settings, openVision, engine, clock } = tools;
  const random = createRandom(seed + HINDRANCE_STREAM);
  const { scene } = openGeneratedRoom({ seed, ...proofRooms });
  const { stages, detector } = await openArm(arm, { settings, openVision, speedMps });
  const world = await openEmbeddedWorld(scene, { seed, engine, camera: cameraOf(arm) });
  const guard = stages.find((stage): stage is GuardStage => stage instanceof GuardStage)!;
  const stops = new StopJudge(world, guard);
  const putBack = new PutBack(world);
  const pitchRad = random.between(-hindrances.pitchRad, hindrances.pitchRad);
  const { survey, faults } = await runRobot({
    source: misplaceCamera(world, pitchRad),
    stages: stages.map((stage) => (stage === detector ? hinderDetector(stage, hindrances, random) : stage)),
    pace: 'max',
    clock,
    seconds,
    tally: new Tally(),
    onEnvelope(envelope) {
      stops.observe(envelope);
      putBack.observe(envelope);
      tools.onEnvelope?.(envelope);
    },
  });
  return {
    arm,
    seed,
    metres: survey.glance().distanceM - putBack.carriedM,
    seconds,
    collisions: world.account().collisions.filter(({ robotMoving }) => robotMoving),
    stops: stops.stops.length,
    falseStops: stops.falseStops,
    faults,
  };
}
