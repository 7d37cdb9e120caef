// One file of a bag while it grows: `.partial` until it is whole, synced and renamed.
import { type Disk, type DiskFile, writeAll } from './disk.js';

export const PARTIAL_SUFFIX = '.partial';

export class SegmentFile {
  /** The final name. */
  readonly path: string;
  readonly #disk: Disk;
  readonly #file: DiskFile;
  #open = true;
  #dirty = false;
  #bytes = 0;

  private constructor(disk: Disk, path: string, file: DiskFile) {
    this.#disk = disk;
    this.path = path;
    this.#file = file;
  }

  static async create(disk: Disk, path: string): Promise<SegmentFile> {
    return new SegmentFile(disk, path, await disk.create(path + PARTIAL_SUFFIX));
  }

  get isOpen(): boolean {
    return this.#open;
  }

  get bytes(): number {
    return this.#bytes;
  }

  async write(pieces: readonly Uint8Array[]): Promise<void> {
    this.#dirty = true;
    await writeAll(this.#file, pieces);
    for (const piece of pieces) this.#bytes += piece.byteLength;
  }

  async sync(): Promise<void> {
    if (!this.#dirty) return;
    this.#dirty = false;
    await this.#file.sync();
  }

  /** Everything is written: make it durable and give it its name. */
  async finish(): Promise<void> {
    await this.sync();
    await this.abandon();
    await this.#disk.rename(this.path + PARTIAL_SUFFIX, this.path);
  }

  /** Lets `seal` make the torn file whole, then finishes it. */
  async seal<T>(seal: (path: string, file: DiskFile) => Promise<T>): Promise<T> {
    const sealed = await seal(this.path + PARTIAL_SUFFIX, this.#file);
    this.#dirty = true;
    await this.finish();
    return sealed;
  }

  /** Closes the file and leaves it as it is, to be recovered later. */
  async abandon(): Promise<void> {
    if (!this.#open) return;
    this.#open = false;
    await this.#file.close();
  }
}
