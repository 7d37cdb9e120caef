// Decompression of other writers' chunks: zstd, lz4 and bz2 in WebAssembly, loaded when the first such chunk is met.
import { Fault, toFault } from '../../fault/fault.js';

type Handler = (bytes: Uint8Array, uncompressedBytes: bigint) => Uint8Array;

let handlers: Promise<Readonly<Record<string, Handler>>> | undefined;

/** The records of a chunk. Throws bag/unsupported or bag/corrupt. */
export async function decompress(
  compression: string,
  bytes: Uint8Array,
  uncompressedBytes: number,
): Promise<Uint8Array> {
  if (compression === '') return bytes;
  handlers ??= load();
  const handler = (await handlers)[compression];
  if (handler === undefined) {
    throw new Fault('bag/unsupported', {
      what: `A chunk is compressed with '${compression}'`,
      expected: 'none, zstd, lz4 or bz2',
    });
  }
  try {
    return handler(bytes, BigInt(uncompressedBytes));
  } catch (thrown) {
    throw toFault(thrown, 'bag/corrupt', { what: `A ${compression} chunk cannot be decompressed` });
  }
}

async function load(): Promise<Readonly<Record<string, Handler>>> {
  const { loadDecompressHandlers } = await import('@mcap/support');
  return (await loadDecompressHandlers()) as Readonly<Record<string, Handler>>;
}
