// The cluster stage and its pure centre: rooms, odd scanners, hostile ranges, lasting ids.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { LaserScan, ObstacleArray, TransformStamped } from '../../message/messages.js';
import { msToNs, toTime } from '../../message/time.js';
import type { MessageOf, TopicName } from '../../message/topics.js';
import { createEnvelope } from '../../runtime/envelope.js';
import { quaternionFromYaw } from '../../runtime/geometry/rigid.js';
import { identityPlanar } from '../../runtime/geometry/planar.js';
import type { Emit, Envelope } from '../../runtime/stage.js';
import { Sweep } from '../../runtime/geometry/sweep.js';
import { clusterConfig } from './cluster-config.js';
import { ClusterStage } from './cluster.js';
import { exampleScan, furnishedRoom, rectangle, type Shape } from './example-scan.js';
import { Segmentation, type Segment } from './segment.js';

const config = clusterConfig.parse({});

function segmentsOf(scan: LaserScan): Segment[] {
  const sweep = new Sweep();
  sweep.fill(scan, identityPlanar, identityPlanar);
  const segmentation = new Segmentation();
  segmentation.segment(sweep, config);
  return segmentation.segments.slice(0, segmentation.count);
}

function centreOf({ x, y }: Segment): [number, number] {
  return [x, y];
}

function thingNear(segments: readonly Segment[], x: number, y: number, within = 0.15): Segment | undefined {
  return segments.find((segment) => {
    const [cx, cy] = centreOf(segment);
    return !segment.wall && Math.hypot(cx - x, cy - y) < within;
  });
}

/** Feeds a stage and keeps what it says. */
class Bench {
  readonly said: ObstacleArray[] = [];
  readonly stage = new ClusterStage(config);
  #emit: Emit = (topic, message) => {
    assert.equal(topic, 'lidar/obstacles');
    this.said.push(message as ObstacleArray);
  };

  send<T extends TopicName>(topic: T, message: MessageOf<T>, ms: number): void {
    const now = msToNs(ms);
    this.stage.take(createEnvelope(topic, message, now, 0) as Envelope, now, this.#emit);
  }

  /** base_link at x metres and turned in odom; the laser 0.137 m above it. */
  place(ms: number, x: number, yaw: number): void {
    const stamp = toTime(msToNs(ms));
    const edge = (parent: string, child: string, at: number, z: number, turn: number): TransformStamped => ({
      header: { stamp, frame_id: parent },
      child_frame_id: child,
      transform: { translation: { x: at, y: 0, z }, rotation: quaternionFromYaw(turn) },
    });
    this.send('/tf', { transforms: [edge('odom', 'base_link', x, 0, yaw)] }, ms);
    this.send('/tf_static', { transforms: [edge('base_link', 'laser', 0, 0.137, 0)] }, ms);
  }
}

