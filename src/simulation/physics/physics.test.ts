// Physics: what stands, falls, rolls, is pushed and walks; what is refused.
import assert from 'node:assert/strict';
import { Fault } from '../../fault/fault.js';
import { POSE_STRIDE } from '../scene/poses.js';
import type { Scene } from '../scene/scene.js';
import { loadEngine, type Engine } from './engine.js';
import { ball, box, cylinder, FLOOR, massOf, poseAt, robotDrafts, sceneOf, thing } from './example-room.js';
import { openPhysics, STEP_MS, type Physics } from './physics.js';

describe('physics', () => {
  let engine: Engine;
  before(async () => {
    engine = await loadEngine();
  });

  async function open(scene: Scene): Promise<Physics> {
    return openPhysics(scene, { engine });
  }

  it('when nobody drives, then the robot stands still on its wheels and caster', async () => {
    const scene = sceneOf([FLOOR, ...robotDrafts(1, 2, 0.5)]);
    const physics = await open(scene);
    run(physics, 2);
    const [x, y, z] = placeOf(scene, physics, 'robot');
    assert.ok(Math.hypot(x - 1, y - 2) < 1e-3, `drifted to ${String(x)} ${String(y)}`);
    assert.ok(Math.abs(z) < 1e-3);
    const parts = touched(scene, physics).map(({ part }) => part);
    assert.deepEqual(parts.sort(), ['caster', 'left wheel', 'right wheel']);
    assert.ok(touched(scene, physics).every(({ riding }) => riding));
    physics.close();
  });

  it('when a loose thing hangs in the air, then it falls and comes to rest on the floor', async () => {
    const scene = sceneOf([
      FLOOR,
      thing('box', box(0.2, 0.2, 0.2), poseAt(0, 0, 0.6), { physics: massOf(1) }),
    ]);
    const physics = await open(scene);
    run(physics, 0.1);
    const falling = placeOf(scene, physics, 'box')[2];
    assert.ok(Math.abs(falling - (0.6 - (9.81 * 0.1 ** 2) / 2)) < 0.01, `at ${String(falling)} after 0.1 s`);
    run(physics, 2);
    assert.ok(Math.abs(placeOf(scene, physics, 'box')[2] - 0.1) < 2e-3);
    physics.close();
  });

  it('when the robot drives against a loose box, then the box is pushed and named in the touches', async () => {
    const scene = sceneOf([
      FLOOR,
      ...robotDrafts(),
      thing('box', box(0.2, 0.3, 0.2), poseAt(0.4, 0, 0.1), { physics: massOf(0.3) }),
    ]);
    const physics = await open(scene);
    hold(physics, 6, 6);
    run(physics, 3);
    assert.ok(placeOf(scene, physics, 'box')[0] > 0.5);
    const bumps = touched(scene, physics).filter(({ riding }) => !riding);
    assert.ok(bumps.length > 0);
    assert.ok(bumps.every(({ object, normalX }) => object === 'box' && normalX < -0.9));
    physics.close();
  });

  it('when the robot kicks a ball, then it rolls on by itself, slows down and stops', async () => {
    const scene = sceneOf([FLOOR, ...robotDrafts(), ball('ball', 0.08, 0.4, 0)]);
    const physics = await open(scene);
    hold(physics, 8, 8);
    run(physics, 1.6);
    hold(physics, 0, 0);
    run(physics, 1);
    const [left] = placeOf(scene, physics, 'ball');
    const [robot] = placeOf(scene, physics, 'robot');
    assert.ok(left - robot > 0.25, 'the ball left the robot behind');
    run(physics, 12);
    const [there] = placeOf(scene, physics, 'ball');
    run(physics, 1);
    assert.ok(Math.abs(placeOf(scene, physics, 'ball')[0] - there) < 1e-3, 'the ball stopped');
    physics.close();
  });

  it('when a person walks, then it moves along its path at its speed and pushes what lies there', async () => {
    const person = thing(
      'person',
      { kind: 'cylinder', radius: 0.2, height: 1.7, top: true, bottom: true, side: true },
      poseAt(-1, 0, 0.85),
      {
        path: { points: [[-1, 0], [3, 0]], speed: 0.8 }, // prettier-ignore
      },
    );
    const scene = sceneOf([FLOOR, person, ball('ball', 0.1, 0.5, 0)]);
    const physics = await open(scene);
    run(physics, 1);
    const [x, y] = placeOf(scene, physics, 'person');
    assert.ok(Math.abs(x - -0.2) < 1e-6 && Math.abs(y) < 1e-9);
    run(physics, 2);
    assert.ok(placeOf(scene, physics, 'ball')[0] > 1, 'a sleeping ball wakes when a person comes');
    physics.close();
  });

  it('when a person walks into a robot that cannot give way, then he pushes, but no harder than a leg does', async () => {
    const scene = sceneOf([
      FLOOR,
      ...robotDrafts(0.14, -0.275),
      thing('wall', box(4, 0.1, 1), poseAt(0, -0.43, 0.5)),
      thing('corner', box(0.1, 1, 1), poseAt(0.3, -0.5, 0.5)),
      thing('person', cylinder(0.2, 1.7), poseAt(0, 0, 0.85), {
        path: { points: [[0, 0], [3, 0]], speed: 0.8 }, // prettier-ignore
      }),
    ]);
    const physics = await open(scene);
    let most = 0;
    for (let step = 0; step < 400; step++) {
      physics.step();
      for (const { object, force } of touched(scene, physics)) {
        if (object === 'person') most = Math.max(most, force);
      }
    }
    assert.ok(most > 40 && most < 200, `pushed with ${most.toFixed(0)} N`);
    physics.close();
  });

  it('when two runs do the same, then all poses are the same bytes', async () => {
    const scene = sceneOf([
      FLOOR,
      ...robotDrafts(),
      ball('ball', 0.1, 0.4, 0.02),
      thing('box', box(0.2, 0.3, 0.2), poseAt(0.9, 0, 0.1), { physics: massOf(0.3) }),
    ]);
    const bytes: Buffer[] = [];
    for (let round = 0; round < 2; round++) {
      const physics = await open(scene);
      hold(physics, 6, 5);
      run(physics, 4);
      bytes.push(Buffer.from(physics.poses.slice().buffer));
      physics.close();
    }
    assert.ok(bytes[0]?.equals(bytes[1] ?? Buffer.alloc(0)));
  });

  it('when a thing hangs on a hinge, then it swings about it and its parts go along', async () => {
    const scene = sceneOf([
      FLOOR,
      thing('post', box(0.05, 0.05, 1), poseAt(0, 0, 0.5)),
      thing('arm', box(0.4, 0.02, 0.02), poseAt(0.2, 0.1, 0.9), {
        above: 'post',
        physics: massOf(0.2),
        joint: HINGE,
      }),
      { name: 'tip', above: 'arm', pose: poseAt(0.4, 0.1, 0.9) },
    ]);
    const physics = await open(scene);
    for (let step = 0; step < 300; step++) {
      physics.step();
      const arm = placeOf(scene, physics, 'arm');
      const tip = placeOf(scene, physics, 'tip');
      assert.ok(Math.abs(Math.hypot(arm[0], arm[2] - 0.9) - 0.2) < 1e-9, 'the arm keeps its distance');
      assert.ok(Math.abs(Math.hypot(tip[0], tip[2] - 0.9) - 0.4) < 1e-9, 'so does its tip');
      assert.ok(Math.abs(tip[0] - 2 * arm[0]) < 1e-9);
    }
    assert.ok(placeOf(scene, physics, 'tip')[2] < 0.8, 'it swings down');
    physics.close();
  });

  it('when the start is given, then the robot stands there with all its parts', async () => {
    const scene = sceneOf([FLOOR, ...robotDrafts()]);
    const physics = await openPhysics(scene, { engine, robotPose: poseAt(2, -1, 0, Math.PI / 2) });
    run(physics, 0.1);
    const [x, y] = placeOf(scene, physics, 'left wheel');
    assert.ok(Math.hypot(x - 1.92, y - -1) < 1e-3, `left wheel at ${String(x)} ${String(y)}`);
    physics.close();
  });

  it('when floors are boxes side by side, then the robot drives on them as on one plane', async () => {
    const tile = (name: string, x: number) =>
      thing(name, box(4, 8, 0.1), poseAt(x, 0, -0.05), { model: 'floor' });
    const ends: (readonly number[])[] = [];
    for (const floor of [[FLOOR], [tile('wood', 0), tile('stone', 4)]]) {
      const scene = sceneOf([...floor, ...robotDrafts(1, 0)]);
      const physics = await open(scene);
      hold(physics, 7, 7);
      run(physics, 8);
      ends.push(placeOf(scene, physics, 'robot'));
      physics.close();
    }
    assert.deepEqual(ends[0], ends[1]);
  });

  it('when the robot starts on a stage, then it can fall off it', async () => {
    const scene = sceneOf([
      thing('floor', box(8, 8, 0.1), poseAt(0, 0, -0.35)),
      thing('stage', box(2, 2, 0.3), poseAt(0, 0, -0.15)),
      ...robotDrafts(0.5, 0),
    ]);
    const physics = await open(scene);
    hold(physics, 7, 7);
    run(physics, 5);
    assert.ok(placeOf(scene, physics, 'robot')[2] < -0.15);
    physics.close();
  });

  it('when a size is not a number, then a Fault says so', async () => {
    const scene = sceneOf([
      FLOOR,
      thing('box', box(Number.NaN, 1, 1), poseAt(0, 0, 1), { physics: massOf(1) }),
    ]);
    await assert.rejects(open(scene), isFault('physics/invalid'));
  });

  it('when the engine refuses a size, then the Fault holds what it said', async () => {
    const scene = sceneOf([FLOOR, thing('box', box(-1, 1, 1), poseAt(0, 0, 1), { physics: massOf(1) })]);
    await assert.rejects(open(scene), isFault('physics/invalid'));
  });

  it('when the world flies apart, then a Fault ends it', async () => {
    const flying = thing('box', box(1, 1, 1), poseAt(0, 0, 0), { physics: massOf(1) });
    const physics = await open({ ...sceneOf([flying]), gravity: 1e308 });
    assert.throws(() => run(physics, 5), isFault('physics/invalid'));
    physics.close();
  });
});

