// What the camera must show: geometry to the pixel, nearest first, shadows where light is blocked, the same bytes each time.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { startPoses, writePose } from '../scene/poses.js';
import type { CameraDevice, Light, Scene } from '../scene/scene.js';
import { Camera } from './camera.js';
import type { CameraFrame } from './frame.js';
import { toCameraInfo } from './info.js';
import {
  appearanceOf,
  cameraDevice,
  furnishedRoom,
  pointLight,
  sceneOf,
  shapeOf,
  upright,
} from './testing/furnished.js';
import type { Thing } from './testing/furnished.js';
import { createMipMap } from './textures.js';

const robot: Thing = { name: 'robot', model: '', position: [0, 0, 0], shapes: [], robot: true };
const white = appearanceOf([1, 1, 1]);
const lamp: Light = pointLight([0, 0, 2], 1);

function boxAt(
  name: string,
  position: readonly [number, number, number],
  size: readonly [number, number, number],
): Thing {
  return { name, model: 'box', position, shapes: [shapeOf({ kind: 'box', size }, white)] };
}

function level(device: Partial<CameraDevice> = {}): CameraDevice {
  return cameraDevice({ pose: { position: [0, 0, 0], orientation: upright }, ...device });
}

function shoot(scene: Scene, device = level()): CameraFrame {
  return new Camera(scene, device, { seed: 1, vignetting: 0 }).render(startPoses(scene), 0n);
}

function at({ width }: CameraFrame, x: number, y: number): number {
  return y * width + x;
}

