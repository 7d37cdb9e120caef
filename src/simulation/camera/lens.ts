// A lens that bends straight lines: the ideal picture is drawn a little larger, and each pixel looks up where its ray comes from.
import type { CameraDevice } from '../scene/scene.js';
import type { Pinhole } from './pinhole.js';
import { pinholeOf } from './pinhole.js';

type LensData = NonNullable<CameraDevice['lens']>;

/** The ideal picture may grow to this many times the real one along each side. */
const MAX_GROWTH = 1.6;

export interface PixelBuffers {
  readonly rgb: Uint8Array;
  readonly instances: Uint16Array;
  readonly glass: Uint16Array;
}

export class Lens {
  /** What the ideal picture must be drawn with. */
  readonly ideal: Pinhole;
  /** Pixels by which the ideal picture reaches beyond the real one at the left and the top. */
  readonly marginX: number;
  readonly marginY: number;
  /** Per pixel of the real picture the pixel of the ideal one. */
  readonly #sources: Int32Array;

  constructor(device: CameraDevice, lens: LensData) {
    const { width, height } = device;
    const { focal } = pinholeOf(device);
    const reach = farthestOutside(lens, width, height);
    this.marginX = Math.min(Math.ceil(reach.x), Math.round((width * (MAX_GROWTH - 1)) / 2));
    this.marginY = Math.min(Math.ceil(reach.y), Math.round((height * (MAX_GROWTH - 1)) / 2));
    const [idealWidth, idealHeight] = [width + 2 * this.marginX, height + 2 * this.marginY];
    this.ideal = {
      width: idealWidth,
      height: idealHeight,
      focal,
      centerX: idealWidth / 2,
      centerY: idealHeight / 2,
    };
    this.#sources = new Int32Array(width * height);
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const from = idealPoint(lens, (x + 0.5) / width, (y + 0.5) / height);
        const column = Math.floor(from.x * width + this.marginX);
        const row = Math.floor(from.y * height + this.marginY);
        this.#sources[y * width + x] = within(row, idealHeight) * idealWidth + within(column, idealWidth);
      }
    }
  }

  bend(from: PixelBuffers, to: PixelBuffers): void {
    const sources = this.#sources;
    for (let i = 0; i < sources.length; i++) {
      const source = sources[i]!;
      to.rgb[i * 3] = from.rgb[source * 3]!;
      to.rgb[i * 3 + 1] = from.rgb[source * 3 + 1]!;
      to.rgb[i * 3 + 2] = from.rgb[source * 3 + 2]!;
      to.instances[i] = from.instances[source]!;
      to.glass[i] = from.glass[source]!;
    }
  }

  bendDepth(from: Float32Array, to: Float32Array): void {
    for (let i = 0; i < to.length; i++) to[i] = from[this.#sources[i]!]!;
  }
}

/**
 * From a point of the picture to the point of the ideal picture seen there, both as fractions of its sides:
 * Webots' inverted Brown model about the lens' centre.
 */
export function idealPoint({ center, radial, tangential }: LensData, x: number, y: number) {
  const [dx, dy] = [x - center[0], y - center[1]];
  const square = dx * dx + dy * dy;
  const stretch = radial[0] * square + radial[1] * square * square;
  const [p1, p2] = tangential;
  return {
    x: x + dx * stretch + p1 * (square + 2 * dx * dx) + 2 * p2 * dx * dy,
    y: y + dy * stretch + p2 * (square + 2 * dy * dy) + 2 * p1 * dx * dy,
  };
}

/** How far beyond the picture the lens looks, pixels along each side. */
function farthestOutside(lens: LensData, width: number, height: number): { x: number; y: number } {
  const rim = Array.from({ length: 65 }, (_, i) => i / 64);
  const points = rim.flatMap((at) => [
    idealPoint(lens, at, 0),
    idealPoint(lens, at, 1),
    idealPoint(lens, 0, at),
    idealPoint(lens, 1, at),
  ]);
  return points.reduce(
    (most, { x, y }) => ({
      x: Math.max(most.x, -x * width, (x - 1) * width),
      y: Math.max(most.y, -y * height, (y - 1) * height),
    }),
    { x: 0, y: 0 },
  );
}

function within(value: number, size: number): number {
  return Math.min(size - 1, Math.max(0, value));
}
