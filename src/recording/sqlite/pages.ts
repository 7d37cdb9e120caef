// The pages of a SQLite file and the rows of its tables, read in place: nothing is locked, nothing is written.
import { Fault } from '../../fault/fault.js';
import type { SourceFile } from '../disk.js';
import { RECORD_BYTES_CEILING } from '../mcap/limits.js';
import { corrupt, readVarint } from './record.js';

const MAGIC = 'SQLite format 3\0';
const HEADER_BYTES = 100;
const LEAF = 0x0d;
const INTERIOR = 0x05;
/** With two children a page, deeper than any file can be. */
const DEPTH_CEILING = 40;
/** Pages are read in blocks of this size, and so many blocks are kept. */
const BLOCK_BYTES = 256 * 1024;
const BLOCKS_KEPT = 16;

export interface Row {
  readonly id: number;
  /** The beginning of the record, or all of it. */
  readonly head: Uint8Array;
  readonly bytes: number;
  /** The first page of the rest; 0 if there is none. */
  readonly overflow: number;
}

export class SqlitePages {
  readonly #file: SourceFile;
  readonly #pageBytes: number;
  /** What of a page is used. */
  readonly #usable: number;
  readonly #blocks = new Map<number, Promise<Uint8Array>>();

  private constructor(file: SourceFile, header: Uint8Array) {
    this.#file = file;
    const view = new DataView(header.buffer, header.byteOffset, header.byteLength);
    const size = view.getUint16(16);
    this.#pageBytes = size === 1 ? 65_536 : size;
    this.#usable = this.#pageBytes - view.getUint8(20);
    const isPowerOfTwo = (this.#pageBytes & (this.#pageBytes - 1)) === 0;
    if (!isPowerOfTwo || this.#pageBytes < 512 || this.#usable < 480) throw corrupt(`pages of ${size} bytes`);
    const encoding = view.getUint32(56);
    if (encoding > 1)
      throw new Fault('bag/unsupported', { what: 'The SQLite file holds UTF-16 text', expected: 'UTF-8' });
  }

  /** Borrows the file. Throws bag/unreadable, bag/corrupt, bag/unsupported. */
  static async open(file: SourceFile): Promise<SqlitePages> {
    const header = await file.read(0, HEADER_BYTES);
    if (
      header.byteLength < HEADER_BYTES ||
      Buffer.from(header.subarray(0, 16)).toString('latin1') !== MAGIC
    ) {
      throw new Fault('bag/unreadable', {
        what: 'The file is no SQLite database',
        expected: 'SQLite format 3',
      });
    }
    return new SqlitePages(file, header);
  }

  /** Where a page begins in the file; pages count from 1. */
  offsetOf(page: number): number {
    return (page - 1) * this.#pageBytes;
  }

  /** The leaf pages of a table, in order of its rows. */
  async *leaves(root: number): AsyncGenerator<number, void> {
    const pages = { left: Math.ceil(this.#file.bytes / this.#pageBytes) };
    yield* this.#leavesBelow(root, DEPTH_CEILING, pages);
  }

  /** The rows of a leaf page. */
  async rows(leaf: number): Promise<Row[]> {
    const { view, bytes, at } = await this.#tablePage(leaf);
    const count = view.getUint16(at + 3);
    const rows: Row[] = [];
    for (let i = 0; i < count; i++) rows.push(this.#row(bytes, view, this.#pointer(view, at + 8 + 2 * i)));
    return rows;
  }

  /** All bytes of a row's record. Throws bag/limit. */
  async record({ head, bytes, overflow }: Row): Promise<Uint8Array> {
    if (overflow === 0) return head;
    if (bytes > RECORD_BYTES_CEILING) {
      throw new Fault('bag/limit', { what: 'A message is too large', found: `${bytes} bytes` });
    }
    const record = new Uint8Array(bytes);
    record.set(head);
    let filled = head.byteLength;
    for (let page = overflow; filled < bytes;) {
      const content = await this.#page(page);
      const part = content.subarray(4, Math.min(this.#usable, 4 + bytes - filled));
      if (part.byteLength === 0) throw corrupt('a row goes on nowhere');
      record.set(part, filled);
      filled += part.byteLength;
      page = new DataView(content.buffer, content.byteOffset).getUint32(0);
    }
    return record;
  }

  async *#leavesBelow(page: number, depth: number, pages: { left: number }): AsyncGenerator<number, void> {
    if (depth === 0 || pages.left-- <= 0) throw corrupt('the pages of a table go round in a circle');
    const { view, at, kind } = await this.#tablePage(page);
    if (kind === LEAF) {
      yield page;
      return;
    }
    const count = view.getUint16(at + 3);
    for (let i = 0; i < count; i++) {
      const cell = this.#pointer(view, at + 12 + 2 * i);
      yield* this.#leavesBelow(view.getUint32(cell), depth - 1, pages);
    }
    yield* this.#leavesBelow(view.getUint32(at + 8), depth - 1, pages);
  }

  /** Section 1.6: what does not fit into the leaf goes on in a chain of pages. */
  #row(page: Uint8Array, view: DataView, cell: number): Row {
    const size = readVarint(page, cell);
    const id = readVarint(page, size.end);
    const bytes = size.value;
    const local = this.#localBytes(bytes);
    if (id.end + local + (local < bytes ? 4 : 0) > page.byteLength)
      throw corrupt('a row goes beyond its page');
    const head = page.subarray(id.end, id.end + local);
    return { id: id.value, head, bytes, overflow: local < bytes ? view.getUint32(id.end + local) : 0 };
  }

  #localBytes(bytes: number): number {
    if (bytes <= this.#usable - 35) return bytes;
    const least = Math.floor(((this.#usable - 12) * 32) / 255) - 23;
    const wanted = least + ((bytes - least) % (this.#usable - 4));
    return wanted <= this.#usable - 35 ? wanted : least;
  }

  #pointer(view: DataView, at: number): number {
    const cell = at + 2 <= view.byteLength ? view.getUint16(at) : 0;
    if (cell < 8 || cell + 4 > view.byteLength) throw corrupt('a cell lies outside its page');
    return cell;
  }

  async #tablePage(page: number): Promise<{ bytes: Uint8Array; view: DataView; at: number; kind: number }> {
    const bytes = await this.#page(page);
    const at = page === 1 ? HEADER_BYTES : 0;
    const kind = bytes[at] ?? 0;
    if (kind !== LEAF && kind !== INTERIOR) throw corrupt(`page ${page} belongs to no table`);
    return { bytes, view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), at, kind };
  }

  /** A view of a block, which lives as long as the view. */
  async #page(page: number): Promise<Uint8Array> {
    const offset = this.offsetOf(page);
    if (page < 1 || offset + this.#pageBytes > this.#file.bytes) throw corrupt(`there is no page ${page}`);
    const block = await this.#block(Math.floor(offset / BLOCK_BYTES));
    const begin = offset % BLOCK_BYTES;
    const bytes = block.subarray(begin, begin + this.#pageBytes);
    if (bytes.byteLength < this.#pageBytes) throw corrupt(`page ${page} is cut`);
    return bytes;
  }

  #block(index: number): Promise<Uint8Array> {
    let block = this.#blocks.get(index);
    if (block === undefined) block = this.#file.read(index * BLOCK_BYTES, BLOCK_BYTES);
    else this.#blocks.delete(index);
    // The last used is the last to go.
    this.#blocks.set(index, block);
    const [oldest] = this.#blocks.keys();
    if (this.#blocks.size > BLOCKS_KEPT && oldest !== undefined) this.#blocks.delete(oldest);
    return block;
  }
}
