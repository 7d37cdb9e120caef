// The labels of one rendered frame: boxes with their amodal lower edge, masks, free floor, and how far and how high things are.
import type { SceneObject, SceneObjects } from '../../simulation/camera/objects.js';
import type { CameraFrame } from '../../simulation/camera/frame.js';
import { outlinesOf } from '../../simulation/rooms/outline.js';
import { distanceToOutline } from '../../simulation/rooms/reach.js';
import { POSE_STRIDE, type Poses } from '../../simulation/scene/poses.js';
import type { CameraDevice, Pose, Scene, Solid } from '../../simulation/scene/scene.js';
import { Floors } from '../../simulation/truth/floors.js';
import { FreeFloor } from '../../simulation/truth/free-floor.js';
import { ObjectSeer, type PixelBox, type SeenObject } from '../../simulation/truth/objects-seen.js';
import type { FrameLabels, LabelledObject } from '../labels.js';
import { encodeRle } from '../rle.js';
import { LowerEdge } from './lower-edge.js';
import { poseIn } from './stance.js';

/** The robot's own height and a little more: what hangs higher does not count as near. */
const IN_THE_WAY = { lowM: 0.005, highM: 0.25 };
const ALL_HEIGHTS_M = 4;

/** Labels frames of one scene; keeps its buffers between them. */
export class FrameLabeller {
  readonly #robot: number;
  readonly #objects: SceneObjects;
  readonly #seer: ObjectSeer;
  readonly #lowerEdge: LowerEdge;
  readonly #floors: Floors;
  readonly #solidsByObject: readonly (readonly Solid[])[];
  readonly #freeFloor: FreeFloor;
  #mask = new Uint8Array(0);

  /** `objects`: those of the camera that makes the frames. */
  constructor(scene: Scene, device: CameraDevice, objects: SceneObjects) {
    this.#robot = scene.robot?.solid ?? -1;
    this.#objects = objects;
    this.#lowerEdge = new LowerEdge(scene, device, objects);
    this.#seer = new ObjectSeer(objects);
    this.#floors = new Floors(scene);
    this.#solidsByObject = objects.list.map(({ index }) =>
      scene.solids.filter((solid) => objects.ofSolid[solid.index] === index),
    );
    this.#freeFloor = new FreeFloor(scene);
  }

  label(frame: CameraFrame, poses: Poses, stampNs: bigint): FrameLabels {
    const { surface, share } = this.#floors.ahead(poses, this.#robot);
    const seen = this.#seer.see(frame).filter(({ object }) => object.obstacle);
    return {
      stamp: String(stampNs),
      surface: share > 0.5 ? surface : 'unknown',
      objects: seen.map((one) => this.#describe(one, frame, poses)),
      free_space: this.#freeSpace(frame),
    };
  }

  #describe(seen: SeenObject, frame: CameraFrame, poses: Poses): LabelledObject {
    const { object, box, visibleFraction, truncation } = seen;
    return {
      class: object.model,
      name: object.name,
      box: [box.left, box.top, box.right, box.bottom],
      lower: rounded(this.#lower(seen, frame, poses)),
      visible_fraction: rounded(visibleFraction),
      truncation: rounded(truncation),
      ...this.#measures(object, poses),
      segmentation: this.#maskOf(object, box, frame),
    };
  }

  /** Looked for only where something below may be hidden and the picture has room for it. */
  #lower({ object, box, fullBox }: SeenObject, { height }: CameraFrame, poses: Poses): number {
    if (box.bottom >= height || fullBox.bottom <= box.bottom + 1) return box.bottom;
    return this.#lowerEdge.find(object.index, box, poses);
  }

  #measures({ index }: SceneObject, poses: Poses): { height?: number; distance?: number } {
    const at = this.#robot * POSE_STRIDE;
    const here = [poses[at]!, poses[at + 1]!] as const;
    const bounds = this.#solidsByObject[index]!.flatMap((solid) =>
      solid.bounds.map((bound) => ({ bound, pose: poseIn(poses, solid.index) })),
    );
    const near = bounds
      .flatMap(({ bound, pose }) => outlinesOf(bound, pose, IN_THE_WAY))
      .map((outline) => distanceToOutline(outline, here));
    const distance = Math.min(...near);
    return {
      height: rounded(highest(bounds)),
      ...(Number.isFinite(distance) ? { distance: rounded(distance) } : {}),
    };
  }

  /** Its pixels, those of its glass too. */
  #maskOf({ index }: SceneObject, box: PixelBox, { instances, glass, width, height }: CameraFrame) {
    const { ofSolid } = this.#objects;
    const mask = this.#maskFor(width * height);
    for (let y = box.top; y < box.bottom; y++) {
      for (let i = y * width + box.left, end = y * width + box.right; i < end; i++) {
        const [solid, pane] = [instances[i]!, glass[i]!];
        const isIt = (solid > 0 && ofSolid[solid - 1] === index) || (pane > 0 && ofSolid[pane - 1] === index);
        mask[i] = isIt ? 1 : 0;
      }
    }
    return encodeRle(mask, width, height, box);
  }

  #maskFor(pixels: number): Uint8Array {
    if (this.#mask.length !== pixels) this.#mask = new Uint8Array(pixels);
    return this.#mask;
  }

  #freeSpace(frame: CameraFrame) {
    const { width, height } = frame;
    const mask = this.#maskFor(width * height);
    this.#freeFloor.write(mask, frame);
    return encodeRle(mask, width, height);
  }
}

interface Placed {
  readonly bound: Solid['bounds'][number];
  readonly pose: Pose;
}

/** Metres above the floor, to 2 mm: by halving the height at which something is still found. */
function highest(bounds: readonly Placed[]): number {
  let [low, high] = [0, ALL_HEIGHTS_M];
  while (high - low > 0.002) {
    const middle = (low + high) / 2;
    const slab = { lowM: middle, highM: ALL_HEIGHTS_M };
    if (bounds.some(({ bound, pose }) => outlinesOf(bound, pose, slab).length > 0)) low = middle;
    else high = middle;
  }
  return high;
}

function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}
