import assert from 'node:assert/strict';
import type { CameraInfo, Transform } from '../../message/messages.js';
import { multiply, quaternionFromRpy } from '../../runtime/geometry/rigid.js';
import { FloorMask, floorGridOf } from './floor.js';
import { tinyManifest, tinyNetwork } from '../model/testing/tiny-model.js';
import { encodeOnnx } from '../model/onnx.js';
import { gridOf, type Manifest } from '../model/manifest.js';

const tiny = tinyManifest(encodeOnnx(tinyNetwork()));
/** The size of our network's mask. */
const manifest: Manifest = { ...tiny, input: { ...tiny.input, width: 192, height: 144 } };
const { columns, rows } = gridOf(manifest);
const optical = { x: -0.5, y: 0.5, z: -0.5, w: 0.5 };

function info(d: readonly number[] = [0, 0, 0, 0, 0]): CameraInfo {
  const [width, height, f] = [320, 240, 280];
  return {
    header: { stamp: { sec: 0, nanosec: 0 }, frame_id: 'camera_optical_frame' },
    width,
    height,
    distortion_model: 'plumb_bob',
    d: Float64Array.from(d),
    k: Float64Array.of(f, 0, width / 2, 0, f, height / 2, 0, 0, 1),
    r: Float64Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1),
    p: Float64Array.of(f, 0, width / 2, 0, 0, f, height / 2, 0, 0, 0, 1, 0),
    binning_x: 0,
    binning_y: 0,
    roi: { x_offset: 0, y_offset: 0, height: 0, width: 0, do_rectify: false },
  };
}

/** So many bearings at each side are the picture's border itself and may see no floor at all. */
const OUTERMOST = 2;

/** 0.13 m over the floor, 0.05 m before the foot, looking down by so much. */
function camera(pitchRad = 0.2): Transform {
  return {
    translation: { x: 0.05, y: 0, z: 0.13 },
    rotation: multiply(quaternionFromRpy(0, pitchRad, 0), optical),
  };
}

/** The mask of a floor that ends at a wall across, `x` metres ahead: the share of each cell that shows floor, as a logit. */
function wallAt(
  x: number,
  pitchRad = 0.2,
  hole?: { readonly from: number; readonly to: number },
): Float32Array {
  const { width, height, k } = info();
  const samples = 8;
  return Float32Array.from({ length: columns * rows }, (_, cell) => {
    let floor = 0;
    for (let i = 0; i < samples * samples; i++) {
      const u = (((cell % columns) + ((i % samples) + 0.5) / samples) * width) / columns;
      const v = ((Math.floor(cell / columns) + (Math.floor(i / samples) + 0.5) / samples) * height) / rows;
      const down = pitchRad + Math.atan((v - k[5]!) / k[4]!);
      const depth = down > 0 ? 0.13 / Math.tan(down) : Infinity;
      const across = (-(u - k[2]!) / k[0]!) * depth;
      const isWall = 0.05 + depth > x && (hole === undefined || across < hole.from || across > hole.to);
      if (!isWall && down > 0) floor++;
    }
    const share = Math.min(0.98, Math.max(0.02, floor / samples ** 2));
    return Math.log(share / (1 - share));
  });
}

