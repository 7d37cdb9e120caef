// What a picture shows, in pixels of the network's input: boxes, free floor, surface.
import type { PixelSize } from '../picture/encode.js';

export interface LabelBox {
  /** Place in the network's classes. */
  readonly classId: number;
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  /** Less than 0.2 of it can be seen. */
  readonly hidden: boolean;
}

/** Side of the cells in which free floor is kept: fine enough to be turned and scaled. */
export const FLOOR_CELL = 2;

/** All of a cell, and a cell of which nothing is known. */
export const FULL_FLOOR = 254;
export const UNKNOWN_FLOOR = 255;

/** The cell of a pixel. */
export function floorCellAt(x: number, y: number, { width }: Pick<PixelSize, 'width'>): number {
  return Math.floor(y / FLOOR_CELL) * (width / FLOOR_CELL) + Math.floor(x / FLOOR_CELL);
}

export interface Labels {
  readonly boxes: readonly LabelBox[];
  /** Share of free floor by cell of 2 x 2 pixels, 0..254, row-major; 255, or undefined for all: not known. */
  readonly free: Uint8Array | undefined;
  /** Place in the network's surfaces; -1: unknown. */
  readonly surface: number;
}

/** An object cut out of its picture, where it stood there. */
export interface Cutout {
  readonly box: LabelBox;
  /** Of the patch, in pixels of the network's input. */
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  /** [height, width, 3]. */
  readonly pixels: Uint8Array;
  /** Share of each pixel that the object covers, 0..255. */
  readonly cover: Uint8Array;
}

/** One picture to learn from. */
export interface Example extends Labels {
  /** Of the image in its dataset. */
  readonly id: number;
  /** That it shows, by its name in the dataset. */
  readonly room: string;
  /** Bytes at the network's input size, [height, width, 3]. */
  readonly pixels: Uint8Array;
  /** Its whole objects, where they were asked for. */
  readonly cutouts?: readonly Cutout[];
}

/** A picture of one's own to change, with its free floor. */
export type Canvas = Pick<Example, 'pixels' | 'boxes'> & { readonly free: Uint8Array };

/** Neither trained on nor scored: hidden, or the short side under 4 pixels of the network's input. Nothing else is. */
export function isIgnored({ left, top, right, bottom, hidden }: LabelBox): boolean {
  return hidden || Math.min(right - left, bottom - top) < 4;
}
