// The whole chain on wheels in Flatland: it gets about, hits nothing it can see, and gets out of where it is stuck.
import assert from 'node:assert/strict';
import type { LaserScan } from '../message/messages.js';
import { toTime } from '../message/time.js';
import type { Stage } from '../runtime/stage.js';
import { drive, type Drive } from './testing/drive.js';
import { room, ROBOT_RADIUS, type Crash, type Thing } from './testing/flatland.js';
import { clutter, sequence } from './testing/clutter.js';
import { twistStamped } from './twist.js';

function seenInMotion({ world }: Drive): Crash[] {
  return world.crashes.filter(({ seen, robotMoving }) => seen && robotMoving);
}

/** A driver that knows no fear: full speeds and sharp turns, changed at odd times. */
function reckless(seed: number): Stage {
  const next = sequence(seed);
  let linear = 0;
  let angular = 0;
  let untilS = 0;
  return {
    name: 'reckless',
    reads: [],
    writes: ['cmd_vel_teleop'],
    periodMs: 50,
    take: () => undefined,
    tick(now, emit) {
      const nowS = Number(now) / 1e9;
      if (nowS >= untilS) {
        linear = next() < 0.6 ? 0.3 : -0.3;
        angular = next() < 0.3 ? 0 : 4 * next() - 2;
        untilS = nowS + 0.3 + 3 * next();
      }
      emit('cmd_vel_teleop', twistStamped({ stamp: toTime(now), frame_id: 'base_link' }, linear, angular));
    },
  };
}

/** Commands the same for ever. */
function steady(linear: number, angular = 0): Stage {
  return {
    name: 'steady',
    reads: [],
    writes: ['cmd_vel_teleop'],
    periodMs: 50,
    take: () => undefined,
    tick: (now, emit) =>
      emit('cmd_vel_teleop', twistStamped({ stamp: toTime(now), frame_id: 'base_link' }, linear, angular)),
  };
}

/** Fuse's part, played by who knows: all pillars under the LIDAR's plane, again and again, as the camera would have them. */
function allKnowing(things: readonly Thing[]): Stage {
  const pillars = things.flatMap((thing) => (thing.kind === 'pillar' && thing.seen === false ? [thing] : []));
  const obstacles = pillars.map(({ at: [x, y], radius }, i) => ({
    id: i + 1,
    class_id: 'shoe',
    score: 1,
    position: { x, y, z: 0.05 },
    size: { x: 2 * radius, y: 2 * radius, z: 0.1 },
    yaw: 0.3 * i,
    velocity: { x: 0, y: 0, z: 0 },
    sources: 2,
  }));
  return {
    name: 'all-knowing',
    reads: [],
    writes: ['obstacles'],
    periodMs: 100,
    take: () => undefined,
    tick: (now, emit) => emit('obstacles', { header: { stamp: toTime(now), frame_id: 'odom' }, obstacles }),
  };
}

/** Low things that no beam meets, none of them where the robot starts. */
function shoes(seed: number): Thing[] {
  const next = sequence(seed);
  const places = Array.from({ length: 24 }, () => [4.4 * next() - 2.2, 4.4 * next() - 2.2] as const);
  return places
    .filter(([x, y]) => Math.hypot(x, y) > 0.5)
    .map((at) => ({ kind: 'pillar', at, radius: 0.06 + 0.06 * next(), seen: false }));
}

/** Says what the floor is, for ever. */
function floorTeller(class_id: string): Stage {
  return {
    name: 'floor-teller',
    reads: [],
    writes: ['surface'],
    periodMs: 100,
    take: () => undefined,
    tick: (now, emit) =>
      emit('surface', {
        header: { stamp: toTime(now), frame_id: 'camera' },
        results: [{ class_id, score: 0.9 }],
      }),
  };
}