describe('the free floor', () => {
  it('when the camera is a fisheye, then its bearings are as far apart as its lens sees, and floor is free in all of them', () => {
    const mask = new FloorMask(floorGridOf(manifest));
    const { k } = info();
    k[0] = k[4] = 140;
    const fisheye: CameraInfo = { ...info(), distortion_model: 'equidistant', d: new Float64Array(4), k };
    const fan = mask.aim(fisheye, camera(0), 3);
    // 160 pixels from the middle at 140 pixels a radian; a pinhole would say 48.8°.
    const half = (fan.beams * fan.angleIncrement) / 2;
    assert.ok(Math.abs(half - 160 / 140) < 1e-9, `${half} rad`);
    const ranges = new Float32Array(fan.beams);
    mask.fill(new Float32Array(columns * rows).fill(5), ranges);
    assert.ok(
      ranges.slice(OUTERMOST, -OUTERMOST).every((range) => range === Infinity),
      String(ranges),
    );
  });

  it('when a wall stands across, then each bearing that sees its foot measures the way to it', () => {
    for (const x of [0.4, 0.7, 1.2]) {
      const mask = new FloorMask(floorGridOf(manifest));
      const fan = mask.aim(info(), camera(), 3);
      const ranges = new Float32Array(fan.beams);
      mask.fill(wallAt(x), ranges);
      for (let beam = OUTERMOST; beam < fan.beams - OUTERMOST; beam++) {
        const expected = x / Math.cos(fan.angleMin + beam * fan.angleIncrement);
        const error = Math.abs(ranges[beam]! - expected) / expected;
        // A row of the mask shows the more floor the farther it is.
        assert.ok(error < (x < 1 ? 0.1 : 0.15), `${x} m, beam ${beam}: ${ranges[beam]} for ${expected}`);
      }
    }
  });

  it('when the threshold takes doubtful cells for free, then the wall is seen where it stands all the same', () => {
    const seenWith = (freeThreshold: number): Float32Array => {
      const mask = new FloorMask({ columns, rows, freeThreshold });
      const ranges = new Float32Array(mask.aim(info(), camera(), 3).beams);
      mask.fill(wallAt(0.7), ranges);
      return ranges;
    };
    assert.deepEqual(seenWith(0.2), seenWith(0.5));
    assert.ok(seenWith(0.8)[columns]! < seenWith(0.5)[columns]!);
  });

  it('when all is free, then every bearing is free as far as it was judged', () => {
    const mask = new FloorMask(floorGridOf(manifest));
    const fan = mask.aim(info(), camera(), 2);
    const ranges = new Float32Array(fan.beams);
    mask.fill(new Float32Array(columns * rows).fill(5), ranges);
    const judged = ranges.subarray(OUTERMOST, -OUTERMOST);
    assert.ok(judged.every((range) => range === Infinity));
    assert.ok(fan.rangeMin > 0.15 && fan.rangeMin < 0.5, String(fan.rangeMin));
  });

  it('when nothing is free, then every bearing ends at the nearest floor that it sees', () => {
    const mask = new FloorMask(floorGridOf(manifest));
    const fan = mask.aim(info(), camera(), 2);
    const ranges = new Float32Array(fan.beams);
    mask.fill(new Float32Array(columns * rows).fill(-5), ranges);
    const judged = ranges.subarray(OUTERMOST, -OUTERMOST);
    assert.ok(Math.min(...judged) >= fan.rangeMin - 1e-6);
    assert.ok(Math.max(...judged) < fan.rangeMin * 1.4);
  });

  it('when bearings count up, then they turn counter-clockwise: a hole on the left is on the last ones', () => {
    const mask = new FloorMask(floorGridOf(manifest));
    const fan = mask.aim(info(), camera(), 3);
    const ranges = new Float32Array(fan.beams);
    mask.fill(wallAt(0.6, 0.2, { from: 0.1, to: 1 }), ranges);
    assert.ok(fan.angleIncrement > 0);
    assert.ok(ranges[2]! < 1);
    assert.ok(ranges.at(-3)! > 1);
  });

  it('when the camera looks at the sky, then no bearing is judged', () => {
    const mask = new FloorMask(floorGridOf(manifest));
    const fan = mask.aim(info(), camera(-1.2), 3);
    const ranges = new Float32Array(fan.beams);
    mask.fill(new Float32Array(columns * rows), ranges);
    assert.ok(ranges.every(Number.isNaN));
  });

  it('when the camera or its lens changes, then the bearings are made anew', () => {
    const mask = new FloorMask(floorGridOf(manifest));
    const first = mask.aim(info(), camera(), 3);
    assert.equal(mask.aim(info(), camera(), 3), first);
    assert.notEqual(mask.aim(info(), camera(0.3), 3).rangeMin, first.rangeMin);
    assert.notEqual(mask.aim(info([-0.2, 0, 0, 0, 0]), camera(), 3), first);
  });
});
