// Camera frames of any encoding that a robot of ours reads, as packed red, green and blue.
import type { Picture } from './decode.js';
import { packedRowBytes, unpack, type PackedFrame } from './unpack.js';

export interface CameraFrame extends PackedFrame {
  /** By its name in sensor_msgs/image_encodings.hpp. */
  readonly encoding: string;
}

/** Where red, green and blue are in a pixel, and how many bytes it has. */
const orderByEncoding: ReadonlyMap<
  string,
  readonly [red: number, green: number, blue: number, bytes: number]
> = new Map([
  ['rgb8', [0, 1, 2, 3]],
  ['bgr8', [2, 1, 0, 3]],
  ['rgba8', [0, 1, 2, 4]],
  ['bgra8', [2, 1, 0, 4]],
]);

/** New pixels; undefined for other encodings, and for sizes that the data does not fill. */
export function pictureOfFrame(frame: CameraFrame): Picture | undefined {
  const { width, height, step, data, encoding } = frame;
  const order = orderByEncoding.get(encoding);
  const rowBytes = order === undefined ? packedRowBytes(encoding, width) : order[3] * width;
  if (rowBytes === undefined || step < rowBytes || data.byteLength < step * height) return undefined;
  if (width * height === 0) return undefined;
  const rgb = new Uint8Array(3 * width * height);
  if (order === undefined) unpack(encoding, frame, rgb);
  else reorder(frame, order, rgb);
  return { width, height, rgb };
}

function reorder(
  { width, height, step, data }: CameraFrame,
  [red, green, blue, bytes]: readonly [number, number, number, number],
  rgb: Uint8Array,
): void {
  for (let y = 0, to = 0; y < height; y++) {
    for (let x = 0, from = y * step; x < width; x++, from += bytes) {
      rgb[to++] = data[from + red]!;
      rgb[to++] = data[from + green]!;
      rgb[to++] = data[from + blue]!;
    }
  }
}