describe('clustering a scan', () => {
  it('when a furnished room is seen, then walls are walls and each thing is one obstacle of its size', () => {
    const segments = segmentsOf(exampleScan(furnishedRoom, { beams: 720, rippleM: 0.008 }));
    assert.ok(segments.filter(({ wall }) => wall).length >= 4, 'four walls at least, in pieces');
    const box = thingNear(segments, 1.2, 0);
    assert.ok(box !== undefined && Math.abs(box.length - 0.6) < 0.06);
    assert.ok(Math.abs(Math.abs(box.yaw) - Math.PI / 2) < 0.05, 'it stands across');
    for (const [x, y] of [
      [0.3, 1.2],
      [0.7, 1.2],
    ] as const)
      assert.notEqual(thingNear(segments, x, y), undefined, `the leg at ${x}, ${y}`);
  });

  it('when something stands across the seam at ±180°, then it is one obstacle', () => {
    const segments = segmentsOf(exampleScan(furnishedRoom));
    const behind = segments.filter((segment) => {
      const [x, y] = centreOf(segment);
      return !segment.wall && x < -0.9 && x > -1.4 && Math.abs(y) < 0.3;
    });
    assert.equal(behind.length, 1);
    assert.ok(behind[0]!.length > 0.2);
  });

  it('when the scanner is clockwise, then it sees the same things', () => {
    const things = (scan: LaserScan): string[] =>
      segmentsOf(scan)
        .filter(({ wall }) => !wall)
        .map((segment) =>
          centreOf(segment)
            .map((v) => (v + 1e-6).toFixed(2))
            .join(' '),
        )
        .sort();
    const shapes = furnishedRoom;
    const counter = exampleScan(shapes, { beams: 361, fieldOfView: 6 });
    const clockwise = exampleScan(shapes, { beams: 361, fieldOfView: 6, clockwise: true });
    assert.deepEqual(things(clockwise), things(counter));
    assert.ok(things(counter).length >= 4);
  });

  it('when the room is seen by half a turn of 181 beams, then walls and box are found', () => {
    const segments = segmentsOf(exampleScan(furnishedRoom, { beams: 181, fieldOfView: Math.PI }));
    assert.notEqual(thingNear(segments, 1.2, 0), undefined);
    assert.ok(segments.some(({ wall }) => wall));
  });

  it('when a wall has a corner, then its two sides are two walls', () => {
    const corner: Shape[] = rectangle(-2, -2, 2, 2);
    const walls = segmentsOf(exampleScan(corner)).filter(({ wall }) => wall);
    assert.ok(walls.length >= 4);
    for (const { width } of walls) assert.ok(width < 0.15, 'a wall went round a corner');
  });

  it('when a box stands aslant, then its rectangle does too, as large as its two sides that are seen', () => {
    const turn = 0.5;
    const [c, s] = [Math.cos(turn), Math.sin(turn)];
    const corner = (u: number, v: number): [number, number] => [1.5 + c * u - s * v, c * v + s * u];
    const [a, b, d, e] = [corner(-0.3, -0.2), corner(0.3, -0.2), corner(0.3, 0.2), corner(-0.3, 0.2)];
    const sides: Shape[] = [
      { kind: 'wall', from: a, to: b },
      { kind: 'wall', from: b, to: d },
      { kind: 'wall', from: d, to: e },
      { kind: 'wall', from: e, to: a },
    ];
    const [box, ...others] = segmentsOf(exampleScan(sides, { beams: 720 }));
    assert.deepEqual(others, []);
    assert.ok(Math.abs(box!.yaw - turn) < 0.05, `${box!.yaw}`);
    assert.ok(Math.abs(box!.length - 0.6) < 0.05 && Math.abs(box!.width - 0.4) < 0.05);
    assert.ok(Math.hypot(box!.x - 1.5, box!.y) < 0.03);
  });

  it('when a round pillar of half a metre stands there, then it is no wall', () => {
    const segments = segmentsOf(exampleScan([{ kind: 'pillar', at: [1.5, 0], radius: 0.5 }]));
    assert.deepEqual(
      segments.map(({ wall }) => wall),
      [false],
    );
  });

  it('when single beams say nothing, then a cluster holds together, and one beam alone is no obstacle', () => {
    const scan = exampleScan([{ kind: 'pillar', at: [1, 0], radius: 0.2 }]);
    scan.ranges[180] = NaN;
    scan.ranges[20] = 2;
    assert.equal(segmentsOf(scan).length, 1);
  });

  it('when ranges are any floats and any beam count, then boxes are finite and no beam is in two', () => {
    const range = fc.oneof(fc.float(), fc.float({ min: Math.fround(0.12), max: 8, noNaN: true }));
    fc.assert(
      fc.property(fc.array(range, { maxLength: 200 }), fc.boolean(), (ranges, clockwise) => {
        const scan = exampleScan([], { beams: Math.max(1, ranges.length), clockwise });
        scan.ranges.set(ranges);
        const sweep = new Sweep();
        sweep.fill(scan, identityPlanar, identityPlanar);
        const segmentation = new Segmentation();
        segmentation.segment(sweep, config);
        const labelled = new Int32Array(sweep.count);
        segmentation.label(labelled);
        const members = labelled.filter((label) => label >= 0).length;
        let sum = 0;
        for (const segment of segmentation.segments.slice(0, segmentation.count)) {
          sum += segment.last - segment.first + 1;
          const { x, y, yaw, length, width } = segment;
          assert.ok(Number.isFinite(x + y + yaw) && length >= width && width >= 0);
        }
        assert.equal(sum, members);
      }),
    );
  });
});

describe('the stage cluster', () => {
  const stamped = (ms: number, shapes: readonly Shape[] = furnishedRoom): LaserScan =>
    exampleScan(shapes, { scan: { header: { stamp: toTime(msToNs(ms)), frame_id: 'laser' } } });

  it('when a scan comes, then obstacles carry its stamp, lie in base_link and in the plane of the LIDAR', () => {
    const bench = new Bench();
    bench.place(100, 0, 0);
    bench.send('scan', stamped(100), 105);
    const [list] = bench.said;
    assert.deepEqual(list?.header, { stamp: toTime(msToNs(100)), frame_id: 'base_link' });
    const box = list.obstacles.find(
      ({ class_id: name, position }) => name === '' && Math.abs(position.x - 1.2) < 0.1,
    );
    assert.ok(box !== undefined);
    assert.equal(box.position.z, 0.137);
    assert.equal(box.sources, 1);
    assert.ok(list.obstacles.some(({ class_id: name }) => name === 'wall'));
  });

  it('when the robot drives on, then what stands keeps its id', () => {
    const bench = new Bench();
    const ids = [0, 0.1, 0.2].map((x, i) => {
      const ms = 100 * (i + 1);
      bench.place(ms, x, 0);
      bench.send('scan', stamped(ms, [{ kind: 'pillar', at: [1.5 - x, 0], radius: 0.1 }]), ms);
      return bench.said.at(-1)?.obstacles.map(({ id }) => id);
    });
    assert.deepEqual(ids, [[1], [1], [1]]);
  });

  it('when the transform comes after the scan, then the scan waits for it', () => {
    const bench = new Bench();
    bench.send('scan', stamped(100), 100);
    assert.equal(bench.said.length, 0);
    bench.place(100, 0, 0);
    assert.equal(bench.said.length, 1);
  });

  it('when scans are malformed, then nothing is said or thrown, and they are counted', () => {
    const bench = new Bench();
    bench.place(100, 0, 0);
    bench.send('scan', { ...stamped(100), angle_increment: NaN }, 100);
    bench.send('scan', { ...stamped(100), time_increment: -1 }, 100);
    assert.deepEqual([bench.said.length, bench.stage.refused], [0, 2]);
    bench.send('scan', { ...stamped(100), ranges: new Float32Array(0) }, 100);
    assert.deepEqual(bench.said[0]?.obstacles, []);
  });

  it('when it is drawn, then every beam has the label of its obstacle', () => {
    const bench = new Bench();
    bench.place(100, 0, 0);
    bench.send('scan', stamped(100), 100);
    const { labels, segments } = bench.stage.view();
    assert.equal(labels.length, 360);
    assert.equal(Math.max(...labels), segments.length - 1);
    assert.equal(segments.length, bench.said[0]?.obstacles.length);
  });
});
