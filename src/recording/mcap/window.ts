// Reads a file forwards through a window, so that many small reads cost few system calls.
import type { SourceFile } from '../disk.js';

const WINDOW_BYTES = 1024 * 1024;

export class Window {
  readonly #file: SourceFile;
  #bytes: Uint8Array = new Uint8Array(0);
  #offset = 0;

  constructor(file: SourceFile) {
    this.#file = file;
  }

  get bytes(): number {
    return this.#file.bytes;
  }

  /** A view that stays valid; fewer bytes only at the end of the file. */
  async read(offset: number, count: number): Promise<Uint8Array> {
    const from = offset - this.#offset;
    if (from >= 0 && from + count <= this.#bytes.byteLength) return this.#bytes.subarray(from, from + count);
    if (count >= WINDOW_BYTES) return this.#file.read(offset, count);
    this.#bytes = await this.#file.read(offset, WINDOW_BYTES);
    this.#offset = offset;
    return this.#bytes.subarray(0, count);
  }
}
