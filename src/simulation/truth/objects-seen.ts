// The objects in a frame: tight boxes from the segmentation, how much of each can be seen, and the box it would have alone.
import type { CameraFrame } from '../camera/frame.js';
import type { SceneObject, SceneObjects } from '../camera/objects.js';
import { endOfRun, pairsOf } from './runs.js';

/** Pixels; right and bottom are the first column and row outside. */
export interface PixelBox {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export interface SeenObject {
  readonly object: SceneObject;
  /** The smallest box around its pixels in the segmentation, glass included. */
  readonly box: PixelBox;
  readonly visiblePixels: number;
  /** Visible pixels over those it would cover inside the picture if nothing hid it, 0..1. */
  readonly visibleFraction: number;
  /** Its whole projection, also where hidden or outside the picture; fractions of pixels. */
  readonly fullBox: PixelBox;
  /** Share of fullBox's area outside the picture, 0..1. */
  readonly truncation: number;
}

/** Reads frames of one scene; keeps its counters between them. */
export class ObjectSeer {
  readonly #objects: SceneObjects;
  readonly #pixels: Uint32Array;
  /** left, top, right, bottom per object. */
  readonly #boxes: Int32Array;

  constructor(objects: SceneObjects) {
    this.#objects = objects;
    this.#pixels = new Uint32Array(objects.list.length);
    this.#boxes = new Int32Array(objects.list.length * 4);
  }

  /** All objects with at least one pixel, in the order of the scene; floors, walls and the like are not among them. */
  see(frame: CameraFrame): SeenObject[] {
    this.#pixels.fill(0);
    this.#countRuns(frame, frame.instances, undefined);
    if (frame.hasGlass) this.#countRuns(frame, frame.glass, frame.instances);
    return this.#objects.list
      .filter(({ index, structure }) => !structure && this.#pixels[index]! > 0)
      .map((object) => this.#describe(object, frame));
  }

  /** `counted`: pixels where that buffer shows the same object are counted already. */
  #countRuns({ width, height }: CameraFrame, solids: Uint16Array, counted: Uint16Array | undefined): void {
    const seen = pairsOf(solids);
    for (let y = 0; y < height; y++) {
      const row = y * width;
      for (let at = row; at < row + width;) {
        const start = at;
        const solid = solids[start]!;
        at = endOfRun(seen, start, row + width);
        if (solid === 0) continue;
        const object = this.#objects.ofSolid[solid - 1]!;
        if (object < 0) continue;
        let pixels = at - start;
        for (let i = start; counted !== undefined && i < at; i++) {
          if (counted[i]! > 0 && this.#objects.ofSolid[counted[i]! - 1] === object) pixels--;
        }
        this.#grow(object, y, start - row, at - row);
        this.#pixels[object]! += pixels;
      }
    }
  }

  #grow(object: number, y: number, start: number, end: number): void {
    const boxes = this.#boxes;
    const at = object * 4;
    if (this.#pixels[object] === 0) {
      boxes[at] = start;
      boxes[at + 1] = y;
      boxes[at + 2] = end;
      boxes[at + 3] = y + 1;
      return;
    }
    if (start < boxes[at]!) boxes[at] = start;
    if (y < boxes[at + 1]!) boxes[at + 1] = y;
    if (end > boxes[at + 2]!) boxes[at + 2] = end;
    if (y >= boxes[at + 3]!) boxes[at + 3] = y + 1;
  }

  #describe(object: SceneObject, { outlines, width, height }: CameraFrame): SeenObject {
    const visiblePixels = this.#pixels[object.index]!;
    const box = boxAt(this.#boxes, object.index);
    const fullBox = boxAt(outlines.boxes, object.index);
    return {
      object,
      box,
      visiblePixels,
      visibleFraction: Math.min(1, visiblePixels / Math.max(1, outlines.pixels[object.index]!)),
      fullBox,
      truncation: outside(fullBox, width, height),
    };
  }
}

function boxAt(boxes: ArrayLike<number>, index: number): PixelBox {
  const at = index * 4;
  return { left: boxes[at]!, top: boxes[at + 1]!, right: boxes[at + 2]!, bottom: boxes[at + 3]! };
}

function outside({ left, top, right, bottom }: PixelBox, width: number, height: number): number {
  const area = (right - left) * (bottom - top);
  const inside =
    Math.max(0, Math.min(width, right) - Math.max(0, left)) *
    Math.max(0, Math.min(height, bottom) - Math.max(0, top));
  return area > 0 ? Math.min(1, Math.max(0, 1 - inside / area)) : 0;
}
