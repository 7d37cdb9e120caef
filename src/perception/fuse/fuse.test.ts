// What fuse makes of what the camera and the LIDAR see: where things stand, what is remembered, and what is never believed.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { msToNs, toTime } from '../../message/time.js';
import type { Obstacle } from '../../message/messages.js';
import { detection, floorOf, Fused, HEIGHT, WIDTH, type Board, type Look } from './testing/fused.js';

const DEGREE = Math.PI / 180;
const shoe: Board = { name: 'shoe', x: 1, width: 0.2 };
const start = { x: 0 };

/** Metres from a pose's x to the side of an obstacle ahead that faces it. */
function frontOf({ position, size }: Obstacle, x = 0): number {
  return position.x - size.x / 2 - x;
}

function only(fused: Fused): Obstacle {
  assert.equal(fused.seen.length, 1, JSON.stringify(fused.seen));
  return fused.seen[0]!;
}

describe('fuse: where a detection stands', () => {
  it('when a shoe is seen, then it counts from the third frame on, where its lower edge meets the floor', () => {
    const fused = new Fused().look({ at: start, boards: [shoe] }, 2);
    assert.deepEqual(fused.seen, []);
    const found = only(fused.look({ at: start, boards: [shoe] }));
    assert.ok(Math.abs(frontOf(found) - 1) < 0.02, `${frontOf(found)}`);
    assert.ok(Math.abs(found.size.y - 0.2) < 0.02);
    assert.deepEqual([found.class_id, found.sources, fused.list?.header.frame_id], ['shoe', 2, 'odom']);
  });

  it('when the camera looks a degree off, then the error shrinks on the way and is below a fifth at half a metre', () => {
    for (const error of [-DEGREE, DEGREE]) {
      const fused = new Fused({}, error).drive(0, 0.5, { boards: [shoe] });
      const found = only(fused);
      assert.ok(Math.abs(frontOf(found) - 1) < 0.2 * 0.5, `${frontOf(found)}`);
      assert.deepEqual(found.velocity, { x: 0, y: 0, z: 0 });
    }
  });

  it('when detections come late while the robot turns, then things are where they were in the picture', () => {
    const fused = new Fused();
    for (let k = 0; k < 4; k++) {
      fused.look({ at: { x: 0, yaw: 0.1 * k }, boards: [shoe] });
      const stampMs = fused.nowMs;
      const late = fused.detectionOf(shoe, { x: 0, yaw: 0.1 * k }, toTime(msToNs(stampMs)));
      assert.ok(late);
      for (let ms = 20; ms <= 160; ms += 20) fused.moveTo({ x: 0, yaw: 0.1 * k + ms / 800 }, 20);
      fused.send('detections', { header: late.header, detections: [late] });
    }
    const found = only(fused);
    assert.ok(Math.hypot(frontOf(found) - 1, found.position.y) < 0.05, JSON.stringify(found));
  });

  it('when the picture is a second old, then it is refused', () => {
    const fused = new Fused().look({ at: start, boards: [shoe] }, 3);
    const { published } = fused;
    fused.look({ at: start, boards: [shoe], lateMs: 1100 });
    assert.equal(fused.published, published);
    assert.equal(fused.stage.refused, 1);
  });

  it('when every beam goes over the shoe to the wall behind, then the floor says where it is', () => {
    const wall = (bearing: number): number => 1.08 / Math.cos(bearing);
    const found = only(new Fused().look({ at: start, boards: [shoe], range: wall }, 4));
    assert.ok(Math.abs(frontOf(found) - 1) < 0.02, `${frontOf(found)}`);
    assert.equal(found.sources, 2);
  });

  it('when the LIDAR agrees about a thing that reaches its plane, then its range counts', () => {
    const crate: Board = { name: 'box', x: 1, width: 0.4, height: 0.4 };
    const range = (bearing: number): number => (Math.abs(bearing) < 0.19 ? 1 / Math.cos(bearing) : 3);
    const found = only(new Fused({}, DEGREE).look({ at: start, boards: [crate], range }, 4));
    assert.ok(Math.abs(frontOf(found) - 1) < 0.02, `${frontOf(found)}`);
    assert.equal(found.sources, 3);
  });

  it('when a suitcase on wheels looks farther than it is, then the nearest of the side that the LIDAR agrees about counts', () => {
    // Its lower edge is 2 cm over the floor; a side runs from 0.48 m on the right to 0.85 m on the left.
    const suitcase: Board = { name: 'box', x: 0.62, width: 0.5, height: 0.25 };
    const range = (bearing: number): number => (bearing > -0.1 && bearing < 0.45 ? 0.5 + 0.7 * bearing : 3);
    const found = only(new Fused().look({ at: start, boards: [suitcase], range }, 4));
    assert.ok(Math.abs(frontOf(found) - 0.44) < 0.03, `${frontOf(found)}`);
    assert.equal(found.sources, 3);
  });

  it('when a ball is seen, then its front is where it bulges, whether it is round or long', () => {
    const [middle, lensX, lensZ, radius] = [0.7, 0.08, 0.12, 0.09];
    // The lines of sight that graze it: the lower meets the floor where the ball seems to stand.
    const apart = Math.hypot(middle - lensX, lensZ - radius);
    const [tilt, half] = [Math.atan2(lensZ - radius, middle - lensX), Math.asin(radius / apart)];
    const foot = lensZ / Math.tan(tilt + half);
    const height = lensZ + foot * Math.tan(half - tilt);
    for (const width of [2 * foot * Math.tan(half), 0.3]) {
      const found = only(
        new Fused().look({ at: start, boards: [{ name: 'ball', x: lensX + foot, width, height }] }, 4),
      );
      assert.ok(Math.abs(frontOf(found) - (middle - radius)) < 0.015, `${frontOf(found)}`);
    }
  });

  it('when the LIDAR meets a ball, then that is its front', () => {
    const large: Board = { name: 'ball', x: 0.8, width: 0.28, height: 0.28 };
    const range = (bearing: number): number => (Math.abs(bearing) < 0.15 ? 0.78 : 4);
    const found = only(new Fused().look({ at: start, boards: [large], range }, 4));
    assert.ok(Math.abs(frontOf(found) - 0.78) < 0.03, `${frontOf(found)}`);
  });

  it('when something low hides the foot of a tall thing, then the nearer answer of the LIDAR counts', () => {
    const hidden: Board = { name: 'person', x: 2, width: 0.4, height: 1.5 };
    const range = (bearing: number): number => (Math.abs(bearing) < 0.15 ? 1.2 : 4);
    const found = only(new Fused().look({ at: start, boards: [hidden], range }, 4));
    assert.ok(Math.abs(frontOf(found) - 1.2) < 0.05, `${frontOf(found)}`);
  });

  it('when a box touches the lower border, then it counts as at the blind edge', () => {
    const near: Board = { name: 'shoe', x: 0.2, width: 0.2, height: 0.1 };
    const found = only(new Fused().look({ at: start, boards: [near] }, 3));
    assert.ok(Math.abs(frontOf(found) - 0.25) < 0.03, `${frontOf(found)}`);
  });

  it('when a thing passes under the lower border, then it stays where it was seen last', () => {
    const fused = new Fused().drive(0, 0.85, { boards: [shoe] });
    assert.ok(Math.abs(frontOf(only(fused)) - 1) < 0.03, JSON.stringify(fused.seen));
  });

  it('when two shoes stand side by side, then they are two, with ids that last', () => {
    const pair = [
      { ...shoe, y: 0.2 },
      { ...shoe, y: -0.2 },
    ];
    const ids = (fused: Fused) => fused.seen.map(({ id }) => id);
    const fused = new Fused().drive(0, 0.2, { boards: pair });
    const before = ids(fused);
    assert.equal(before.length, 2);
    assert.deepEqual(ids(fused.drive(0.2, 0.5, { boards: [...pair].reverse() })), before);
  });
});

