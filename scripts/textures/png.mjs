// Indexed PNG files, written and read back: 8 bits a pixel, one palette, no filter.
import { Buffer } from 'node:buffer';
import { crc32, deflateSync, inflateSync } from 'node:zlib';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const INDEXED_COLOUR = 3;

/** image: { sizePx, palette: [[r, g, b], ...] of 0..255, indices: Uint8Array of sizePx * sizePx }. */
export function encodePng({ sizePx, palette, indices }) {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(sizePx, 0);
  header.writeUInt32BE(sizePx, 4);
  header.set([8, INDEXED_COLOUR, 0, 0, 0], 8);
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('PLTE', Buffer.from(palette.flat())),
    chunk('IDAT', deflateSync(withFilterBytes(indices, sizePx), { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** The same image again from what encodePng wrote; compression may differ between zlib versions, pixels may not. */
export function decodePng(bytes) {
  const image = { sizePx: 0, palette: [], indices: new Uint8Array(0) };
  for (let at = SIGNATURE.length; at < bytes.length;) {
    const length = bytes.readUInt32BE(at);
    const type = bytes.toString('latin1', at + 4, at + 8);
    const data = bytes.subarray(at + 8, at + 8 + length);
    if (type === 'IHDR') image.sizePx = data.readUInt32BE(0);
    if (type === 'PLTE') for (let i = 0; i < length; i += 3) image.palette.push([...data.subarray(i, i + 3)]);
    if (type === 'IDAT') image.indices = withoutFilterBytes(inflateSync(data), image.sizePx);
    at += 12 + length;
  }
  return image;
}

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  body.copy(framed, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}

function withFilterBytes(indices, sizePx) {
  const rows = Buffer.alloc((sizePx + 1) * sizePx);
  for (let y = 0; y < sizePx; y++)
    rows.set(indices.subarray(y * sizePx, (y + 1) * sizePx), y * (sizePx + 1) + 1);
  return rows;
}

function withoutFilterBytes(rows, sizePx) {
  const indices = new Uint8Array(sizePx * sizePx);
  for (let y = 0; y < sizePx; y++) {
    const start = y * (sizePx + 1) + 1;
    indices.set(rows.subarray(start, start + sizePx), y * sizePx);
  }
  return indices;
}