describe('Camera', () => {
  it('when a box stands ahead, then it covers the pixels the pinhole formula says, at its depth', () => {
    const frame = shoot(sceneOf([robot, boxAt('box', [2.5, 0, 0], [1, 0.8, 0.6])], [lamp]));
    const focal = 160 / Math.tan(1.085 / 2);
    const [halfWidth, halfHeight] = [(focal * 0.4) / 2, (focal * 0.3) / 2];
    for (let y = 0; y < 240; y++) {
      for (let x = 0; x < 320; x++) {
        const inside = Math.abs(x + 0.5 - 160) < halfWidth && Math.abs(y + 0.5 - 120) < halfHeight;
        assert.equal(frame.instances[at(frame, x, y)], inside ? 2 : 0, `pixel ${x} ${y}`);
        const depth = frame.depth[at(frame, x, y)]!;
        assert.ok(inside ? Math.abs(depth - 2) < 1e-5 : depth === Infinity, `depth ${depth} at ${x} ${y}`);
      }
    }
  });

  it('when things stand to the left and above, then they appear left and above', () => {
    const things = [
      robot,
      boxAt('left', [3, 1, 0], [0.2, 0.2, 0.2]),
      boxAt('up', [3, 0, 1], [0.2, 0.2, 0.2]),
    ];
    const frame = shoot(sceneOf(things, [lamp]));
    const first = (solid: number) => frame.instances.indexOf(solid);
    assert.ok(first(2) % 320 < 100 && Math.abs(Math.floor(first(2) / 320) - 110) < 15);
    assert.ok(Math.abs((first(3) % 320) - 155) < 15 && Math.floor(first(3) / 320) < 40);
  });

  it('when one box hides another, then the nearer is seen, whatever their order in the file', () => {
    const [near, far] = [boxAt('near', [2, 0, 0], [0.2, 0.4, 0.4]), boxAt('far', [4, 0, 0], [0.2, 0.4, 0.4])];
    const middle = 120 * 320 + 160;
    assert.equal(shoot(sceneOf([robot, near, far], [lamp])).instances[middle], 2);
    assert.equal(shoot(sceneOf([robot, far, near], [lamp])).instances[middle], 3);
  });

  it('when every kind of shape is drawn anywhere, then depth, ids and colours stay sound', () => {
    const geometries = [
      { kind: 'box', size: [0.5, 0.4, 0.3] },
      { kind: 'sphere', radius: 0.3 },
      { kind: 'cylinder', radius: 0.2, height: 0.5, top: true, bottom: true, side: true },
      { kind: 'capsule', radius: 0.15, height: 0.4 },
      { kind: 'cone', bottomRadius: 0.3, height: 0.5 },
      { kind: 'plane', size: [0.5, 0.5] },
      {
        kind: 'mesh',
        vertices: Float64Array.of(0, 0, 0.4, 0.3, 0, 0, -0.2, 0.3, 0, -0.2, -0.3, 0),
        triangles: Uint32Array.of(0, 1, 2, 0, 2, 3, 0, 3, 1, 1, 3, 2),
        uvs: undefined,
      },
    ] as const;
    const place = fc.double({ min: -1.5, max: 1.5, noNaN: true });
    fc.assert(
      fc.property(fc.constantFrom(...geometries), place, place, place, place, (geometry, x, y, z, yaw) => {
        const thing: Thing = {
          name: 'thing',
          model: 'ball',
          position: [x, y, z],
          yaw,
          shapes: [shapeOf(geometry, white)],
        };
        const frame = shoot(sceneOf([robot, thing], [lamp]), level({ width: 64, height: 48, near: 0.05 }));
        frame.instances.forEach((id, i) => {
          const depth = frame.depth[i]!;
          assert.ok(
            id === 0 ? depth === Infinity : id === 2 && depth >= 0.049 && depth < 4,
            `id ${id} depth ${depth}`,
          );
        });
      }),
      { numRuns: 150 },
    );
  });

  it('when a ball is drawn, then it is round: as wide as high, its middle its radius nearer', () => {
    const ball: Thing = {
      name: 'ball',
      model: 'ball',
      position: [2, 0, 0],
      shapes: [shapeOf({ kind: 'sphere', radius: 0.3 }, white)],
    };
    const frame = shoot(sceneOf([robot, ball], [lamp]));
    const covered = frame.instances.filter((id) => id === 2).length;
    const radius = (160 / Math.tan(1.085 / 2)) * Math.tan(Math.asin(0.15));
    assert.ok(Math.abs(covered / (Math.PI * radius * radius) - 1) < 0.06, `${covered} pixels`);
    assert.ok(Math.abs(frame.depth[120 * 320 + 160]! - 1.7) < 0.02);
  });

  it('when two walls meet, then no pixel between them shows the sky', () => {
    const scene = furnishedRoom({ boxes: 0 });
    const poses = startPoses(scene);
    const camera = new Camera(scene, cameraDevice(), { seed: 1 });
    for (let yaw = 0; yaw < 6.28; yaw += 0.37) {
      writePose(poses, 0, {
        position: [1, 0.5, 0],
        orientation: [0, 0, Math.sin(yaw / 2), Math.cos(yaw / 2)],
      });
      const { instances } = camera.render(poses, 0n);
      assert.equal(instances.subarray(110 * 320).indexOf(0), -1, `a hole at yaw ${yaw}`);
    }
  });

  it('when a lamp hangs above a box, then the floor beside it is lit and the floor in its shadow is not', () => {
    const floor: Thing = {
      name: 'floor',
      model: 'floor',
      position: [0, 0, -0.5],
      shapes: [shapeOf({ kind: 'plane', size: [8, 8] }, appearanceOf([0.5, 0.5, 0.5]))],
    };
    const screen = boxAt('screen', [2, 0, 0.6], [1, 0.6, 0.02]);
    const lit = shoot(sceneOf([robot, floor], [lamp]));
    const shaded = shoot(sceneOf([robot, floor, screen], [pointLight([2, 0, 2], 1)]));
    const open = shoot(sceneOf([robot, floor], [pointLight([2, 0, 2], 1)]));
    // The floor point below the screen: 2 m ahead, 0.5 m down.
    const pixel = (120 + Math.round((265.6 * 0.5) / 2)) * 320 + 160;
    assert.equal(lit.instances[pixel], 2);
    assert.ok(
      shaded.rgb[pixel * 3]! < 0.7 * open.rgb[pixel * 3]!,
      `${shaded.rgb[pixel * 3]} of ${open.rgb[pixel * 3]}`,
    );
  });

  it('when a loose box moves away, then its shadow goes with it', () => {
    const floor: Thing = {
      name: 'floor',
      model: 'floor',
      position: [0, 0, -0.5],
      shapes: [shapeOf({ kind: 'plane', size: [8, 8] }, appearanceOf([0.5, 0.5, 0.5]))],
    };
    const scene = sceneOf(
      [robot, floor, { ...boxAt('screen', [2, 0, 0.6], [1, 0.6, 0.02]), loose: true }],
      [pointLight([2, 0, 2], 1)],
    );
    const camera = new Camera(scene, level(), { seed: 1 });
    const poses = startPoses(scene);
    const pixel = ((120 + 66) * 320 + 160) * 3;
    const before = camera.render(poses, 0n).rgb[pixel]!;
    writePose(poses, 2, { position: [2, 3, 0.6], orientation: upright });
    const away = camera.render(poses, 0n).rgb[pixel]!;
    writePose(poses, 2, { position: [2, 0, 0.6], orientation: upright });
    const back = camera.render(poses, 0n).rgb[pixel]!;
    assert.ok(before < 0.7 * away, `${before} then ${away}`);
    assert.equal(back, before);
  });

  it('when a glass pane stands before a box, then the box is seen through it and the pane is told apart', () => {
    const glass = { ...appearanceOf([0.8, 0.9, 0.9]), transparency: 0.8 };
    const pane: Thing = {
      name: 'pane',
      model: 'glass',
      position: [1, 0, 0],
      shapes: [shapeOf({ kind: 'box', size: [0.01, 2, 2] }, glass)],
    };
    const box = boxAt('box', [2, 0, 0], [0.2, 0.4, 0.4]);
    const through = shoot(sceneOf([robot, pane, box], [lamp]));
    const plain = shoot(sceneOf([robot, box], [lamp]));
    const middle = 120 * 320 + 160;
    assert.equal(through.instances[middle], 3);
    assert.equal(through.glass[middle], 2);
    assert.ok(Math.abs(through.depth[middle]! - 1.9) < 1e-4);
    assert.notEqual(through.rgb[middle * 3], plain.rgb[middle * 3]);
    assert.equal(plain.glass[middle], 0);
  });

  it('when a texture lies on a box, then its upper left corner is at the upper left of the face', () => {
    const rgb = Uint8Array.from({ length: 64 * 64 * 3 }, (_, i) => {
      const [x, y] = [Math.floor(i / 3) % 64, Math.floor(i / 192)];
      return x < 32 && y < 32 ? 255 : 60;
    });
    const face = { ...robot, name: 'box', robot: false, position: [2, 0, 0] as const };
    const scene = sceneOf(
      [
        robot,
        { ...face, shapes: [shapeOf({ kind: 'box', size: [1, 1, 1] }, appearanceOf([1, 1, 1], 'a.png'))] },
      ],
      [lamp],
    );
    const textures = new Map([['a.png', createMipMap({ width: 64, height: 64, rgb })]]);
    const frame = new Camera(scene, level(), { seed: 1, textures, vignetting: 0 }).render(
      startPoses(scene),
      0n,
    );
    const corner = (x: number, y: number) => frame.rgb[at(frame, x, y) * 3]!;
    const others = [corner(200, 80), corner(120, 160), corner(200, 160)];
    others.forEach((other) => assert.ok(corner(120, 80) > 2 * other, `${corner(120, 80)} against ${other}`));
  });

  it('when edges are smoothed, then ids and depth stay as they are to within a pixel and edges get in-between colours', () => {
    const scene = sceneOf([robot, { ...boxAt('box', [2.5, 0, 0], [1, 0.8, 0.6]), yaw: 0.3 }], [lamp]);
    const [plain, smooth] = [shoot(scene), shoot(scene, level({ antiAliasing: true }))];
    const different = plain.instances.filter((id, i) => id !== smooth.instances[i]).length;
    assert.ok(different < 400, `${different} ids differ`);
    const colors = (frame: CameraFrame) =>
      new Set(Array.from({ length: 76_800 }, (_, i) => frame.rgb[i * 3]!)).size;
    assert.ok(colors(smooth) > colors(plain));
  });

  it('when there is noise, then it has its deviation and depends on seed and time alone', () => {
    const scene = sceneOf([robot, boxAt('box', [1.5, 0, 0], [1, 4, 4])], [lamp]);
    const take = (seed: number, timeNs: bigint) =>
      new Camera(scene, level({ noise: 0.02 }), { seed, vignetting: 0 })
        .render(startPoses(scene), timeNs)
        .rgb.slice();
    const clean = shoot(scene).rgb;
    const noisy = take(1, 5n);
    assert.deepEqual(noisy, take(1, 5n));
    assert.notDeepEqual(noisy, take(1, 6n));
    assert.notDeepEqual(noisy, take(2, 5n));
    const squares = noisy.reduce((sum, value, i) => sum + (value - clean[i]!) ** 2, 0);
    const deviation = Math.sqrt(squares / noisy.length);
    assert.ok(Math.abs(deviation - 5.1) < 0.3, `deviation ${deviation}`);
  });

  it('when the lens has no distortion, then it changes nothing; when it has, straight edges bend', () => {
    const scene = sceneOf([robot, boxAt('box', [1.5, 0, 0], [1, 1.4, 0.9])], [lamp]);
    const lens = (k: number) => ({ center: [0.5, 0.5], radial: [k, 0], tangential: [0, 0] }) as const;
    const plain = shoot(scene);
    assert.deepEqual(shoot(scene, level({ lens: lens(0) })).instances, plain.instances);
    const bent = shoot(scene, level({ lens: lens(0.3) }));
    const topOf = (frame: CameraFrame, x: number) =>
      Array.from({ length: 240 }, (_, y) => frame.instances[at(frame, x, y)]).indexOf(2);
    assert.equal(topOf(plain, 160), topOf(plain, 30));
    assert.ok(topOf(bent, 30) > topOf(bent, 160), `${topOf(bent, 30)} and ${topOf(bent, 160)}`);
  });

  it('when two cameras see the same poses after different pasts, then their pictures are the same bytes', () => {
    const scene = furnishedRoom({ boxes: 8, loose: true });
    const [a, b] = [
      new Camera(scene, cameraDevice(), { seed: 3 }),
      new Camera(scene, cameraDevice(), { seed: 3 }),
    ];
    const poses = startPoses(scene);
    a.render(poses, 0n);
    writePose(poses, 8, { position: [2, 0.2, 0.4], orientation: upright });
    a.render(poses, 1n);
    writePose(poses, 8, { position: [1.5, -0.2, 0.2], orientation: upright });
    assert.deepEqual(a.render(poses, 2n).rgb, b.render(poses, 2n).rgb);
  });

  it('when its intrinsics are asked for, then K projects as the camera draws', () => {
    const header = { stamp: { sec: 0, nanosec: 0 }, frame_id: 'camera_optical_frame' };
    const info = toCameraInfo(cameraDevice(), header);
    assert.ok(Math.abs(info.k[0]! - 160 / Math.tan(1.085 / 2)) < 1e-9);
    assert.deepEqual([info.k[2], info.k[5], info.width, info.height], [160, 120, 320, 240]);
    assert.equal(info.p.length, 12);
    assert.equal(info.d.length, 5);
  });
});
