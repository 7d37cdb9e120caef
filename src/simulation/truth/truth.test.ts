// Ground truth: boxes that agree with the segmentation to the pixel, fractions, whole boxes, floors and messages.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { decodePng16 } from '../../picture/decode.js';
import { Camera } from '../camera/camera.js';
import { listObjects } from '../camera/objects.js';
import {
  appearanceOf,
  cameraDevice,
  furnishedRoom,
  pointLight,
  sceneOf,
  shapeOf,
  upright,
} from '../camera/testing/furnished.js';
import type { Thing } from '../camera/testing/furnished.js';
import { startPoses, writePose } from '../scene/poses.js';
import type { CameraDevice, Scene } from '../scene/scene.js';
import { objectsOfBeams } from './beams.js';
import { classTable, segmentationClasses, writeClasses } from './classes.js';
import { Floors } from './floors.js';
import { toDepth, toDetections, toSegmentation, toSurface } from './messages.js';
import { ObjectSeer } from './objects-seen.js';
import type { SeenObject } from './objects-seen.js';

const robot: Thing = { name: 'robot', model: '', position: [0, 0, 0], shapes: [], robot: true };
const white = appearanceOf([1, 1, 1]);
const lamp = pointLight([0, 0, 2], 1);
const header = { stamp: { sec: 1, nanosec: 2 }, frame_id: 'camera_optical_frame' };

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

function look(scene: Scene, device = level()): { frame: ReturnType<Camera['render']>; seen: SeenObject[] } {
  const camera = new Camera(scene, device, { seed: 1 });
  const frame = camera.render(startPoses(scene), 0n);
  return { frame, seen: new ObjectSeer(camera.objects).see(frame) };
}

function only(seen: readonly SeenObject[], name: string): SeenObject {
  const found = seen.find(({ object }) => object.name === name);
  assert.ok(found, `${name} is not seen`);
  return found;
}

describe('ground truth', () => {
  it('when the robot looks around a room, then every box is the smallest around its pixels, and no object is missed', () => {
    const scene = furnishedRoom({ boxes: 15 });
    for (const antiAliasing of [false, true]) {
      const camera = new Camera(scene, cameraDevice({ antiAliasing }), { seed: 1 });
      const seer = new ObjectSeer(camera.objects);
      const poses = startPoses(scene);
      fc.assert(
        fc.property(fc.double({ min: -3, max: 3, noNaN: true }), (yaw) => {
          writePose(poses, 0, { position: [0, 0, 0], orientation: [0, 0, Math.sin(yaw), Math.cos(yaw)] });
          const frame = camera.render(poses, 0n);
          const boxes = new Map<number, [number, number, number, number]>();
          frame.instances.forEach((id, i) => {
            if (id === 0 || camera.objects.list[camera.objects.ofSolid[id - 1]!]!.structure) return;
            const [x, y] = [i % 320, Math.floor(i / 320)];
            const [l, t, r, b] = boxes.get(id) ?? [x, y, x, y];
            boxes.set(id, [Math.min(l, x), Math.min(t, y), Math.max(r, x), Math.max(b, y)]);
          });
          const seen = seer.see(frame);
          assert.equal(seen.length, boxes.size);
          for (const { object, box, visibleFraction } of seen) {
            const [l, t, r, b] = boxes.get(object.solid + 1)!;
            assert.deepEqual(box, { left: l, top: t, right: r + 1, bottom: b + 1 });
            assert.ok(visibleFraction > 0 && visibleFraction <= 1);
          }
        }),
        { numRuns: 12 },
      );
    }
  });

  it('when half of a box is hidden, then its visible fraction is a half and its full box is whole', () => {
    const hidden = boxAt('hidden', [3, 0, 0], [0.1, 0.8, 0.8]);
    const screen = boxAt('screen', [1.5, 0.5, 0], [0.1, 1, 1]);
    const { seen } = look(sceneOf([robot, hidden, screen], [lamp]));
    const { visibleFraction, box, fullBox, truncation } = only(seen, 'hidden');
    assert.ok(Math.abs(visibleFraction - 0.5) < 0.02, `${visibleFraction}`);
    assert.ok(fullBox.right - fullBox.left > 1.9 * (box.right - box.left));
    assert.equal(truncation, 0);
    assert.equal(only(seen, 'screen').visibleFraction, 1);
  });

  it('when the visible fraction is compared with a picture of the object alone, then they agree exactly', () => {
    const scene = furnishedRoom({ boxes: 60, side: 6 });
    const { seen } = look(scene, cameraDevice());
    assert.ok(seen.some(({ visibleFraction }) => visibleFraction < 1));
    for (const { object, visiblePixels, visibleFraction } of seen) {
      const alone = {
        ...scene,
        solids: scene.solids.map((s) => (s.index === object.solid ? s : { ...s, shapes: [] })),
      };
      const pixels = look(alone, cameraDevice()).seen[0]!.visiblePixels;
      assert.ok(Math.abs(visibleFraction - visiblePixels / pixels) < 1e-9, `${object.name}`);
    }
  });

  it('when an object has parts, then they are one object, and parts that hide each other count once', () => {
    const chair: Thing = {
      name: 'chair',
      model: 'chair',
      position: [2, 0, 0],
      shapes: [
        shapeOf({ kind: 'box', size: [0.4, 0.4, 0.05] }, white),
        shapeOf({ kind: 'box', size: [0.05, 0.4, 0.4] }, white, { position: [0.2, 0, 0.2] }),
        shapeOf({ kind: 'cylinder', radius: 0.03, height: 0.4, top: true, bottom: true, side: true }, white, {
          position: [0, 0, -0.2],
        }),
      ],
    };
    const wheel: Thing = { ...boxAt('wheel', [2, 0, -0.42], [0.1, 0.1, 0.05]), model: 'wheel', parent: 1 };
    const { seen } = look(sceneOf([robot, chair, wheel], [lamp]));
    assert.deepEqual(
      seen.map(({ object }) => object.name),
      ['chair'],
    );
    assert.equal(seen[0]!.visibleFraction, 1);
  });

  it('when an object reaches out of the picture, then truncation says how much', () => {
    const { seen } = look(sceneOf([robot, boxAt('box', [2, 1.2, 0], [0.02, 0.8, 0.4])], [lamp]));
    const { truncation, fullBox } = only(seen, 'box');
    const expected = -fullBox.left / (fullBox.right - fullBox.left);
    assert.ok(truncation > 0.2 && Math.abs(truncation - expected) < 1e-6);
  });

  it('when glass stands in the way, then it is an object of its own and what is behind keeps its pixels', () => {
    const pane: Thing = {
      name: 'pane',
      model: 'glass',
      position: [1, 0, 0],
      shapes: [shapeOf({ kind: 'box', size: [0.01, 0.6, 0.6] }, { ...white, transparency: 0.8 })],
    };
    const { seen } = look(sceneOf([robot, pane, boxAt('box', [2, 0, 0], [0.2, 0.4, 0.4])], [lamp]));
    assert.equal(only(seen, 'pane').visibleFraction, 1);
    assert.equal(only(seen, 'box').visibleFraction, 1);
  });

  it('when boxes become detections, then centre, size, class, name and fraction are in their fields', () => {
    const { seen } = look(sceneOf([robot, boxAt('crate', [2, 0, 0], [0.2, 0.4, 0.4])], [lamp]));
    const { detections } = toDetections(seen, header);
    const { box } = seen[0]!;
    assert.equal(detections.length, 1);
    const { id, bbox, results } = detections[0]!;
    assert.equal(id, 'crate');
    assert.deepEqual(results[0]!.hypothesis, { class_id: 'box', score: 1 });
    assert.equal(bbox.center.position.x - bbox.size_x / 2, box.left);
    assert.equal(bbox.center.position.y + bbox.size_y / 2, box.bottom);
  });

  it('when segmentation and depth travel as PNG, then ids and millimetres come back', async () => {
    const { frame } = look(sceneOf([robot, boxAt('crate', [2, 0, 0], [0.2, 0.4, 0.4])], [lamp]));
    const ids = await decodePng16((await toSegmentation(frame, header)).data);
    assert.deepEqual(ids.values, frame.instances);
    const depth = await decodePng16((await toDepth(frame, header)).data);
    assert.equal(depth.values[120 * 320 + 160], 1900);
    assert.equal(depth.values[0], 0);
  });

  it('when classes are asked for, then each pixel has the number of its class', () => {
    const scene = sceneOf([robot, boxAt('crate', [2, 0, 0], [0.2, 0.4, 0.4])], [lamp]);
    const { frame } = look(scene);
    const classes = new Uint8Array(frame.instances.length);
    writeClasses(classes, frame.instances, classTable(listObjects(scene)));
    assert.equal(segmentationClasses[classes[120 * 320 + 160]!], 'box');
    assert.equal(segmentationClasses[classes[0]!], 'other');
  });

  it('when beams name solids, then their objects are found, and none where nothing was hit', () => {
    const scene = sceneOf([robot, boxAt('crate', [2, 0, 0], [1, 1, 1])], [lamp]);
    const beams = objectsOfBeams(Int32Array.of(-1, 1, 0), listObjects(scene));
    assert.deepEqual(
      beams.map((object) => object?.name),
      [undefined, 'crate', undefined],
    );
  });
});