const HINGE = {
  kind: 'hinge',
  axis: [0, 1, 0],
  anchor: [0, 0, 0.4],
  minStop: undefined,
  maxStop: undefined,
  dampingConstant: 0,
  staticFriction: 0,
  motor: undefined,
  sensor: undefined,
} as const;

function run(physics: Physics, seconds: number): void {
  for (let step = 0; step < (seconds * 1000) / STEP_MS; step++) physics.step();
}

function hold(physics: Physics, left: number, right: number): void {
  physics.drives[0]?.hold(left);
  physics.drives[1]?.hold(right);
}

function placeOf(scene: Scene, physics: Physics, name: string): readonly [number, number, number] {
  const at = indexOf(scene, name) * POSE_STRIDE;
  return [physics.poses[at]!, physics.poses[at + 1]!, physics.poses[at + 2]!];
}

function indexOf({ solids }: Scene, name: string): number {
  return solids.findIndex((solid) => solid.name === name);
}

function touched({ solids }: Scene, { touches }: Physics) {
  return Array.from({ length: touches.count }, (_, k) => {
    const touch = touches.at(k)!;
    const object = solids[touch.object]?.name;
    const { riding, normalX, force } = touch;
    return { part: solids[touch.part]?.name, object, riding, normalX, force };
  });
}

function isFault(code: string) {
  return (thrown: unknown): boolean => thrown instanceof Fault && thrown.code === code;
}
