// Stops of a real guard in a real world: for what is there, for what is not, and those that are no stops at all.
import assert from 'node:assert/strict';
import { twistStamped } from '../../driving/twist.js';
import { GuardStage } from '../../driving/guard.js';
import { guardConfig } from '../../driving/guard-config.js';
import { toTime } from '../../message/time.js';
import { openSystemClock } from '../../runtime/clock.js';
import { Tally } from '../../runtime/tally.js';
import type { Stage } from '../../runtime/stage.js';
import { openEmbeddedWorld } from '../../simulation/embedded/open.js';
import { loadEngine, type Engine } from '../../simulation/physics/engine.js';
import { box, FLOOR, poseAt, robotDrafts, sceneOf, thing } from '../../simulation/physics/example-room.js';
import { runRobot } from '../run.js';
import { StopJudge } from './stops.js';

const wall = (x: number) => thing('wall', box(0.1, 4, 1), poseAt(x, 0, 0.5), { model: 'wall' });
const shoe = thing('shoe', box(0.1, 0.3, 0.1), poseAt(0.85, 0, 0.05), { model: 'shoe' });

describe('stops of the guard', function () {
  this.timeout(60_000);
  let engine: Engine;
  before(async () => {
    engine = await loadEngine();
  });

  /** Straight on for some seconds, with something at 0.8 m that the camera is said to have seen. */
  async function judge(
    drafts: Parameters<typeof sceneOf>[0],
    { seen = true, speed = 0.2, seconds = 8 } = {},
  ) {
    const world = await openEmbeddedWorld(sceneOf([FLOOR, ...robotDrafts(), ...drafts]), { seed: 1, engine });
    const guard = new GuardStage(guardConfig.parse({}));
    const stops = new StopJudge(world, guard);
    await runRobot({
      source: world,
      stages: [guard, straight(speed), ...(seen ? [claim(0.85)] : [])],
      pace: 'max',
      clock: openSystemClock(),
      seconds,
      tally: new Tally(),
      onEnvelope: (envelope) => stops.observe(envelope),
    });
    return stops;
  }

  it('when it stops for a shoe that the camera saw, then that is a stop and not a false one', async () => {
    const { stops, falseStops } = await judge([wall(3), shoe]);
    assert.equal(stops.length, 1);
    assert.ok(stops[0]!.why.includes('shoe'), stops[0]!.why);
    assert.deepEqual(falseStops, []);
  });

  it('when nothing is where the camera saw a shoe, then the stop is a false one, as far off as the wall is', async () => {
    const { falseStops } = await judge([wall(3)]);
    assert.equal(falseStops.length, 1);
    assert.ok(falseStops[0]!.offM > 2 && falseStops[0]!.offM < 2.3, `${falseStops[0]!.offM}`);
  });

  it('when it stops for a wall that the LIDAR sees, then that is not a false one', async () => {
    const { stops, falseStops } = await judge([wall(0.9)], { seen: false });
    assert.ok(stops.length > 0);
    assert.deepEqual(falseStops, []);
  });

  it('when nobody asks it to drive, then there is nothing to stop', async () => {
    assert.deepEqual((await judge([wall(3)], { speed: 0, seconds: 4 })).stops, []);
  });
});

function straight(speed: number): Stage {
  return {
    name: 'straight',
    reads: [],
    writes: ['cmd_vel_raw'],
    periodMs: 50,
    take: () => undefined,
    tick: (now, emit) =>
      emit('cmd_vel_raw', twistStamped({ stamp: toTime(now), frame_id: 'base_link' }, speed, 0)),
  };
}

/** Fuse's part: a shoe ahead, there or not. */
function claim(x: number): Stage {
  return {
    name: 'claim',
    reads: [],
    writes: ['obstacles'],
    periodMs: 100,
    take: () => undefined,
    tick: (now, emit) =>
      emit('obstacles', {
        header: { stamp: toTime(now), frame_id: 'odom' },
        obstacles: [
          {
            id: 1,
            class_id: 'shoe',
            score: 1,
            position: { x, y: 0, z: 0.05 },
            size: { x: 0.1, y: 0.3, z: 0.1 },
            yaw: 0,
            velocity: { x: 0, y: 0, z: 0 },
            sources: 2,
          },
        ],
      }),
  };
}
