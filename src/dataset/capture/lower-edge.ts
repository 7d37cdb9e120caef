// How far down an object would reach in the columns where it is seen, if nothing hid it there: the amodal lower edge.
import { pinholeOf, type Pinhole } from '../../simulation/camera/pinhole.js';
import type { SceneObjects } from '../../simulation/camera/objects.js';
import type { PixelBox } from '../../simulation/truth/objects-seen.js';
import { outlineOf } from '../../simulation/camera/shape-outline.js';
import { apply, compose, inverse, type Vector } from '../../runtime/geometry/rigid-tuples.js';
import type { Poses } from '../../simulation/scene/poses.js';
import type { CameraDevice, Scene } from '../../simulation/scene/scene.js';
import { poseIn } from './stance.js';

/** What is nearer to the lens than this is cut off, metres. */
const NEAR_M = 0.02;

interface Piece {
  readonly solid: number;
  /** Corners of each facet, in the frame of the solid. */
  readonly facets: readonly (readonly Vector[])[];
}

type Pixel = readonly [x: number, y: number];

export class LowerEdge {
  readonly #scene: Scene;
  readonly #device: CameraDevice;
  readonly #objects: SceneObjects;
  readonly #pinhole: Pinhole;
  readonly #piecesByObject = new Map<number, readonly Piece[]>();

  /** Through an ideal lens. */
  constructor(scene: Scene, device: CameraDevice, objects: SceneObjects) {
    this.#scene = scene;
    this.#device = device;
    this.#objects = objects;
    this.#pinhole = pinholeOf(device);
  }

  /** Pixels from the top, beyond the picture too; the box's own lower edge where nothing lies below it. */
  find(object: number, box: PixelBox, poses: Poses): number {
    const camera = inverse(compose(poseIn(poses, this.#device.solid), this.#device.pose));
    let lowest = box.bottom;
    for (const { solid, facets } of this.#piecesOf(object)) {
      const toCamera = compose(camera, poseIn(poses, solid));
      for (const facet of facets) {
        const inFront = cutAbove(
          facet.map((corner) => apply(toCamera, corner)),
          (corner) => corner[0] - NEAR_M,
        );
        lowest = Math.max(lowest, this.#lowestIn(inFront, box));
      }
    }
    return lowest;
  }

  #lowestIn(facet: readonly Vector[], { left, right }: PixelBox): number {
    const { focal, centerX, centerY } = this.#pinhole;
    const pixels = facet.map(([x, y, z]): Pixel => [centerX - (focal * y) / x, centerY - (focal * z) / x]);
    const inColumns = cutAbove(
      cutAbove(pixels, ([x]) => x - left),
      ([x]) => right - x,
    );
    return inColumns.reduce((most, [, y]) => Math.max(most, y), -Infinity);
  }

  #piecesOf(object: number): readonly Piece[] {
    let pieces = this.#piecesByObject.get(object);
    if (pieces === undefined) {
      pieces = this.#scene.solids
        .filter(({ index }) => this.#objects.ofSolid[index] === object)
        .flatMap(({ index, shapes }) =>
          shapes.map(({ geometry, pose }) => {
            const { vertices, facets } = outlineOf(geometry);
            const placed = vertices.map((vertex) => apply(pose, vertex));
            return { solid: index, facets: facets.map(({ corners }) => corners.map((c) => placed[c]!)) };
          }),
        );
      this.#piecesByObject.set(object, pieces);
    }
    return pieces;
  }
}

/** The part of a convex polygon where `height` is not negative; `height` is linear in the corners (Sutherland and Hodgman). */
function cutAbove<C extends readonly number[]>(polygon: readonly C[], height: (corner: C) => number): C[] {
  return polygon.flatMap((corner, i) => {
    const next = polygon[(i + 1) % polygon.length]!;
    const [here, there] = [height(corner), height(next)];
    const kept = here >= 0 ? [corner] : [];
    if (here >= 0 === there >= 0) return kept;
    const t = here / (here - there);
    return [...kept, corner.map((value, axis) => value + t * (next[axis]! - value)) as unknown as C];
  });
}
