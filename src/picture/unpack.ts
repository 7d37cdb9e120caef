// Camera encodings that are not three or four colour bytes a pixel, unpacked to red, green and blue: grey, and YUV 4:2:2 of webcams.

/** Rows of `step` bytes, padded or not, as sensor_msgs/Image has them. It is only read. */
export interface PackedFrame {
  readonly width: number;
  readonly height: number;
  readonly step: number;
  readonly data: Uint8Array;
}

type UnpackRow = (from: Uint8Array, at: number, to: Uint8Array, start: number, width: number) => void;

interface Packing {
  /** Of one pixel, on average. */
  readonly bytes: number;
  /** Two pixels side by side share their colour: widths are even. */
  readonly pairs: boolean;
  readonly unpackRow: UnpackRow;
}

const yuyv: Packing = { bytes: 2, pairs: true, unpackRow: pairsOf(0, 1, 2, 3) };
const uyvy: Packing = { bytes: 2, pairs: true, unpackRow: pairsOf(1, 0, 3, 2) };

/** By name in sensor_msgs/image_encodings.hpp; yuv422 and yuv422_yuy2 are the older names of uyvy and yuyv. */
const packingByEncoding: ReadonlyMap<string, Packing> = new Map([
  ['mono8', { bytes: 1, pairs: false, unpackRow: grey }],
  ['8UC1', { bytes: 1, pairs: false, unpackRow: grey }],
  ['yuyv', yuyv],
  ['yuv422_yuy2', yuyv],
  ['uyvy', uyvy],
  ['yuv422', uyvy],
]);

export const packedEncodings: readonly string[] = [...packingByEncoding.keys()];

/** Bytes that a row of such pixels fills; undefined: no such encoding, or no such row. */
export function packedRowBytes(encoding: string, width: number): number | undefined {
  const packing = packingByEncoding.get(encoding);
  return packing === undefined || (packing.pairs && width % 2 !== 0) ? undefined : packing.bytes * width;
}

/** Writes 3 bytes a pixel, without padding, into `rgb`, which is the caller's. The frame holds all its rows. */
export function unpack(encoding: string, { width, height, step, data }: PackedFrame, rgb: Uint8Array): void {
  const { unpackRow } = packingByEncoding.get(encoding)!;
  for (let y = 0; y < height; y++) unpackRow(data, y * step, rgb, 3 * y * width, width);
}

function grey(from: Uint8Array, at: number, to: Uint8Array, start: number, width: number): void {
  let out = start;
  for (let x = 0; x < width; x++) {
    const value = from[at + x]!;
    to[out++] = value;
    to[out++] = value;
    to[out++] = value;
  }
}

/** Where in four bytes the brightness of the first pixel, U, that of the second, and V are. ITU-R BT.601, 16..235, as OpenCV takes it. */
function pairsOf(first: number, u: number, second: number, v: number): UnpackRow {
  return (from, at, to, start, width) => {
    let out = start;
    for (let pair = at; pair < at + 2 * width; pair += 4) {
      const blue = from[pair + u]! - 128;
      const red = from[pair + v]! - 128;
      // 20 bits behind the point: 1.596, -0.813, -0.391, 2.018 and, of the brightness, 1.164.
      const r = 1673527 * red + 524288;
      const g = -852492 * red - 409993 * blue + 524288;
      const b = 2116026 * blue + 524288;
      for (let n = 0; n < 2; n++) {
        const y = 1220542 * Math.max(0, from[pair + (n === 0 ? first : second)]! - 16);
        to[out++] = clamp((y + r) >> 20);
        to[out++] = clamp((y + g) >> 20);
        to[out++] = clamp((y + b) >> 20);
      }
    }
  };
}

function clamp(value: number): number {
  return value < 0 ? 0 : value > 255 ? 255 : value;
}
