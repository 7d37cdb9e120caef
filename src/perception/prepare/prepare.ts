// From a camera frame to the network's input: stretched, normalised and laid out by channel row by row.
import { Fault } from '../../fault/fault.js';
import type { Image } from '../../message/messages.js';
import { packedEncodings, packedRowBytes, unpack } from '../../picture/unpack.js';
import type { InputSpec } from '../model/manifest.js';
import { PrepareKernel, STEPS } from './prepare-kernel.js';

/** A frame as sensor_msgs/Image has it: rows of `step` bytes, padded or not. It is only read. */
export type Frame = Pick<Image, 'width' | 'height' | 'encoding' | 'step' | 'data'>;

export interface PixelLayout {
  readonly bytes: number;
  /** Channel (0 red, 2 blue) of a pixel's first byte; green is the second. */
  readonly first: 0 | 2;
}

const layoutByEncoding: Readonly<Record<string, PixelLayout>> = {
  rgb8: { bytes: 3, first: 0 },
  bgr8: { bytes: 3, first: 2 },
  rgba8: { bytes: 4, first: 0 },
  bgra8: { bytes: 4, first: 2 },
};
/** Larger frames are a mistake or an attack: 64 megapixels. */
const MAX_PIXELS = 1 << 26;

/** Where each target pixel lies behind a source pixel along one axis. */
interface Axis {
  readonly pixel: Int32Array;
  /** Share of the next one, in STEPS; 0 at the far edge. */
  readonly share: Int32Array;
}

/** Prepares frames of any size and encoding; what depends only on those is worked out when they change. */
export class Preparer {
  readonly #spec: InputSpec;
  readonly #kernel: PrepareKernel;
  readonly #columns: Axis;
  readonly #rows: Axis;
  /** Of the frame's rows, those in the kernel's slots: the even ones in the first, so that neighbours do not meet. */
  readonly #held = Int32Array.of(-1, -1);
  #aim = { width: 0, height: 0, encoding: '' };
  /** Frames of packed encodings, unpacked. */
  #unpacked = new Uint8Array(0);

  constructor(spec: InputSpec) {
    this.#spec = spec;
    this.#kernel = new PrepareKernel(spec);
    this.#columns = createAxis(spec.width);
    this.#rows = createAxis(spec.height);
  }

  /** Numbers of one input: 3 x height x width. */
  get length(): number {
    return 3 * this.#spec.width * this.#spec.height;
  }

  /**
   * Writes float32 [1, 3, height, width] (red, green, blue) into `out`, which the caller owns and which is exactly
   * that long; allocates nothing of frame size. Throws stage/bad-input for a frame it cannot read.
   */
  prepare(given: Frame, out: Float32Array): void {
    const frame = packedEncodings.includes(given.encoding) ? this.#unpack(given) : given;
    const layout = checkFrame(frame);
    this.#aimAt(frame, layout);
    this.#held.fill(-1);
    const { pixel, share } = this.#rows;
    for (let y = 0; y < this.#spec.height; y++) {
      const above = pixel[y]!;
      const below = Math.min(above + 1, frame.height - 1);
      this.#hold(frame, above);
      this.#hold(frame, below);
      this.#kernel.blend(y, above & 1, below & 1, share[y]!);
    }
    out.set(this.#kernel.planes);
  }

  #unpack(frame: Frame): Frame {
    const { width, height, encoding } = frame;
    checkRows(frame, packedRowBytes(encoding, width));
    const length = 3 * width * height;
    if (this.#unpacked.length !== length) this.#unpacked = new Uint8Array(length);
    unpack(encoding, frame, this.#unpacked);
    return { width, height, encoding: 'rgb8', step: 3 * width, data: this.#unpacked };
  }

  #aimAt({ width, height, encoding }: Frame, { bytes, first }: PixelLayout): void {
    const now = this.#aim;
    if (width === now.width && height === now.height && encoding === now.encoding) return;
    aimAxis(this.#columns, width);
    aimAxis(this.#rows, height);
    this.#kernel.aim(width * bytes, { bytes, red: first, blue: 2 - first }, this.#columns);
    this.#aim = { width, height, encoding };
  }

  #hold({ data, step }: Frame, row: number): void {
    const slot = this.#kernel.slots[row & 1]!;
    if (this.#held[row & 1] === row) return;
    slot.set(data.subarray(row * step, row * step + slot.length));
    this.#held[row & 1] = row;
  }
}

function createAxis(count: number): Axis {
  return { pixel: new Int32Array(count), share: new Int32Array(count) };
}

/** Half-pixel centres, clamped at the edges: source = (target + 0.5) · from / to - 0.5, as OpenCV's INTER_LINEAR. */
function aimAxis({ pixel, share }: Axis, from: number): void {
  for (let i = 0; i < share.length; i++) {
    const source = Math.max(0, Math.min(from - 1, ((i + 0.5) * from) / share.length - 0.5));
    const steps = Math.round(source * STEPS);
    pixel[i] = Math.floor(steps / STEPS);
    share[i] = steps - pixel[i]! * STEPS;
  }
}

/** Of frames with a byte for each colour. Throws stage/bad-input. */
export function checkFrame(frame: Frame): PixelLayout {
  const { encoding, width } = frame;
  const layout = Object.hasOwn(layoutByEncoding, encoding) ? layoutByEncoding[encoding] : undefined;
  checkRows(frame, layout === undefined ? undefined : width * layout.bytes);
  return layout!;
}

/** `row`: bytes of its pixels; undefined for what is not known. */
function checkRows({ width, height, encoding, step, data }: Frame, row: number | undefined): void {
  const whole = Number.isInteger(width) && Number.isInteger(height) && width > 0 && height > 0;
  if (
    row !== undefined &&
    whole &&
    width * height <= MAX_PIXELS &&
    step >= row &&
    data.length >= step * (height - 1) + row
  ) {
    return;
  }
  const known = [...Object.keys(layoutByEncoding), ...packedEncodings];
  throw new Fault('stage/bad-input', {
    what: 'A camera frame cannot be read.',
    found: `${encoding.slice(0, 40)}, ${width} x ${height}, ${step} bytes a row, ${data.length} bytes`,
    expected: `${known.join(', ')} (yuv of even width); rows that hold their pixels, and all of them`,
    next: 'Check what the camera publishes; drivers have a parameter for the encoding, and image_proc converts others.',
  });
}
