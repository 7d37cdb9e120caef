// The mark in a PNG file that we drew: such a file may be drawn anew, any other picture is somebody's.
import { crc32 } from 'node:zlib';

/** Signature and IHDR, which every PNG file begins with (PNG, third edition, 5.2 and 11.2.1). */
const HEAD_BYTES = 33;
const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** The registered keyword for what made a picture (11.3.3.1), as a tEXt chunk. */
const MARK = chunkOf('tEXt', Buffer.from('Software\0Jackdaw', 'latin1'));

/** How much of a file `isMarked` wants to see. */
export const MARK_ENDS_AT = HEAD_BYTES + MARK.length;

export function isPng(head: Uint8Array): boolean {
  return SIGNATURE.equals(head.subarray(0, SIGNATURE.length));
}

/** A copy with the mark; its pixels are those of before. */
export function markDrawing(png: Uint8Array): Uint8Array {
  return Buffer.concat([png.subarray(0, HEAD_BYTES), MARK, png.subarray(HEAD_BYTES)]);
}

export function isMarked(head: Uint8Array): boolean {
  return isPng(head) && MARK.equals(head.subarray(HEAD_BYTES, MARK_ENDS_AT));
}

function chunkOf(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const chunk = Buffer.alloc(4 + body.length + 4);
  chunk.writeUInt32BE(data.length);
  body.copy(chunk, 4);
  chunk.writeUInt32BE(crc32(body), 4 + body.length);
  return chunk;
}
