// Work for the disk in order, one piece at a time, behind the back of whoever hands it in.

type Work = Block | Job;

interface Block {
  readonly kind: 'block';
  readonly pieces: readonly Uint8Array[];
  readonly bytes: number;
  readonly done: (() => void) | undefined;
}

interface Job {
  readonly kind: 'job';
  readonly run: () => Promise<void>;
}

/** One writev takes at most 1,024 pieces (IOV_MAX); more than a few MiB at once gains nothing. */
const PIECES_AT_ONCE = 1000;
const BYTES_AT_ONCE = 8 * 1024 * 1024;

export interface DiskQueueOptions {
  /** Writes neighbouring blocks in one go. */
  readonly write: (pieces: readonly Uint8Array[]) => Promise<void>;
  /** Called once with what the first failing work threw; everything queued behind it is let go. */
  readonly onFailure: (thrown: unknown) => Promise<void>;
}

export class DiskQueue {
  readonly #options: DiskQueueOptions;
  #work: Work[] = [];
  #waiting: { readonly below: number; readonly resolve: () => void }[] = [];
  #queuedBytes = 0;
  #pump: Promise<void> | undefined;
  #failed = false;

  constructor(options: DiskQueueOptions) {
    this.#options = options;
  }

  /** Handed in and not yet on the disk. */
  get queuedBytes(): number {
    return this.#queuedBytes;
  }

  get failed(): boolean {
    return this.#failed;
  }

  /** The pieces are borrowed until `done`, which is called also if they are let go. */
  write(pieces: readonly Uint8Array[], done?: () => void): void {
    let bytes = 0;
    for (const piece of pieces) bytes += piece.byteLength;
    this.#queuedBytes += bytes;
    this.#add({ kind: 'block', pieces, bytes, done });
  }

  /** Runs when everything before it is done. */
  then(run: () => Promise<void>): void {
    this.#add({ kind: 'job', run });
  }

  /** Resolves when at most `bytes` are queued; undefined if that is so already. */
  below(bytes: number): Promise<void> | undefined {
    if (this.#queuedBytes <= bytes) return undefined;
    return new Promise((resolve) => this.#waiting.push({ below: bytes, resolve }));
  }

  /** Resolves when all work so far is done or let go. */
  async idle(): Promise<void> {
    while (this.#pump !== undefined) await this.#pump;
  }

  #add(work: Work): void {
    if (this.#failed) {
      this.#letGo([work]);
      return;
    }
    this.#work.push(work);
    this.#pump ??= this.#run();
  }

  async #run(): Promise<void> {
    try {
      while (this.#work.length > 0) await this.#step();
    } catch (thrown) {
      this.#failed = true;
      await this.#options.onFailure(thrown);
    } finally {
      this.#letGo(this.#work.splice(0));
      this.#pump = undefined;
    }
  }

  async #step(): Promise<void> {
    const [first] = this.#work;
    if (first?.kind === 'job') {
      this.#work.shift();
      await first.run();
      return;
    }
    const blocks = this.#takeBlocks();
    try {
      await this.#options.write(blocks.flatMap(({ pieces }) => pieces));
    } finally {
      this.#letGo(blocks);
    }
  }

  #takeBlocks(): Block[] {
    const blocks: Block[] = [];
    let [pieces, bytes] = [0, 0];
    for (const work of this.#work) {
      if (work.kind === 'job') break;
      pieces += work.pieces.length;
      bytes += work.bytes;
      if (blocks.length > 0 && (pieces > PIECES_AT_ONCE || bytes > BYTES_AT_ONCE)) break;
      blocks.push(work);
    }
    this.#work.splice(0, blocks.length);
    return blocks;
  }

  #letGo(works: readonly Work[]): void {
    for (const work of works) {
      if (work.kind === 'job') continue;
      this.#queuedBytes -= work.bytes;
      work.done?.();
    }
    const ready = this.#waiting.filter(({ below }) => this.#queuedBytes <= below);
    this.#waiting = this.#waiting.filter(({ below }) => this.#queuedBytes > below);
    for (const { resolve } of ready) resolve();
  }
}
