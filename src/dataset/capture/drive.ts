// Views as driving gives them: the robot explores a room in physics without a camera, and what stood where is kept at moments.
import { Tally } from '../../runtime/tally.js';
import type { Clock } from '../../runtime/clock.js';
import type { LaserScan } from '../../message/messages.js';
import { nsToMs } from '../../message/time.js';
import { runRobot } from '../../robot/run.js';
import { createStages, exploringStages, type StageSettings } from '../../robot/stages.js';
import { openEmbeddedWorld } from '../../simulation/embedded/open.js';
import type { Engine } from '../../simulation/physics/engine.js';
import type { Poses } from '../../simulation/scene/poses.js';
import type { Scene } from '../../simulation/scene/scene.js';

export interface DrivenView {
  readonly poses: Poses;
  /** As measured while driving. */
  readonly scan: LaserScan;
}

export interface Drive {
  readonly seed: number;
  readonly seconds: number;
  readonly everyMs: number;
  readonly engine: Engine;
  readonly settings: StageSettings;
  readonly clock: Clock;
}

export async function driveAndLook(scene: Scene, drive: Drive): Promise<DrivenView[]> {
  const { seed, engine, seconds, settings, clock, everyMs } = drive;
  const world = await openEmbeddedWorld(scene, { seed, engine });
  const views: DrivenView[] = [];
  let nextMs = everyMs;
  await runRobot({
    source: world,
    stages: createStages(exploringStages({ camera: false }), settings),
    pace: 'max',
    clock,
    seconds,
    tally: new Tally(),
    onEnvelope(envelope) {
      if (envelope.topic !== 'scan' || nsToMs(envelope.time) < nextMs) return;
      nextMs += everyMs;
      views.push({ poses: world.poses.slice(), scan: envelope.message });
    },
  });
  return views;
}