describe('fuse: memory', () => {
  const away = { x: 0, yaw: Math.PI };

  it('when the robot looks away and drives, then things are remembered for two metres and no longer', () => {
    const fused = new Fused().look({ at: start, boards: [shoe] }, 4);
    for (let x = 0; x > -1.9; x -= 0.05) fused.look({ at: { x, yaw: Math.PI } });
    assert.equal(fused.seen.length, 1);
    for (let x = -1.9; x > -2.1; x -= 0.05) fused.look({ at: { x, yaw: Math.PI } });
    assert.deepEqual(fused.seen, []);
  });

  it('when the robot stands and looks away, then time alone makes it forget nothing but people', () => {
    const person: Board = { name: 'person', x: 1, y: 0.5, width: 0.3, height: 1 };
    const fused = new Fused().look({ at: start, boards: [shoe, person] }, 4);
    assert.equal(fused.seen.length, 2);
    fused.look({ at: away }, 100);
    assert.equal(only(fused).class_id, 'shoe');
  });

  it('when its place is seen free for several frames, then it is forgotten, and not before', () => {
    const fused = new Fused().look({ at: start, boards: [shoe] }, 4);
    fused.look({ at: start }, 5);
    assert.equal(fused.seen.length, 1);
    fused.look({ at: start }, 1);
    assert.deepEqual(fused.seen, []);
  });

  it('when the detector misses it now and then, then it stays', () => {
    const fused = new Fused().look({ at: start, boards: [shoe] }, 4);
    for (let k = 0; k < 10; k++) fused.look({ at: start }, 4).look({ at: start, boards: [shoe] });
    assert.equal(fused.seen.length, 1);
  });

  it('when something hides its place, to the LIDAR or in the picture, then it stays', () => {
    const leg = (bearing: number): number => (Math.abs(bearing) < 0.3 ? 0.6 : 3);
    assert.equal(
      new Fused().look({ at: start, boards: [shoe] }, 4).look({ at: start, range: leg }, 20).seen.length,
      1,
    );
    const box: Board = { name: 'box', x: 0.5, width: 0.5, height: 0.12 };
    const hidden = new Fused().look({ at: start, boards: [shoe] }, 4).look({ at: start, boards: [box] }, 20);
    assert.deepEqual(hidden.seen.map(({ class_id: name }) => name).sort(), ['box', 'shoe']);
  });

  it('when the floor still ends at its place, then it stays without a detection', () => {
    const ends = (bearing: number): number => (Math.abs(bearing) < 0.12 ? 1 : Infinity);
    const fused = new Fused().look({ at: start, boards: [shoe] }, 4).look({ at: start, floor: ends }, 20);
    assert.equal(fused.seen.length, 1);
  });

  it('when the robot stands where something is said to stand, then that is forgotten, but not what it only touches', () => {
    const strip = (bearing: number): number => (Math.abs(bearing) < 0.1 ? 0.7 / Math.cos(bearing) : Infinity);
    const seenAt = (x: number, bodyM: number): number =>
      new Fused({ bodyM }).look({ at: start, floor: strip }, 4).look({ at: { x } }).seen.length;
    assert.ok(seenAt(0.58, 0.1) > 0);
    assert.equal(seenAt(0.68, 0.1), 0);
    assert.ok(seenAt(0.68, 0) > 0, 'a robot without a body covers nothing');
  });

  it('when a ball rolls, then it gets a speed, and is soon forgotten out of view', () => {
    const fused = new Fused();
    for (let k = 0; k < 25; k++)
      fused.look({ at: start, boards: [{ name: 'ball', x: 0.9, y: -0.4 + 0.03 * k, width: 0.1 }] });
    const found = only(fused);
    assert.ok(Math.abs(found.velocity.y - 0.03 / 0.065) < 0.15, JSON.stringify(found.velocity));
    fused.look({ at: away }, 20);
    assert.deepEqual(fused.seen, []);
  });
});