describe('Floors', () => {
  const flat = (
    name: string,
    contactMaterial: string,
    position: readonly [number, number, number],
    side: number,
  ): Thing => ({
    name,
    model: 'floor',
    contactMaterial,
    position,
    shapes: [shapeOf({ kind: 'box', size: [side, side, 0.1] }, white)],
  });
  const scene = sceneOf(
    [
      robot,
      flat('planks', 'wood', [-2, 0, -0.05], 4),
      flat('tiles', 'tile', [2, 0, -0.05], 4),
      flat('rug', 'carpet', [2, 1, -0.04], 1),
      flat('shelf', 'concrete', [0, 0, 1], 4),
    ],
    [lamp],
  );
  const poses = startPoses(scene);
  const standAt = (x: number, y: number, yaw: number) =>
    writePose(poses, 0, { position: [x, y, 0], orientation: [0, 0, Math.sin(yaw / 2), Math.cos(yaw / 2)] });

  it('when the robot stands on wood before tiles, then wood is under it and tiles are ahead', () => {
    standAt(-0.2, 0, 0);
    const floors = new Floors(scene);
    assert.equal(floors.under(poses, 0).surface, 'wood');
    const ahead = floors.ahead(poses, 0);
    assert.equal(ahead.surface, 'tile');
    assert.equal(ahead.share, 1);
    assert.deepEqual(toSurface(ahead, header).results, [{ class_id: 'tile', score: 1 }]);
  });

  it('when a rug lies on the tiles, then the rug counts, and the shelf above does not', () => {
    standAt(2, 1, 0);
    assert.equal(new Floors(scene).under(poses, 0).surface, 'carpet');
  });

  it('when the corridor is divided, then the greater part wins and the share says how great it is', () => {
    standAt(-0.5, 0, 0);
    const { surface, share } = new Floors(scene).ahead(poses, 0);
    assert.equal(surface, 'tile');
    assert.ok(share > 0.6 && share < 0.8, `${share}`);
  });

  it('when there is no floor, then the surface is unknown', () => {
    standAt(9, 9, 0);
    assert.equal(new Floors(scene).ahead(poses, 0).surface, 'unknown');
  });
});
