// zstd as rosbag2 compresses files and messages: one frame, which mostly says how large it is inside.
import { Fault, toFault } from '../fault/fault.js';
import { decompress } from './mcap/decompress.js';

export const ZSTD_SUFFIX = '.zstd';

const MAGIC = 0xfd2fb528;

/** Input is handed over in pieces of this size. */
const PIECE_BYTES = 64 * 1024;

/** Throws bag/limit if more than `ceiling` bytes would come out, bag/corrupt. */
export async function inflateZstd(bytes: Uint8Array, ceiling: number): Promise<Uint8Array> {
  const size = contentSize(bytes);
  if (size === undefined) return inflatePieces(bytes, ceiling);
  if (size > ceiling) throw tooLarge(size, ceiling);
  return size === 0 ? new Uint8Array() : decompress('zstd', bytes, size);
}

/** For frames that do not say their size (written as a stream): slower, and stopped at the ceiling. */
async function inflatePieces(bytes: Uint8Array, ceiling: number): Promise<Uint8Array> {
  const { Decompress } = await import('fzstd');
  const pieces: Uint8Array[] = [];
  let size = 0;
  const stream = new Decompress((piece) => {
    size += piece.byteLength;
    if (size > ceiling) throw tooLarge(size, ceiling);
    pieces.push(piece.slice());
  });
  try {
    for (let at = 0; at < bytes.byteLength; at += PIECE_BYTES) {
      stream.push(bytes.subarray(at, at + PIECE_BYTES), at + PIECE_BYTES >= bytes.byteLength);
    }
  } catch (thrown) {
    throw toFault(thrown, 'bag/corrupt', { what: 'The zstd data cannot be decompressed' });
  }
  return Buffer.concat(pieces, size);
}

function tooLarge(found: number, ceiling: number): Fault {
  return new Fault('bag/limit', {
    what: 'The compressed data is too large',
    found: `${found} bytes and more`,
    expected: `at most ${ceiling} bytes`,
  });
}

/** RFC 8878, 3.1.1.1: descriptor, window, dictionary id, content size. */
function contentSize(bytes: Uint8Array): number | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.byteLength < 6 || view.getUint32(0, true) !== MAGIC) throw noFrame();
  const descriptor = view.getUint8(4);
  const isSingle = (descriptor & 0x20) !== 0;
  const dictionary = [0, 1, 2, 4][descriptor & 3] ?? 0;
  const at = 5 + (isSingle ? 0 : 1) + dictionary;
  const flag = descriptor >> 6;
  if (at + (flag === 0 ? 1 : 1 << flag) > bytes.byteLength) throw noFrame();
  if (flag === 0) return isSingle ? view.getUint8(at) : undefined;
  if (flag === 1) return view.getUint16(at, true) + 256;
  if (flag === 2) return view.getUint32(at, true);
  return Number(view.getBigUint64(at, true));
}

function noFrame(): Fault {
  return new Fault('bag/corrupt', { what: 'The compressed data is no zstd frame' });
}
