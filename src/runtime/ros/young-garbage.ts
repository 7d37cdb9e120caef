// Frees received pictures early: what V8 does on its own under memory pressure holds up the messages behind it for 10 ms and more.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

type Collect = (options: { readonly type: 'minor' }) => void;

/** Of 640x480 pictures every fifth: with twice as many the hiccups come back, with each second one a fifth more processor time goes. */
const BYTES_BETWEEN = 4 << 20;
/** Scans and the like leave V8 in peace, and would be held up by a collection for pictures that nobody sends. */
const SMALL_BYTES = 1 << 16;

/**
 * rclnodejs puts each message into a new buffer outside of V8's heap. V8 counts those bytes and answers with incremental
 * marking of the whole heap; a collection of the young generation is all it takes to free them, and takes 0.2 ms.
 */
export class YoungGarbage {
  readonly #collect: Collect;
  #bytes = 0;

  constructor(collect: Collect = exposeCollector()) {
    this.#collect = collect;
  }

  /** Called when a message of so many bytes has been handed on. */
  add(bytes: number): void {
    if (bytes < SMALL_BYTES) return;
    this.#bytes += bytes;
    if (this.#bytes < BYTES_BETWEEN) return;
    this.#bytes = 0;
    this.#collect({ type: 'minor' });
  }
}

/**
 * By this thread alone: there is next to nothing to move, and on a busy machine the helpers that V8 wakes for it are waited for,
 * 3 ms instead of 0.5. The flag that exposes it holds for contexts made after it: ours alone gets the function.
 */
function exposeCollector(): Collect {
  setFlagsFromString('--no-parallel-scavenge');
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as Collect;
}
