// The safety bench's own rules: who drives where, until when, and what the figures are made of.
import assert from 'node:assert/strict';
import { Fault } from '../../fault/fault.js';
import type { Collision } from '../../simulation/world.js';
import { driveBench, type BenchOrder, type Driver } from './bench.js';
import type { Drive, DriveOrder } from './drive-room.js';
import { usualHindrances } from './hindrances.js';
import { reportOf } from './report.js';

const order: BenchOrder = {
  arms: ['lidar', 'oracle', 'slow'],
  rooms: 4,
  seed: 10,
  seconds: 60,
  collisions: 0,
  maxRooms: 40,
  hindrances: usualHindrances,
  cruiseMps: 0.3,
};

const collision = (robotMoving: boolean): Collision => ({
  ...{ object: 'shoe 1', class: 'shoe', lidarVisible: false, robotMoving, atSeconds: 3 },
  position: [0, 0, 0],
});

/** Ten metres a drive, nine with the camera; the LIDAR hits one thing a room. Nothing is driven really. */
function twin(asked: DriveOrder[], impossible: readonly number[] = []): Driver {
  return {
    async ask(drive): Promise<Drive> {
      asked.push(drive);
      await Promise.resolve();
      if (impossible.includes(drive.seed)) throw new Fault('rooms/impossible', { what: 'No room.' });
      const { arm, seed, seconds } = drive;
      const collisions = arm === 'lidar' ? [collision(true)] : [];
      const metres = arm === 'oracle' ? 9 : 10;
      return { arm, seed, seconds, metres, collisions, stops: 2, falseStops: [], faults: [] };
    },
    close: () => undefined,
  };
}

describe('the safety bench', () => {
  it('when arms are compared, then all drive the same rooms, and the slow one at the pace of the camera', async () => {
    const asked: DriveOrder[] = [];
    await driveBench(order, { workers: 2, openDriver: () => twin(asked) });
    for (const arm of order.arms) {
      const seeds = asked.filter((drive) => drive.arm === arm).map(({ seed }) => seed);
      assert.deepEqual(
        seeds.sort((a, b) => a - b),
        [10, 11, 12, 13],
      );
    }
    for (const { arm, speedMps } of asked)
      assert.equal(speedMps?.toFixed(3), arm === 'slow' ? '0.270' : undefined);
  });

  it('when collisions are asked for, then rooms are added until the LIDAR has had so many', async () => {
    const asked: DriveOrder[] = [];
    const { byArm } = await driveBench(
      { ...order, collisions: 10 },
      { workers: 1, openDriver: () => twin(asked) },
    );
    assert.equal(byArm.get('lidar')?.length, 12);
    assert.equal(byArm.get('oracle')?.length, 12);
  });

  it('when there are never enough collisions, then it ends at the most rooms', async () => {
    const asked: DriveOrder[] = [];
    const { byArm } = await driveBench(
      { ...order, collisions: 1000, maxRooms: 8 },
      { workers: 1, openDriver: () => twin(asked) },
    );
    assert.equal(byArm.get('lidar')?.length, 8);
  });

  it('when a room cannot be made, then it is left out of all arms and named', async () => {
    const tools = { workers: 2, openDriver: () => twin([], [12]) };
    const { byArm, impossible } = await driveBench(order, tools);
    assert.deepEqual(impossible, [12]);
    for (const arm of order.arms)
      assert.deepEqual(
        byArm.get(arm)?.map(({ seed }) => seed),
        [10, 11, 13],
      );
  });

  it('when a drive fails otherwise, then the bench fails with it', async () => {
    const failing: Driver = {
      ask: () => Promise.reject(new Fault('process/ended', { what: 'Gone.' })),
      close: () => undefined,
    };
    await assert.rejects(driveBench(order, { workers: 2, openDriver: () => failing }), {
      code: 'process/ended',
    });
  });
});