describe('exploring', () => {
  it('when rooms are cluttered, then it covers more than 5 m a minute and hits nothing it can see', async () => {
    for (let seed = 1; seed <= 5; seed++) {
      const driven = await drive({ things: clutter(seed), seconds: 60, noiseM: 0.01 }, undefined, seed);
      assert.deepEqual(seenInMotion(driven), [], `room ${seed}`);
      assert.ok(driven.world.distanceM > 5, `room ${seed}: ${driven.world.distanceM} m`);
    }
  });

  it('when the camera tells what the LIDAR misses, then that is not hit either, and it gets about as well', async () => {
    const met = { blind: 0, seeing: 0 };
    const metres = { blind: 0, seeing: 0 };
    for (let seed = 1; seed <= 4; seed++) {
      const things = [...room(5, 5), ...shoes(seed)];
      const blind = await drive({ things, seconds: 60, noiseM: 0.01 }, undefined, seed);
      const beside = [allKnowing(things)];
      const seeing = await drive({ things, seconds: 60, noiseM: 0.01, beside }, undefined, seed);
      met.blind += blind.world.crashes.length;
      met.seeing += seeing.world.crashes.length;
      metres.blind += blind.world.distanceM;
      metres.seeing += seeing.world.distanceM;
    }
    assert.ok(met.blind > 5, `the LIDAR alone met only ${met.blind}`);
    assert.equal(met.seeing, 0);
    assert.ok(metres.seeing > 0.8 * metres.blind, JSON.stringify(metres));
  });

  it('when the floor is carpet and it is told to be slow there, then it is', async () => {
    const fastest = async (floor: string): Promise<number> => {
      let speed = 0;
      const options = {
        things: room(6, 6),
        seconds: 10,
        wander: { carpetMps: 0.1 },
        beside: [floorTeller(floor)],
      };
      await drive(options, undefined, 1, ({ linear }) => (speed = Math.max(speed, linear)));
      return speed;
    };
    assert.ok((await fastest('carpet')) < 0.105);
    assert.ok((await fastest('wood')) > 0.2);
  });

  it('when it is driven twice with one seed, then it goes the same way', async () => {
    const [a, b] = [await wanderBriefly(3), await wanderBriefly(3)];
    assert.deepEqual([a.world.x, a.world.y, a.world.yaw], [b.world.x, b.world.y, b.world.yaw]);
    assert.deepEqual(a.guard, b.guard);
  });

  it('when it starts in a dead end, then it gets out', async () => {
    const things: Thing[] = [
      ...room(6, 6),
      { kind: 'wall', a: [-0.5, -0.25], b: [0.9, -0.25] },
      { kind: 'wall', a: [-0.5, 0.25], b: [0.9, 0.25] },
      { kind: 'wall', a: [0.9, -0.25], b: [0.9, 0.25] },
    ];
    const { world } = await drive({ things, seconds: 30, start: { x: 0.6, y: 0, yaw: 0 } });
    assert.ok(world.x < -0.5 || Math.abs(world.y) > 0.3, `it is still at ${world.x}, ${world.y}`);
    assert.deepEqual(world.crashes, []);
  });

  it('when the only way out is a gap of 0.35 m, then it goes through', async () => {
    const things: Thing[] = [
      ...room(4, 2),
      { kind: 'wall', a: [0, -1], b: [0, -0.175] },
      { kind: 'wall', a: [0, 0.175], b: [0, 1] },
    ];
    const beyond: number[] = [];
    const driven = await drive(
      { things, seconds: 60, start: { x: -1, y: 0.4, yaw: 2 } },
      undefined,
      1,
      (world) => beyond.push(world.x),
    );
    assert.ok(
      beyond.some((x) => x > 0.3),
      'it never came through',
    );
    assert.deepEqual(driven.world.crashes, []);
  });

  it('when it bumps into what it cannot see, then it backs off, remembers the place and drives on', async () => {
    const shoe: Thing = { kind: 'pillar', at: [0.8, 0], radius: 0.08, seen: false };
    const { world } = await drive({ things: [...room(3, 1.2), shoe], seconds: 60 });
    const bumps = world.crashes.length;
    assert.ok(bumps >= 1 && bumps <= 4, `${bumps} bumps`);
    assert.ok(world.distanceM > 5, `${world.distanceM} m`);
  });
});

describe('the guard on wheels', () => {
  it('when whoever drives is reckless, then nothing that the LIDAR sees is hit, also turning and backing', async () => {
    for (let seed = 1; seed <= 4; seed++) {
      const things = clutter(seed).filter((thing) => thing.kind === 'wall' || thing.seen !== false);
      const driven = await drive({ things, seconds: 60, noiseM: 0.01 }, reckless(seed));
      assert.deepEqual(driven.world.crashes, [], `room ${seed}`);
      assert.ok(driven.world.distanceM > 3, 'it was held so much that the test shows nothing');
    }
  });

  it('when somebody walks up to it, then it stands before he is there', async () => {
    for (const [speed, from] of [
      [1.1, 7],
      [0.5, 5],
      [0.8, -4],
    ] as const) {
      const walker: Thing = {
        kind: 'pillar',
        at: [from, 0.05],
        radius: 0.12,
        velocity: [-Math.sign(from) * speed, 0],
      };
      const driven = await drive({ things: [...room(16, 6), walker], seconds: 12 }, steady(0.25));
      assert.ok(driven.world.crashes.length > 0, 'they never met, so the test shows nothing');
      assert.deepEqual(seenInMotion(driven), [], `${speed} m/s`);
      assert.ok(driven.guard.some(({ zone }) => zone === 'mover'));
    }
  });

  it('when a wall is ahead, then it comes to stand before it, near but not too near', async () => {
    const { world } = await drive({ things: room(3, 3), seconds: 15 }, steady(0.3));
    const gap = 1.5 - world.x - ROBOT_RADIUS;
    assert.ok(gap > 0.02 && gap < 0.08, `${gap} m`);
  });

  it('when the scan stops while it drives, then it stands within half a second', async () => {
    const options = {
      things: room(20, 20),
      seconds: 5,
      tamper: (scan: LaserScan, now: bigint) => (now > 2_000_000_000n ? undefined : scan),
    };
    const speeds: number[] = [];
    const { guard } = await drive(options, steady(0.25), 1, (world) => {
      if (world.seconds > 2.6) speeds.push(world.linear);
    });
    assert.ok(speeds.length > 0 && speeds.every((speed) => speed < 0.01), `${Math.max(...speeds)} m/s`);
    assert.equal(guard.at(-1)?.cause, 'stale');
  });
});

function wanderBriefly(seed: number): Promise<Drive> {
  return drive({ things: clutter(seed), seconds: 10, noiseM: 0.01 }, undefined, seed);
}
