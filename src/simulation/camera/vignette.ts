// What a small lens loses towards the corners, as a gain per stretch of pixels.
import { GAIN_ONE } from './paint.js';
import { GAMMA } from './tone.js';

const RINGS = 256;

export class Vignette {
  readonly #gains = new Int32Array(RINGS + 1);
  readonly #centerX: number;
  readonly #centerY: number;
  readonly #byRadius: number;

  /** loss: share of the light lost in the outermost corner, 0..1. */
  constructor(width: number, height: number, loss: number) {
    this.#centerX = width / 2;
    this.#centerY = height / 2;
    this.#byRadius = RINGS / (this.#centerX ** 2 + this.#centerY ** 2);
    for (let ring = 0; ring <= RINGS; ring++) {
      // With the square of the distance from the middle, near enough to cos^4.
      this.#gains[ring] = Math.round(GAIN_ONE * (1 - (loss * ring) / RINGS) ** (1 / GAMMA));
    }
  }

  gainAt(x: number, y: number): number {
    const dx = x - this.#centerX;
    const dy = y - this.#centerY;
    return this.#gains[((dx * dx + dy * dy) * this.#byRadius) | 0]!;
  }
}