describe('the report of the safety bench', () => {
  const drive = (arm: Drive['arm'], seed: number, metres: number, hits: number): Drive => ({
    ...{ arm, seed, metres, seconds: 60, stops: 3, falseStops: [], faults: [] },
    collisions: Array.from({ length: hits }, () => collision(true)),
  });
  const seeds = Array.from({ length: 20 }, (_, i) => i);
  const drives = (arm: Drive['arm'], metres: number, hits: number): Drive[] =>
    seeds.map((seed) => drive(arm, seed, metres, hits));

  it('when the camera saves all collisions, then the ratio is 0, its bound what so short a way allows, and all bounds hold', () => {
    const report = reportOf(
      {
        byArm: new Map([
          ['lidar', drives('lidar', 10, 1)],
          ['oracle', drives('oracle', 9, 0)],
        ]),
        impossible: [],
      },
      { seed: 1 },
    );
    assert.equal(report.arms.lidar?.collisionsPer100m, 10);
    assert.deepEqual([report.ratio, report.ratioUpper95, report.distanceShare], [0, 0.205, 0.9]);
    assert.deepEqual(report.unmet, []);
  });

  it('when one in two remains, the robot dawdles and stops for nothing, then each is said', () => {
    const half = drives('model', 5, 0).map((each, i) => ({
      ...each,
      collisions: i % 4 === 0 ? [collision(true)] : [],
      falseStops: [{ atSeconds: 3, why: 'camera', offM: 1 }],
    }));
    const report = reportOf(
      {
        byArm: new Map([
          ['lidar', drives('lidar', 10, 1)],
          ['model', half],
        ]),
        impossible: [],
      },
      { seed: 1 },
    );
    assert.equal(report.ratio, 0.5);
    assert.ok(report.ratioUpper95! > 0.6 && report.ratioUpper95! < 1.2);
    assert.equal(report.arms.model?.falseStopsPer100m, 20);
    assert.equal(report.unmet.length, 4);
  });

  it('when there are few collisions or rooms, then there is no bound, no ratio over none, and neither holds', () => {
    const few = (hits: number, rooms: number) => {
      const byArm = new Map<Drive['arm'], Drive[]>([
        ['lidar', drives('lidar', 10, hits).slice(0, rooms)],
        ['model', drives('model', 10, 0).slice(0, rooms)],
        ['slow', drives('slow', 10, 0).slice(0, rooms)],
      ]);
      return reportOf({ byArm, impossible: [] }, { seed: 1 });
    };
    const two = few(1, 2);
    assert.deepEqual([two.ratio, two.ratioUpper95, two.over.slow?.ratio], [0, undefined, undefined]);
    assert.match(
      two.unmet.join('\n'),
      /upper 95 % bound: not known.*2 collisions .* in 2 rooms, are too few/,
    );
    assert.match(two.unmet.join('\n'), /clearly better than slow: not known \(0 collisions/);
    assert.equal(few(10, 7).ratioUpper95, undefined);
    assert.equal(typeof few(10, 8).ratioUpper95, 'number');
    const none = few(0, 8);
    assert.equal(none.ratio, undefined);
    assert.match(none.unmet.join('\n'), /collisions over those of the LIDAR: not known/);
    assert.doesNotMatch(JSON.stringify(none), /Infinity|null/);
  });

  it('when slow or colour-blind robots do as well, then the model is not clearly better, and that is said', () => {
    const byArm = new Map<Drive['arm'], Drive[]>([
      ['lidar', drives('lidar', 10, 4)],
      [
        'model',
        drives('model', 10, 0).map((each, i) => ({ ...each, collisions: i % 2 ? [] : [collision(true)] })),
      ],
      ['slow', drives('slow', 10, 2)],
      ['floor-colour', drives('floor-colour', 20, 1)],
    ]);
    const { over, unmet } = reportOf({ byArm, impossible: [] }, { seed: 1 });
    assert.equal(over.slow?.ratio, 0.25);
    assert.equal(over['floor-colour']?.ratio, 1);
    assert.equal(unmet.filter((each) => each.startsWith('clearly better than')).length, 1);
  });

  it('when a class was left out, then its hits alone are compared, and more than half of the LIDAR are too many', () => {
    const chair = { ...collision(true), object: 'chair 1', class: 'chair' };
    const hitting = (arm: Drive['arm'], everyNth: number): Drive[] =>
      drives(arm, 10, 0).map((each, i) => ({
        ...each,
        collisions: [collision(true), ...(i % everyNth === 0 ? [chair] : [])],
      }));
    const reportWith = (everyNth: number) =>
      reportOf(
        {
          byArm: new Map([
            ['lidar', hitting('lidar', 1)],
            ['model', hitting('model', everyNth)],
          ]),
          impossible: [],
        },
        { seed: 1, unknownClass: 'chair' },
      );
    assert.equal(reportWith(4).unknown?.ratio, 0.25);
    assert.ok(!reportWith(4).unmet.some((each) => each.includes('chair')));
    assert.ok(reportWith(1).unmet.some((each) => each.includes('chair')));
  });
});