describe('fuse: the end of the free floor', () => {
  const strip = (bearing: number): number => (Math.abs(bearing) < 0.2 ? 0.7 / Math.cos(bearing) : Infinity);

  it('when the floor ends where nothing else says why, then there are obstacles without a class', () => {
    const fused = new Fused().look({ at: start, floor: strip }, 4);
    assert.ok(fused.seen.length >= 1);
    for (const found of fused.seen) {
      assert.equal(found.class_id, '');
      assert.ok(Math.abs(frontOf(found) - 0.7) < 0.05, JSON.stringify(found));
    }
    const width = fused.seen.reduce((sum, { size }) => sum + size.y, 0);
    assert.ok(width > 0.25 && width < 0.45, `${width}`);
  });

  it('when the LIDAR or a detection explains it, then there are none of them', () => {
    const wall = (bearing: number): number => 0.75 / Math.cos(bearing);
    assert.deepEqual(new Fused().look({ at: start, floor: strip, range: wall }, 5).seen, []);
    const board: Board = { name: 'cone', x: 0.7, width: 0.32 };
    assert.equal(only(new Fused().look({ at: start, floor: strip, boards: [board] }, 5)).class_id, 'cone');
  });

  it('when something is said to stand where the floor was free, then more pictures must say so, unless it may have walked there', () => {
    const free = (): number => Infinity;
    const there: Look = { at: { x: 0.3 }, floor: strip };
    const sudden = new Fused().drive(-0.2, 0.3, { floor: free }).look(there, 14);
    assert.deepEqual(sudden.seen, [], 'what ends the floor is believed as often as it was seen free');
    assert.ok(sudden.look(there).seen.length > 0);
    const board = { ...there, boards: [{ name: 'box', x: 1, width: 0.4 }] };
    const named = new Fused().drive(-0.2, 0.3, { floor: free }).look(board, 5);
    assert.deepEqual(named.seen, []);
    assert.equal(only(named.look(board)).class_id, 'box');
    const namedOnce = new Fused().drive(-0.2, 0.3, { floor: free }).look(board, 1).look(there, 7);
    assert.deepEqual(namedOnce.seen, [], 'one detection is no name yet');
    assert.ok(new Fused().drive(0, 0.3, { floor: strip }).look(there).seen.length > 0);
    const person: Board = { name: 'person', x: 1, width: 0.4, height: 0.3 };
    const walker = new Fused().drive(0, 0.3, { floor: free }).look({ ...there, boards: [person] }, 3);
    assert.equal(only(walker).class_id, 'person');
  });

  it('when a thing has been named once, then the end of the floor still says where its near side is', () => {
    const chair: Board = { name: 'chair', x: 0.7, width: 0.3 };
    const fused = new Fused().look({ at: start, boards: [chair], floor: strip }, 3);
    fused.look({ at: start, floor: strip }, 20);
    assert.ok(fused.seen.length > 0);
    const nearest = Math.min(...fused.seen.map((obstacle) => frontOf(obstacle)));
    assert.ok(Math.abs(nearest - 0.7) < 0.05, JSON.stringify(fused.seen));
  });

  it('when the floor ends before a thing that is detected, then that end counts too, and the nearest of several', () => {
    const box: Board = { name: 'box', x: 0.8, width: 0.4, height: 0.3 };
    const step = (bearing: number): number => (Math.abs(bearing) < 0.05 ? 0.5 : 0.8);
    const both = new Fused().look({ at: start, boards: [box], floor: step }, 5).seen;
    assert.ok(
      Math.abs(Math.min(...both.map((obstacle) => frontOf(obstacle))) - 0.5) < 0.05,
      JSON.stringify(both),
    );
    // No longer detected, its pieces pull it to and fro, but not away from the nearest.
    const cone: Board = { name: 'cone', x: 0.6, width: 0.3 };
    const bent = (bearing: number): number => (bearing < 0 ? 0.75 : 0.6);
    const fused = new Fused()
      .look({ at: start, boards: [cone], floor: bent }, 3)
      .look({ at: start, floor: bent }, 20);
    assert.ok(
      fused.seen.some((obstacle) => Math.abs(frontOf(obstacle) - 0.6) < 0.05),
      JSON.stringify(fused.seen),
    );
  });

  it('when the floor goes on under a table, then its box is no obstacle, but its foot is', () => {
    const table: Board = { name: 'table', x: 0.8, width: 0.8, height: 0.7 };
    const free = (): number => Infinity;
    assert.deepEqual(new Fused().look({ at: start, boards: [table], floor: free }, 5).seen, []);
    assert.ok(new Fused().look({ at: start, boards: [table], floor: strip }, 5).seen.length > 0);
    assert.equal(only(new Fused().look({ at: start, boards: [table] }, 5)).class_id, 'table');
  });

  it('when leaves reach farther than the pot, then what stands on the floor counts', () => {
    const plant: Board = { name: 'plant', x: 0.8, width: 0.6, height: 0.6 };
    const pot = (bearing: number): number => (Math.abs(bearing) < 0.1 ? 0.8 : Infinity);
    const found = only(new Fused().look({ at: start, boards: [plant], floor: pot }, 5));
    assert.ok(found.size.y < 0.3, `${found.size.y}`);
  });
});

