// When the same thing counts again: touches made by hand, a step every 2 ms.
import assert from 'node:assert/strict';
import { FLOOR, box, poseAt, robotDrafts, sceneOf, thing } from '../physics/example-room.js';
import type { Touch, Touches } from '../physics/touch.js';
import { CollisionLog, type Moment } from './collisions.js';

const scene = sceneOf([
  FLOOR,
  ...robotDrafts(),
  thing('shoe', box(0.1, 0.3, 0.1), poseAt(0.5, 0, 0.05)),
  thing('box', box(0.1, 0.3, 0.1), poseAt(0.5, 1, 0.05)),
]);
const indexOf = (name: string): number => scene.solids.find((solid) => solid.name === name)!.index;

/** The robot touches it in front while it drives on at some speed. */
function touchAt(name: string, x: number, z = 0.05): Touch {
  const index = indexOf(name);
  return { object: index, solid: index, part: 1, ...{ x, y: 0, z }, ...{ normalX: -1, normalY: 0, normalZ: 0 }, force: 1, riding: false }; // prettier-ignore
}

function touches(...all: Touch[]): Touches {
  return { count: all.length, at: (index) => all[index] };
}

function moment(timeMs: number, speed = 0.2): Moment {
  const velocity = Float64Array.of(speed, 0, 0, 0, 0, 0);
  return {
    timeMs,
    before: { velocity, x: 0, y: 0, yawRad: 0, drivenMps: speed, drivenTurn: 0 },
    visible: () => false,
  };
}

describe('what counts as a collision', () => {
  /** Touches the shoe at 0 s and again so much later and so far away. */
  function again(laterMs: number, apartM: number): number {
    const log = new CollisionLog(scene);
    log.take(touches(touchAt('shoe', 0.45)), moment(0));
    log.take(touches(touchAt('shoe', 0.45 + apartM)), moment(laterMs));
    return log.collisions.length;
  }

  it('when the same thing is touched again more than a second later and 0.2 m away, then it counts again, otherwise not', () => {
    assert.equal(again(1002, 0.21), 2);
    assert.equal(again(1002, 0.19), 1);
    assert.equal(again(998, 0.21), 1);
  });

  it('when it is shoved along for two metres without being let go, then that is one collision', () => {
    const log = new CollisionLog(scene);
    for (let ms = 0; ms <= 10_000; ms += 2) log.take(touches(touchAt('shoe', 0.45 + ms / 5000)), moment(ms));
    assert.equal(log.collisions.length, 1);
  });

  it('when two things are touched in one step, then both count', () => {
    const log = new CollisionLog(scene);
    log.take(touches(touchAt('shoe', 0.45), touchAt('box', 0.45)), moment(0));
    assert.deepEqual(
      log.collisions.map(({ object }) => object),
      ['shoe', 'box'],
    );
  });

  it('when the robot does not move towards what touches it, then that is not its doing', () => {
    const log = new CollisionLog(scene);
    log.take(touches(touchAt('shoe', 0.45)), moment(0, -0.2));
    log.take(touches(touchAt('box', 0.45)), moment(2, 0));
    assert.deepEqual(
      log.collisions.map(({ robotMoving }) => robotMoving),
      [false, false],
    );
  });

  it('when something is so low that a wheel rolls over it, then that is no collision', () => {
    const log = new CollisionLog(scene);
    log.take(touches(touchAt('shoe', 0.45, 0.008)), moment(0));
    assert.deepEqual(log.collisions, []);
    log.take(touches(touchAt('shoe', 0.45, 0.012)), moment(2));
    assert.equal(log.collisions.length, 1);
  });
});
