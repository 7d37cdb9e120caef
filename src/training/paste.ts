// Objects of other pictures put on the free floor of one: every picture has new neighbours, floors and light for them.
import type { PixelSize } from '../picture/encode.js';
import type { Random } from '../simulation/random.js';
import {
  FLOOR_CELL,
  floorCellAt,
  FULL_FLOOR,
  UNKNOWN_FLOOR,
  type Canvas,
  type Cutout,
  type LabelBox,
} from './labels.js';
import { shareInside } from './score/match.js';

/** The lowest part of an object is what it stands by: so high, as a share of its shorter side. */
const FOOT = 0.2;
/** Of the foot, the least share of free floor under it. */
const LEAST_FREE = 0.9;
/** More of what stands behind may not be covered: its box would no longer be what can be seen of it. */
const MOST_COVERED = 0.2;
/** Up and down, pixels: without scaling no further. */
const MOST_LIFT = 2;
/** Greatest change of brightness: its room was lit otherwise. */
const LIGHT = 0.25;

/** Where a cutout is to be. */
interface Place {
  readonly cutout: Cutout;
  readonly left: number;
  readonly top: number;
  readonly mirrored: boolean;
  readonly box: LabelBox;
}

export class Paster {
  readonly #size: PixelSize;
  readonly #byClass: readonly (readonly Cutout[])[];

  constructor(size: PixelSize, cutouts: readonly Cutout[]) {
    this.#size = size;
    const classes = [...new Set(cutouts.map(({ box }) => box.classId))].sort((a, b) => a - b);
    this.#byClass = classes.map((id) => cutouts.filter(({ box }) => box.classId === id));
  }

  /**
   * Puts those of `tries` objects onto the canvas that fit, and returns all boxes that are then on it. One keeps the row
   * that it stood on, so that it is as large as it would be there, and stands wholly on free floor, before nothing that is
   * nearer. All classes are as likely to be tried.
   */
  paste(canvas: Canvas, tries: number, random: Random): readonly LabelBox[] {
    if (this.#byClass.length === 0) return canvas.boxes;
    const boxes = [...canvas.boxes];
    for (let i = 0; i < tries; i++) {
      const place = this.#draw(random);
      const light = 1 + LIGHT * random.between(-1, 1);
      if (!this.#fits(place, boxes, canvas.free)) continue;
      this.#put(place, light, canvas);
      boxes.push(place.box);
    }
    return boxes;
  }

  #draw(random: Random): Place {
    const among = this.#byClass[random.below(this.#byClass.length)]!;
    const cutout = among[random.below(among.length)]!;
    const { width, height, box } = cutout;
    const left = random.below(this.#size.width - width + 1);
    const lift = random.below(2 * MOST_LIFT + 1) - MOST_LIFT;
    const isCut = cutout.top === 0;
    const top = isCut ? 0 : Math.max(0, Math.min(this.#size.height - height, cutout.top + lift));
    const mirrored = random.next() < 0.5;
    const [before, after] = [box.left - cutout.left, cutout.left + width - box.right];
    return {
      ...{ cutout, left, top, mirrored },
      box: {
        ...box,
        left: left + (mirrored ? after : before),
        right: left + width - (mirrored ? before : after),
        top: box.top + top - cutout.top,
        bottom: box.bottom + top - cutout.top,
      },
    };
  }

  #fits(place: Place, boxes: readonly LabelBox[], free: Uint8Array): boolean {
    const { box } = place;
    for (const other of boxes) {
      const covered = shareInside(other, box);
      if (covered > MOST_COVERED || (covered > 0 && other.bottom > box.bottom)) return false;
    }
    return this.#standsFree(place, free);
  }

  /** Whether the floor is known and free under what the object shows of its foot: legs may stand around something. */
  #standsFree(place: Place, free: Uint8Array): boolean {
    const { cutout, top, box } = place;
    const foot = Math.max(FLOOR_CELL, FOOT * Math.min(box.bottom - box.top, box.right - box.left));
    let [sum, count] = [0, 0];
    for (let y = Math.max(0, Math.floor(box.bottom - foot - top)); y < cutout.height; y++) {
      for (let x = 0; x < cutout.width; x++) {
        const from = placeIn(place, x, y);
        if (cutout.cover[from]! < 128) continue;
        const share = free[floorCellAt(place.left + x, top + y, this.#size)]!;
        if (share === UNKNOWN_FLOOR) return false;
        sum += share;
        count++;
      }
    }
    return count > 0 && sum >= LEAST_FREE * FULL_FLOOR * count;
  }

  #put(place: Place, light: number, canvas: Canvas): void {
    const { cutout, left, top } = place;
    const { width, height, pixels, cover } = cutout;
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const from = placeIn(place, x, y);
        const share = cover[from]! / 255;
        if (share === 0) continue;
        const at = 3 * ((top + y) * this.#size.width + left + x);
        for (let k = 0; k < 3; k++) {
          const value = Math.min(255, light * pixels[3 * from + k]!);
          canvas.pixels[at + k] = canvas.pixels[at + k]! + share * (value - canvas.pixels[at + k]!) + 0.5;
        }
        const cell = floorCellAt(left + x, top + y, this.#size);
        const floor = canvas.free[cell]!;
        // A cell holds FLOOR_CELL² pixels, each of which hides its part.
        if (floor !== UNKNOWN_FLOOR)
          canvas.free[cell] = Math.max(0, floor - (share * FULL_FLOOR) / FLOOR_CELL ** 2);
      }
    }
  }
}

/** Of a pixel of the patch as it is put. */
function placeIn({ cutout: { width }, mirrored }: Place, x: number, y: number): number {
  return y * width + (mirrored ? width - 1 - x : x);
}
