// Messages to CDR bytes and back, by type name; encodeInto writes where the caller says and copies payloads once.
import { Fault, toFault } from '../fault/fault.js';
import { CdrReader, CdrWriter, HEADER_BYTES, type Ownership } from './cdr.js';
import type { Definitions } from './definitions.js';
import { fuseWriter, type FusedWrite } from './fused.js';
import { compileLayout, type Layout } from './layout.js';
import type { MessageByType, TypeName } from './messages.js';

/** No message is larger: a full-HD rgb8 image is 6 MiB. Bytes beyond it are refused before they are looked at. */
export const MAX_MESSAGE_BYTES = 64 * 1024 * 1024;

/** Encodes and decodes one type. */
export class Codec<M = unknown> {
  readonly #typeName: string;
  readonly #layout: Layout;
  readonly #fused: FusedWrite | undefined;
  /** Kept while the caller goes on giving the same buffer. */
  #writer: CdrWriter | undefined;

  /** Without `definitions` the type is one of the registry; with them it is whatever a schema text said. */
  constructor(typeName: string, definitions?: Definitions) {
    this.#typeName = typeName;
    this.#layout = compileLayout(typeName, definitions);
    this.#fused = definitions === undefined ? fuseWriter(typeName) : undefined;
  }

  /** Bytes that `encode` takes, CDR header included. */
  size(message: M): number {
    return this.#layout.end(0, message) + HEADER_BYTES;
  }

  /** New bytes, the caller's to keep. Throws message/unencodable. */
  encode(message: M): Uint8Array {
    try {
      // Not cleared first: the writer sets every byte, padding included.
      const bytes = new Uint8Array(Buffer.allocUnsafeSlow(this.size(message)).buffer);
      this.#write(message, new CdrWriter(bytes), 0);
      return bytes;
    } catch (thrown) {
      throw this.#unencodable(thrown);
    }
  }

  /** Writes into `bytes` from `offset` on and returns the end. Throws message/unencodable, also if it does not fit. */
  encodeInto(message: M, bytes: Uint8Array, offset = 0): number {
    try {
      if (this.#writer?.borrows(bytes) !== true) this.#writer = new CdrWriter(bytes);
      return this.#write(message, this.#writer, offset);
    } catch (thrown) {
      throw this.#unencodable(thrown);
    }
  }

  /** The message, holding nothing of `bytes` unless they are given: then pixels and the like are views of them. Throws message/undecodable. */
  decode(bytes: Uint8Array, ownership?: Ownership): M {
    if (bytes.byteLength > MAX_MESSAGE_BYTES) throw this.#tooLarge(bytes.byteLength);
    try {
      return this.#layout.read(new CdrReader(bytes, ownership)) as M;
    } catch (thrown) {
      if (thrown instanceof Fault && thrown.where === undefined) {
        const { what, found, expected } = thrown;
        throw new Fault('message/undecodable', {
          what,
          found,
          expected,
          where: this.#typeName,
          cause: thrown,
        });
      }
      throw toFault(thrown, 'message/undecodable', {
        what: 'The bytes are not a message',
        where: this.#typeName,
      });
    }
  }

  #write(message: M, writer: CdrWriter, offset: number): number {
    writer.begin(offset);
    if (this.#fused === undefined) this.#layout.write(writer, message);
    else writer.fused(this.#fused, message);
    return writer.end;
  }

  #unencodable(thrown: unknown): Fault {
    return toFault(thrown, 'message/unencodable', {
      what: `The value is no ${this.#typeName}, or the buffer is too small`,
      next: 'Compare its fields with the type in src/message/messages.ts.',
    });
  }

  #tooLarge(found: number): Fault {
    return new Fault('message/undecodable', {
      what: 'The message is larger than any message may be',
      found: `${found} bytes`,
      expected: `at most ${MAX_MESSAGE_BYTES} bytes`,
      where: this.#typeName,
    });
  }
}

/** Compiled at first use: most programs speak a few of the types only. */
const codecByType = new Map<string, Codec>();

export function codecOf<T extends TypeName>(type: T): Codec<MessageByType[T]> {
  let codec = codecByType.get(type);
  if (codec === undefined) {
    codec = new Codec(type);
    codecByType.set(type, codec);
  }
  return codec as Codec<MessageByType[T]>;
}

/** New CDR bytes with the 4-byte header, the caller's to keep. */
export function encode<T extends TypeName>(type: T, message: MessageByType[T]): Uint8Array {
  return codecOf(type).encode(message);
}

/** Writes CDR into the caller's buffer and returns the end offset. */
export function encodeInto<T extends TypeName>(
  type: T,
  message: MessageByType[T],
  bytes: Uint8Array,
  offset = 0,
): number {
  return codecOf(type).encodeInto(message, bytes, offset);
}

/** Decodes CDR bytes (either byte order); the message holds nothing of them unless they are given. */
export function decode<T extends TypeName>(
  type: T,
  bytes: Uint8Array,
  ownership?: Ownership,
): MessageByType[T] {
  return codecOf(type).decode(bytes, ownership);
}
