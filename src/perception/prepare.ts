// From a camera frame to the network's input: stretched, normalised and laid out by channel in one loop.
import { Fault } from '../fault/fault.js';
import type { Image } from '../message/messages.js';
import { packedEncodings, packedRowBytes, unpack } from '../picture/unpack.js';
import type { InputSpec } from './manifest.js';

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
/** Places between two source pixels are whole multiples of 1 / STEPS: their sums are exact in integers. */
const STEPS = 256;

/** Where each target pixel lies between two source pixels along one axis. */
interface Axis {
  /** Offsets of the neighbours before and behind: bytes along a row, or rows. */
  readonly before: Int32Array;
  readonly behind: Int32Array;
  /** Share of the one behind, in STEPS. */
  readonly share: Int32Array;
}

/** Prepares frames of any size and encoding; what depends only on those is worked out when they change. */
export class Preparer {
  readonly #spec: InputSpec;
  readonly #columns: Axis;
  readonly #rows: Axis;
  #size = { width: 0, height: 0, bytes: 0 };
  /** Frames of packed encodings, unpacked. */
  #unpacked = new Uint8Array(0);
  /** A copy of the last row with a byte behind it: pixels are read four bytes at a time. */
  #lastRow = new DataView(new ArrayBuffer(0));

  constructor(spec: InputSpec) {
    this.#spec = spec;
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
    this.#aim(frame, layout);
    const { data, step } = frame;
    const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
    const tone = toneOf(this.#spec, layout);
    const copied = this.#copyLastRow(frame, layout);
    const { before, behind, share } = this.#rows;
    for (let y = 0; y < this.#spec.height; y++) {
      const above = before[y] === copied ? this.#lastRow : view;
      const below = behind[y] === copied ? this.#lastRow : view;
      const aboveAt = above === view ? before[y]! * step : 0;
      const belowAt = below === view ? behind[y]! * step : 0;
      blendRow(above, aboveAt, below, belowAt, share[y]!, this.#columns, tone, out, y * this.#spec.width);
    }
  }

  #unpack(frame: Frame): Frame {
    const { width, height, encoding } = frame;
    checkRows(frame, packedRowBytes(encoding, width));
    const length = 3 * width * height;
    if (this.#unpacked.length !== length) this.#unpacked = new Uint8Array(length);
    unpack(encoding, frame, this.#unpacked);
    return { width, height, encoding: 'rgb8', step: 3 * width, data: this.#unpacked };
  }

  #aim({ width, height }: Frame, { bytes }: PixelLayout): void {
    const size = this.#size;
    if (width === size.width && height === size.height && bytes === size.bytes) return;
    this.#size = { width, height, bytes };
    aimAxis(this.#columns, width, bytes);
    aimAxis(this.#rows, height, 1);
    this.#lastRow = new DataView(new ArrayBuffer(width * bytes + 1));
  }

  /** The row that must be read from its copy: the last, if nothing follows it in the frame's memory; else -1. */
  #copyLastRow({ data, step, width, height }: Frame, { bytes }: PixelLayout): number {
    const start = step * (height - 1);
    const end = start + width * bytes;
    if (data.length > end) return -1;
    new Uint8Array(this.#lastRow.buffer).set(data.subarray(start, end));
    return height - 1;
  }
}

/** From sums of bytes, times STEPS², to values: those of a pixel's first, second and third byte, and where they go. */
interface Tone {
  readonly scale: readonly [number, number, number];
  readonly offset: readonly [number, number, number];
  readonly plane: readonly [number, number, number];
}

function toneOf({ mean, std, width, height }: InputSpec, { first }: PixelLayout): Tone {
  const plane = width * height;
  const scaleOf = (channel: 0 | 1 | 2): number => 1 / (255 * STEPS * STEPS * std[channel]);
  const offsetOf = (channel: 0 | 1 | 2): number => -mean[channel] / std[channel];
  const third = first === 0 ? 2 : 0;
  return {
    scale: [scaleOf(first), scaleOf(1), scaleOf(third)],
    offset: [offsetOf(first), offsetOf(1), offsetOf(third)],
    plane: [first * plane, plane, third * plane],
  };
}

/**
 * One row of the target. A pixel is one load of four bytes; its first and third byte are blended side by side in the
 * halves of one integer, first between the rows (16 bits), then between the columns (24 bits).
 * So many arguments because it is the inner loop: an object for each row would be garbage.
 */
function blendRow(
  above: DataView,
  aboveAt: number,
  below: DataView,
  belowAt: number,
  down: number,
  { before, behind, share }: Axis,
  { scale, offset, plane }: Tone,
  out: Float32Array,
  to: number,
): void {
  const up = STEPS - down;
  const [scale0, scale1, scale2] = scale;
  const [offset0, offset1, offset2] = offset;
  const [plane0, plane1, plane2] = plane;
  for (let x = 0; x < share.length; x++) {
    const right = share[x]!;
    const left = STEPS - right;
    const a = above.getInt32(aboveAt + before[x]!, true);
    const b = above.getInt32(aboveAt + behind[x]!, true);
    const c = below.getInt32(belowAt + before[x]!, true);
    const d = below.getInt32(belowAt + behind[x]!, true);
    const outerLeft = (Math.imul(a & 0xff00ff, up) + Math.imul(c & 0xff00ff, down)) | 0;
    const outerRight = (Math.imul(b & 0xff00ff, up) + Math.imul(d & 0xff00ff, down)) | 0;
    const innerLeft = (Math.imul((a >>> 8) & 0xff, up) + Math.imul((c >>> 8) & 0xff, down)) | 0;
    const innerRight = (Math.imul((b >>> 8) & 0xff, up) + Math.imul((d >>> 8) & 0xff, down)) | 0;
    const sum0 = (Math.imul(outerLeft & 0xffff, left) + Math.imul(outerRight & 0xffff, right)) | 0;
    const sum1 = (Math.imul(innerLeft, left) + Math.imul(innerRight, right)) | 0;
    const sum2 = (Math.imul(outerLeft >>> 16, left) + Math.imul(outerRight >>> 16, right)) | 0;
    out[to + plane0 + x] = sum0 * scale0 + offset0;
    out[to + plane1 + x] = sum1 * scale1 + offset1;
    out[to + plane2 + x] = sum2 * scale2 + offset2;
  }
}

function createAxis(count: number): Axis {
  return {
    before: new Int32Array(count),
    behind: new Int32Array(count),
    share: new Int32Array(count),
  };
}

/** Half-pixel centres, clamped at the edges: source = (target + 0.5) · from / to - 0.5, as OpenCV's INTER_LINEAR. */
function aimAxis({ before, behind, share }: Axis, from: number, unit: number): void {
  for (let i = 0; i < share.length; i++) {
    const source = Math.max(0, Math.min(from - 1, ((i + 0.5) * from) / share.length - 0.5));
    const steps = Math.round(source * STEPS);
    const pixel = Math.floor(steps / STEPS);
    before[i] = pixel * unit;
    behind[i] = Math.min(from - 1, pixel + 1) * unit;
    share[i] = steps - pixel * STEPS;
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