describe('fuse: what is not believed', () => {
  it('when stamps lie in the future or go back, then they are refused and counted', () => {
    const fused = new Fused().look({ at: start, boards: [shoe] }, 3);
    const { published } = fused;
    for (const ms of [fused.nowMs + 500, fused.nowMs - 65, -1000]) {
      const header = { stamp: toTime(msToNs(ms)), frame_id: 'camera_optical_frame' };
      fused.send('detections', { header, detections: [] });
    }
    fused.stage.tick(msToNs(fused.nowMs + 20), () => assert.fail());
    assert.equal(fused.published, published);
    assert.equal(fused.stage.refused, 3);
  });

  it('when no transform comes, then nothing is placed and the guard will hear silence', () => {
    const fused = new Fused();
    fused.nowMs = 100;
    const header = { stamp: toTime(msToNs(100)), frame_id: 'camera_optical_frame' };
    fused.send('detections', {
      header,
      detections: [detection('shoe', { left: 100, top: 100, right: 200, bottom: 200 }, header.stamp)],
    });
    fused.stage.tick(msToNs(300), () => assert.fail());
    assert.equal(fused.stage.refused, 1);
  });

  it('when the lens is said to be impossible, then the one before it counts', () => {
    const fused = new Fused().look({ at: start, boards: [shoe] }, 2);
    const info = { ...fused.stage } as never;
    assert.ok(info);
    fused.send('camera/camera_info', {
      header: { stamp: toTime(0n), frame_id: '' },
      width: 0,
      height: 0,
      distortion_model: '',
      d: Float64Array.of(NaN),
      k: new Float64Array(9),
      r: new Float64Array(9),
      p: new Float64Array(12),
      binning_x: 0,
      binning_y: 0,
      roi: { x_offset: 0, y_offset: 0, height: 0, width: 0, do_rectify: false },
    });
    assert.equal(fused.look({ at: start, boards: [shoe] }).seen.length, 1);
  });

  it('whatever boxes and floors come, then every obstacle is finite and they are not too many', () => {
    const odd = fc.oneof(fc.double(), fc.constantFrom(NaN, Infinity, -Infinity, 0, -1, 1e300, WIDTH, HEIGHT));
    const box = fc.record({ x: odd, y: odd, width: odd, height: odd, score: odd });
    fc.assert(
      fc.property(
        fc.array(box, { maxLength: 80 }),
        fc.array(odd, { maxLength: 60 }),
        odd,
        (boxes, ranges, angle) => {
          const fused = new Fused({ confirmFrames: 1 }).look({ at: start });
          fused.nowMs += 10;
          fused.moveTo({ x: 0 }, 0);
          const stamp = toTime(msToNs(fused.nowMs));
          const detections = boxes.map(({ x, y, width, height, score }) => {
            const one = detection('shoe', { left: 0, top: 0, right: 1, bottom: 1 }, stamp, score);
            return {
              ...one,
              bbox: { center: { position: { x, y }, theta: 0 }, size_x: width, size_y: height },
            };
          });
          fused.send('detections', { header: { stamp, frame_id: 'camera_optical_frame' }, detections });
          const floor = {
            ...floorOf(fused.nowMs, () => 1),
            angle_min: angle,
            ranges: Float32Array.from(ranges),
          };
          fused.send('floor_scan', floor);
          for (const { position, size, yaw } of fused.seen)
            assert.ok(Number.isFinite(position.x + position.y + position.z + size.x + size.y + size.z + yaw));
          assert.ok(fused.seen.length <= 128);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('when a hundred thousand boxes come, then the first count and nothing hangs', () => {
    const fused = new Fused({ confirmFrames: 1 }).look({ at: start });
    fused.nowMs += 10;
    fused.moveTo({ x: 0 }, 0);
    const stamp = toTime(msToNs(fused.nowMs));
    const one = fused.detectionOf(shoe, start, stamp)!;
    fused.send('detections', { header: one.header, detections: Array.from({ length: 100_000 }, () => one) });
    fused.stage.tick(msToNs(fused.nowMs + 20), () => undefined);
    assert.ok(fused.stage.tracks.length <= 128);
  });
});
