// Files to pixels: JPEG and PNG only, under a ceiling, anything else refused.
import { Fault, toFault } from '../fault/fault.js';
import type { PixelSize } from './encode.js';
import { loadSharp } from './sharp.js';

/** 16 megapixels: four times what any camera or texture here has. */
const MAX_PIXELS = 1 << 24;
const MAX_BYTES = 1 << 26;

export interface Picture {
  readonly width: number;
  readonly height: number;
  /** 3·width·height bytes, row-major, top-left first; the caller owns them. */
  readonly rgb: Uint8Array;
}

export interface GreyPicture {
  readonly width: number;
  readonly height: number;
  /** width·height values of 16 bits; the caller owns them. */
  readonly values: Uint16Array;
}

export interface DecodeOptions {
  /** Refuse pictures with more pixels; default 16 Mi. */
  readonly maxPixels?: number;
  /** From the size of the file to the size wanted; the picture is stretched to it. */
  readonly resizeTo?: (size: PixelSize) => PixelSize;
}

/** JPEG or PNG to RGB, transparency dropped, orientation tags ignored. Throws Fault picture/undecodable. */
export async function decodePicture(bytes: Uint8Array, options: DecodeOptions = {}): Promise<Picture> {
  checkBytes(bytes);
  return decoding(async () => {
    const image = await open(bytes, options);
    if (options.resizeTo !== undefined) {
      const { width, height } = options.resizeTo(await image.metadata());
      image.resize(width, height, { fit: 'fill' });
    }
    const { data, info } = await image
      .removeAlpha()
      .toColourspace('srgb')
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true });
    return { width: info.width, height: info.height, rgb: data };
  });
}

/** A one-channel PNG of 16 bits, as encodePng16 writes it. Throws Fault picture/undecodable. */
export async function decodePng16(bytes: Uint8Array, options: DecodeOptions = {}): Promise<GreyPicture> {
  checkBytes(bytes);
  return decoding(async () => {
    const image = await open(bytes, options);
    const { data, info } = await image
      .toColourspace('grey16')
      .extractChannel(0)
      .raw({ depth: 'ushort' })
      .toBuffer({ resolveWithObject: true });
    const copy = data.slice();
    return {
      width: info.width,
      height: info.height,
      values: new Uint16Array(copy.buffer, copy.byteOffset, info.width * info.height),
    };
  });
}

async function open(bytes: Uint8Array, { maxPixels = MAX_PIXELS }: DecodeOptions) {
  const sharp = await loadSharp();
  return sharp(bytes, { limitInputPixels: maxPixels, failOn: 'truncated', sequentialRead: true });
}

async function decoding<T>(decode: () => Promise<T>): Promise<T> {
  try {
    return await decode();
  } catch (thrown) {
    throw toFault(thrown, 'picture/undecodable', {
      what: 'bytes do not decode as a picture',
      next: 'check that the file is complete and a JPEG or PNG within the size limit',
    });
  }
}

/** The first bytes decide: libvips knows many more formats than we want to be exposed to. */
function checkBytes(bytes: Uint8Array): void {
  if (bytes.length > MAX_BYTES) {
    throw new Fault('picture/undecodable', {
      what: 'a picture file is too large',
      found: `${bytes.length} bytes`,
      expected: `at most ${MAX_BYTES} bytes`,
    });
  }
  if (startsWith(bytes, [0xff, 0xd8, 0xff]) || startsWith(bytes, [0x89, 0x50, 0x4e, 0x47])) return;
  throw new Fault('picture/undecodable', {
    what: 'bytes are neither JPEG nor PNG',
    found: bytes.length === 0 ? 'no bytes' : `first bytes ${[...bytes.subarray(0, 4)].join(' ')}`,
    expected: 'a JPEG (255 216 255) or a PNG (137 80 78 71)',
  });
}

function startsWith(bytes: Uint8Array, magic: readonly number[]): boolean {
  return magic.every((value, i) => bytes[i] === value);
}
