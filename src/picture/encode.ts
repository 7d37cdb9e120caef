// Pixels to files: JPEG for pictures, PNG where every value must come back as it was.
import { Fault, toFault } from '../fault/fault.js';
import { loadSharp } from './sharp.js';

export interface PixelSize {
  readonly width: number;
  readonly height: number;
}

/**
 * rgb: 3·width·height bytes, row-major, top-left first; only read, and read until the promise settles.
 * quality: 1..100. The same pixels give the same bytes. Throws Fault picture/unencodable.
 */
export async function encodeJpeg(
  rgb: Uint8Array,
  width: number,
  height: number,
  quality: number,
): Promise<Uint8Array> {
  checkLength(rgb.length, { width, height }, 3);
  return encoding('JPEG', async () => {
    const sharp = await loadSharp();
    // Plain Huffman tables and 4:2:0: optimising saves 3 % of the bytes and costs a second pass.
    return sharp(rgb, { raw: { width, height, channels: 3 } })
      .jpeg({ quality, chromaSubsampling: '4:2:0', optimiseCoding: false, mozjpeg: false })
      .toBuffer();
  });
}

/** rgb: 3·width·height bytes, row-major, top-left first. Lossless. Throws Fault picture/unencodable. */
export async function encodePng(rgb: Uint8Array, width: number, height: number): Promise<Uint8Array> {
  checkLength(rgb.length, { width, height }, 3);
  return encoding('PNG', async () => {
    const sharp = await loadSharp();
    return sharp(rgb, { raw: { width, height, channels: 3 } })
      .png({ compressionLevel: 6, adaptiveFiltering: false, palette: false })
      .toBuffer();
  });
}

/** values: width·height numbers of 16 bits, written as one grey channel of 16 bits. Throws Fault picture/unencodable. */
export async function encodePng16(values: Uint16Array, width: number, height: number): Promise<Uint8Array> {
  checkLength(values.length, { width, height }, 1);
  return encoding('PNG', async () => {
    const sharp = await loadSharp();
    return sharp(values, { raw: { width, height, channels: 1 } })
      .toColourspace('grey16')
      .png({ compressionLevel: 4, adaptiveFiltering: false, palette: false })
      .toBuffer();
  });
}

async function encoding(format: string, encode: () => Promise<Buffer>): Promise<Uint8Array> {
  try {
    return await encode();
  } catch (thrown) {
    throw toFault(thrown, 'picture/unencodable', { what: `pixels could not be encoded as ${format}` });
  }
}

function checkLength(length: number, { width, height }: PixelSize, channels: number): void {
  const expected = width * height * channels;
  if (Number.isInteger(width) && Number.isInteger(height) && width > 0 && height > 0 && length === expected) {
    return;
  }
  throw new Fault('picture/unencodable', {
    what: 'the pixel buffer does not fit its size',
    found: `${length} values for ${width} x ${height}`,
    expected: `${expected} values, ${channels} per pixel, both sides whole and above 0`,
  });
}
