// Safetensors: named float32 tensors in one file, a JSON header and the numbers behind it, as Hugging Face's crate writes them.
import { z } from 'zod';
import { Fault } from '../fault/fault.js';

/** The crate's own ceiling for headers. */
const MAX_HEADER_BYTES = 100_000_000;
const MAX_BYTES = 1 << 30;

export interface Tensor {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

export interface TensorFile {
  readonly tensors: ReadonlyMap<string, Tensor>;
  /** Free text by key. */
  readonly metadata: Readonly<Record<string, string>>;
}

const count = z.int().min(0);
const entrySchema = z.strictObject({
  dtype: z.literal('F32'),
  shape: z.array(count).max(8),
  data_offsets: z.tuple([count, count]),
});
const metadataSchema = z.record(z.string(), z.string());

/** New bytes; the same tensors in the same order give the same bytes. */
export function encodeTensors({ tensors, metadata }: TensorFile): Uint8Array {
  const header: Record<string, unknown> = {};
  if (Object.keys(metadata).length > 0) header['__metadata__'] = metadata;
  let end = 0;
  for (const [name, { shape, values }] of tensors) {
    const begin = end;
    end += values.byteLength;
    header[name] = { dtype: 'F32', shape, data_offsets: [begin, end] };
  }
  const text = new TextEncoder().encode(JSON.stringify(header));
  const headerBytes = Math.ceil(text.length / 8) * 8;
  const bytes = new Uint8Array(8 + headerBytes + end);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(headerBytes), true);
  bytes.fill(0x20, 8, 8 + headerBytes);
  bytes.set(text, 8);
  let at = 8 + headerBytes;
  for (const { values } of tensors.values()) {
    bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), at);
    at += values.byteLength;
  }
  return bytes;
}

/** The tensors are copies. Throws Fault training/bad-tensors for anything but whole float32 tensors side by side. */
export function decodeTensors(bytes: Uint8Array, where: string): TensorFile {
  if (bytes.length > MAX_BYTES) throw badTensors(where, `${bytes.length} bytes`, `at most ${MAX_BYTES}`);
  const { header, body } = splitFile(bytes, where);
  const metadata = metadataSchema.safeParse(header['__metadata__'] ?? {});
  if (!metadata.success) throw badTensors(where, '__metadata__ that is not text by key', 'strings');
  const tensors = new Map<string, Tensor>();
  let end = 0;
  for (const [name, value] of entriesByPlace(header, where)) {
    const { shape, data_offsets } = value;
    const length = shape.reduce((product, side) => product * side, 1);
    const [from, to] = data_offsets;
    if (from !== end || to !== from + 4 * length || to > body.length) {
      throw badTensors(
        where,
        `${name} at ${from}..${to} of ${body.length}`,
        `${4 * length} bytes from ${end} on`,
      );
    }
    end = to;
    // Not body.slice: that of a Buffer is a view of memory that it shares with others.
    tensors.set(name, { shape, values: new Float32Array(new Uint8Array(body.subarray(from, to)).buffer) });
  }
  if (end !== body.length)
    throw badTensors(where, `${body.length - end} bytes behind the last tensor`, 'none');
  return { tensors, metadata: metadata.data };
}

function splitFile(bytes: Uint8Array, where: string): { header: Record<string, unknown>; body: Uint8Array } {
  if (bytes.length < 8) throw badTensors(where, `${bytes.length} bytes`, 'a header of 8 and more');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headerBytes = Number(view.getBigUint64(0, true));
  if (headerBytes > MAX_HEADER_BYTES || 8 + headerBytes > bytes.length) {
    throw badTensors(where, `a header of ${headerBytes} bytes in ${bytes.length}`, 'a header that fits');
  }
  const text = bytes.subarray(8, 8 + headerBytes);
  return { header: parseHeader(text, where), body: bytes.subarray(8 + headerBytes) };
}

function parseHeader(text: Uint8Array, where: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(text));
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return value as Record<string, unknown>;
  } catch {
    // Said below: text that is not JSON is the same mistake as JSON that is no object.
  }
  throw badTensors(where, 'a header that is not a JSON object', 'JSON');
}

type Entry = z.output<typeof entrySchema>;

function entriesByPlace(
  header: Readonly<Record<string, unknown>>,
  where: string,
): (readonly [string, Entry])[] {
  const entries = Object.entries(header)
    .filter(([name]) => name !== '__metadata__')
    .map(([name, value]) => {
      const entry = entrySchema.safeParse(value);
      if (!entry.success)
        throw badTensors(where, `${name}: ${JSON.stringify(value)}`, 'a float32 tensor (F32)');
      return [name, entry.data] as const;
    });
  return entries.sort(([, a], [, b]) => a.data_offsets[0] - b.data_offsets[0]);
}

function badTensors(where: string, found: string, expected: string): Fault {
  return new Fault('training/bad-tensors', {
    what: 'The file of tensors cannot be used.',
    where,
    found,
    expected,
    next: 'Take the file that `npx jackdaw train` wrote, or train again.',
  });
}
