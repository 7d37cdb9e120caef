// Flat patches laid on the free floor of a picture: inlays, mats, stains. They look like nothing around them and are floor.
import type { PixelSize } from '../picture/encode.js';
import type { Random } from '../simulation/random.js';
import { floorCellAt, FULL_FLOOR, type Canvas, type Example } from './labels.js';

/** Of a camera that looks level, as a share of the picture's height; and its focal length as one of the width. */
const HORIZON = 0.5;
const FOCAL = 0.8;
/** Half a side of a patch, in heights of the camera above the floor. */
const HALF_SIDE = { least: 0.1, most: 1.5 } as const;
/** Greatest change of each colour channel of a patch that has the floor's own texture. */
const TINT = 0.6;
/** Half of the patches are of another picture's floor. */
const FOREIGN = 0.5;

/** On the floor, in heights of the camera: right of and ahead of the patch's middle. */
interface Shape {
  readonly x: number;
  readonly z: number;
  readonly cos: number;
  readonly sin: number;
  readonly halfWidth: number;
  readonly halfLength: number;
  readonly isRound: boolean;
}

/** Another picture's floor, seen at the same place, or the same floor in another colour. */
interface Texture {
  readonly foreign: Example | undefined;
  readonly gains: readonly number[];
}

export class Patcher {
  readonly #size: PixelSize;
  readonly #foreign: readonly Example[];

  /** `foreign`: pictures whose floors patches may be of. */
  constructor(size: PixelSize, foreign: readonly Example[]) {
    this.#size = size;
    this.#foreign = foreign.filter(({ free }) => free !== undefined);
  }

  /** On the canvas, where its floor is known to be free; labels hold as they are. */
  lay(canvas: Canvas, count: number, random: Random): void {
    for (let i = 0; i < count; i++) {
      const shape = this.#drawShape(random);
      const texture = this.#drawTexture(random);
      this.#layOne(canvas, shape, texture);
    }
  }

  #drawShape(random: Random): Shape {
    const { width, height } = this.#size;
    const row = random.between(HORIZON * height + 4, height);
    const column = random.between(0, width);
    const side = (): number => HALF_SIDE.least * (HALF_SIDE.most / HALF_SIDE.least) ** random.next();
    const [halfWidth, halfLength, turn] = [side(), side(), random.between(0, Math.PI)];
    const isRound = random.next() < 0.3;
    const shape = { cos: Math.cos(turn), sin: Math.sin(turn), halfWidth, halfLength, isRound };
    return { ...shape, x: this.#rightOf(column, row), z: this.#aheadOf(row) };
  }

  #drawTexture(random: Random): Texture {
    const isForeign = random.next() < FOREIGN && this.#foreign.length > 0;
    const foreign = isForeign ? this.#foreign[random.below(this.#foreign.length)] : undefined;
    const light = 1 + TINT * random.between(-1, 1);
    const gains = [0, 1, 2].map(() => light * (1 + 0.3 * TINT * random.between(-1, 1)));
    return { foreign, gains };
  }

  #layOne({ pixels, free }: Canvas, shape: Shape, { foreign, gains }: Texture): void {
    const { width, height } = this.#size;
    for (let y = Math.ceil(HORIZON * height) + 1; y < height; y++) {
      const dz = this.#aheadOf(y + 0.5) - shape.z;
      if (Math.abs(dz) > shape.halfWidth + shape.halfLength) continue;
      for (let x = 0; x < width; x++) {
        if (!isInside(shape, this.#rightOf(x + 0.5, y + 0.5) - shape.x, dz)) continue;
        const cell = floorCellAt(x, y, this.#size);
        if (free[cell] !== FULL_FLOOR || (foreign !== undefined && foreign.free![cell] !== FULL_FLOOR))
          continue;
        const at = 3 * (y * width + x);
        for (let k = 0; k < 3; k++) {
          const value = foreign === undefined ? gains[k]! * pixels[at + k]! : foreign.pixels[at + k]!;
          pixels[at + k] = Math.min(255, value + 0.5);
        }
      }
    }
  }

  /** Of the floor seen at a place of the picture, in heights of the camera. */
  #rightOf(x: number, y: number): number {
    return (x - this.#size.width / 2) / (y - HORIZON * this.#size.height);
  }

  #aheadOf(y: number): number {
    return (FOCAL * this.#size.width) / (y - HORIZON * this.#size.height);
  }
}

function isInside({ cos, sin, halfWidth, halfLength, isRound }: Shape, dx: number, dz: number): boolean {
  const across = (cos * dx + sin * dz) / halfWidth;
  const along = (cos * dz - sin * dx) / halfLength;
  return isRound ? across * across + along * along <= 1 : Math.abs(across) <= 1 && Math.abs(along) <= 1;
}
