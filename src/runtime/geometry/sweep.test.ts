// Sweeps and scans waiting for transforms: REP-117, deskewing, other people's scanners, hostile numbers.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { LaserScan } from '../../message/messages.js';
import { msToNs, toTime } from '../../message/time.js';
import { composePlanar, identityPlanar, invertPlanar, moveAlong, planarOf, type Planar } from './planar.js';
import { quaternionFromRpy } from './rigid.js';
import { ScanIntake } from './scan-intake.js';
import { beam, scanProblem, Sweep } from './sweep.js';

function scanOf(ranges: readonly number[], overrides: Partial<LaserScan> = {}): LaserScan {
  return {
    header: { stamp: toTime(0n), frame_id: 'laser' },
    angle_min: -Math.PI,
    angle_max: Math.PI,
    angle_increment: (2 * Math.PI) / ranges.length,
    time_increment: 0,
    scan_time: 0.1,
    range_min: 0.12,
    range_max: 8,
    ranges: Float32Array.from(ranges),
    intensities: new Float32Array(0),
    ...overrides,
  };
}

function fill(scan: LaserScan, start: Planar = identityPlanar, end: Planar = start): Sweep {
  const sweep = new Sweep();
  sweep.fill(scan, start, end);
  return sweep;
}

function near(actual: number, expected: number, tolerance = 1e-6): void {
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} is not ${expected}`);
}

describe('a sweep', () => {
  it('when ranges are what REP-117 allows and what drivers write, then each means what it should', () => {
    const cases: readonly [number, number][] = [
      [1, beam.hit],
      [0.12, beam.hit],
      [8, beam.hit],
      [Infinity, beam.free],
      [-Infinity, beam.near],
      [0.05, beam.near],
      [NaN, beam.unknown],
      [0, beam.unknown],
      [-1, beam.unknown],
      [9, beam.unknown],
    ];
    const { kind, range } = fill(
      scanOf(
        cases.map(([measured]) => measured),
        { range_min: Math.fround(0.12) },
      ),
    );
    assert.deepEqual(
      [...kind],
      cases.map(([, meaning]) => meaning),
    );
    near(range[4]!, Math.fround(0.12));
    near(range[3]!, 8);
  });

  it('when the robot turns and drives during the sweep, then a wall is where it stands', () => {
    const beams = 180;
    const seconds = 0.1;
    const end = moveAlong(identityPlanar, 0.3, 2, seconds);
    const ranges = Array.from({ length: beams }, (_, i) => {
      const pose = { ...moveAlong(identityPlanar, 0.3, 2, (seconds * i) / (beams - 1)) };
      const angle = pose.yaw - 1 + (2 * i) / beams;
      return (2 - pose.x) / Math.cos(angle);
    });
    const scan = scanOf(ranges, { angle_min: -1, angle_increment: 2 / beams });
    const straight = fill(scan, identityPlanar, end);
    const skewed = fill(scan);
    let worst = 0;
    let worstSkewed = 0;
    for (let i = 0; i < beams; i++) {
      worst = Math.max(worst, Math.abs(straight.x[i]! - 2));
      worstSkewed = Math.max(worstSkewed, Math.abs(skewed.x[i]! - 2));
    }
    assert.ok(worst < 0.002, `deskewed points are up to ${worst} m off`);
    assert.ok(worstSkewed > 0.1, 'the motion was too small to show anything');
  });

  it('when the sensor hangs upside down or turns clockwise, then left is left', () => {
    const left = scanOf([1, 1, 1, 2], { angle_min: 0, angle_increment: Math.PI / 2 });
    const clockwise = scanOf([1, 2, 1, 1], { angle_min: 0, angle_increment: -Math.PI / 2 });
    const hanging = planarOf({
      translation: { x: 0, y: 0, z: 0.2 },
      rotation: quaternionFromRpy(Math.PI, 0, 0),
    });
    near(fill(left).y[3]!, -2);
    near(fill(clockwise).y[1]!, -2);
    near(fill(left, hanging).y[3]!, 2);
  });

  it('when asked for the beam along a direction, then it finds it in every kind of scanner', () => {
    for (const sign of [1, -1]) {
      const sweep = fill(scanOf(Array<number>(90).fill(1), { angle_increment: (sign * Math.PI) / 45 }));
      for (let i = 0; i < 90; i++) assert.equal(sweep.beamAt(sweep.firstAngle + i * sweep.angleStep), i);
    }
    const half = fill(
      scanOf(Array<number>(181).fill(1), { angle_min: -Math.PI / 2, angle_increment: Math.PI / 180 }),
    );
    assert.equal(half.beamAt(0), 90);
    assert.equal(half.beamAt(Math.PI), undefined);
    assert.equal(half.closed, false);
  });

  it('when a scan makes no sense as a whole, then the reason is told in words', () => {
    const bad: readonly Partial<LaserScan>[] = [
      { angle_min: NaN },
      { angle_increment: 0 },
      { angle_increment: Infinity },
      { range_min: -1 },
      { range_max: 0.1 },
      { range_max: Infinity },
      { time_increment: -1 },
      { time_increment: 10 },
      { ranges: new Float32Array(20_000) },
    ];
    for (const wrong of bad) assert.notEqual(scanProblem(scanOf([1, 1, 1], wrong)), undefined);
    assert.equal(scanProblem(scanOf([], { angle_increment: 0.1 })), undefined);
    assert.equal(scanProblem(scanOf([1, 1, 1])), undefined);
  });

  it('when ranges are any floats, then hits are finite points and the rest is not a hit', () => {
    fc.assert(
      fc.property(fc.array(fc.float(), { maxLength: 50 }), (ranges) => {
        const sweep = fill(scanOf(ranges.length === 0 ? [1] : ranges));
        for (let i = 0; i < sweep.count; i++) {
          if (sweep.kind[i]! > beam.near) continue;
          assert.ok(Number.isFinite(sweep.x[i]! + sweep.y[i]!));
        }
      }),
    );
  });
});

describe('poses on the floor', () => {
  it('when a frame is inverted and composed, then nothing is left', () => {
    const frame = { x: 1, y: -2, yaw: 0.7, mirrored: false };
    const back = composePlanar(invertPlanar(frame), frame);
    near(back.x, 0);
    near(back.y, 0);
    near(back.yaw, 0);
  });

  it('when a robot drives a quarter of a circle, then it stands at its end', () => {
    const { x, y, yaw } = moveAlong(identityPlanar, Math.PI / 2, Math.PI / 2, 1);
    near(x, 1);
    near(y, 1);
    near(yaw, Math.PI / 2);
  });
});

describe('a scan that waits for its transform', () => {
  const at = (ms: number): LaserScan =>
    scanOf([1, 1], { header: { stamp: toTime(msToNs(ms)), frame_id: 'laser' }, time_increment: 0.1 });

  function odomAt(intake: ScanIntake, ms: number): void {
    const header = { stamp: toTime(msToNs(ms)), frame_id: 'odom' };
    const transform = { translation: { x: ms / 1000, y: 0, z: 0 }, rotation: { x: 0, y: 0, z: 0, w: 1 } };
    intake.takeTransforms({ transforms: [{ header, child_frame_id: 'laser', transform }] }, 'moving');
  }

  it('when the transform comes later, then it is handed on then, with both ends of the sweep', () => {
    const intake = new ScanIntake({ fixedFrame: 'odom', waitMs: 100 });
    odomAt(intake, 0);
    assert.equal(intake.takeScan(at(0), msToNs(100)), undefined);
    odomAt(intake, 200);
    const placed = intake.release(msToNs(150));
    near(placed?.start.x ?? NaN, 0);
    near(placed?.end.x ?? NaN, 0.1, 1e-3);
    assert.equal(intake.problem, undefined);
    assert.equal(intake.release(msToNs(160)), undefined);
  });

  it('when the transform does not come, then the scan is given up, counted and explained', () => {
    const intake = new ScanIntake({ fixedFrame: 'odom', waitMs: 100 });
    assert.equal(intake.takeScan(at(0), 0n), undefined);
    assert.equal(intake.release(msToNs(99)), undefined);
    assert.equal(intake.refused, 0);
    assert.equal(intake.release(msToNs(100)), undefined);
    assert.equal(intake.refused, 1);
    assert.match(intake.problem ?? '', /No transform connects laser to odom/);
  });

  it('when a transform is invalid or too old, then nothing is thrown', () => {
    const intake = new ScanIntake({ fixedFrame: 'odom', waitMs: 100 });
    odomAt(intake, 60_000);
    assert.equal(intake.takeScan(at(0), msToNs(60_000)), undefined);
    assert.equal(intake.refused, 1);
    const header = { stamp: toTime(0n), frame_id: 'odom' };
    const transform = { translation: { x: NaN, y: 0, z: 0 }, rotation: { x: 0, y: 0, z: 0, w: 1 } };
    intake.takeTransforms({ transforms: [{ header, child_frame_id: 'laser', transform }] }, 'moving');
    assert.equal(intake.refused, 2);
  });
});
