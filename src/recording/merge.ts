// Messages of all files in time order, holding no more stretches in memory than lie over each other in time.
import { Fault } from '../fault/fault.js';
import type { TimeNs } from '../message/time.js';
import type { BagMessage, BagTopic, ReadOptions } from './bag.js';
import type { BagFile, Stretch } from './bag-file.js';
import type { StoredMessage } from './mcap/extent.js';
import { HELD_BYTES_CEILING } from './mcap/limits.js';

export interface MergeOptions extends ReadOptions {
  readonly topicByName: ReadonlyMap<string, BagTopic>;
}

interface Place {
  readonly file: BagFile;
  readonly stretch: Stretch;
}

export class Merge {
  readonly #options: MergeOptions;
  readonly #wanted: ReadonlySet<string> | undefined;
  /** Not yet read, by start time. */
  readonly #places: Place[];
  readonly #leftByFile = new Map<BagFile, number>();
  #nextPlace = 0;
  /** Read, but not before the start of the next stretch; in order. */
  #held: BagMessage[] = [];
  /** An upper bound of what the held messages pin; counted exactly when it nears the ceiling. */
  #heldBytes = 0;

  constructor(files: readonly BagFile[], options: MergeOptions) {
    this.#options = options;
    this.#wanted = options.topics === undefined ? undefined : new Set(options.topics);
    this.#places = files.flatMap((file) => this.#placesIn(file)).sort(byStartTime);
    for (const { file } of this.#places) {
      this.#leftByFile.set(file, (this.#leftByFile.get(file) ?? 0) + 1);
    }
  }

  /** The messages that no unread stretch can precede; undefined at the end. May be empty. */
  async next(): Promise<readonly BagMessage[] | undefined> {
    const place = this.#places[this.#nextPlace];
    if (place === undefined) return this.#release(undefined);
    this.#nextPlace++;
    await this.#load(place);
    return this.#release(this.#places[this.#nextPlace]?.stretch.startTime);
  }

  /** Up to and including `horizon`: at equal times the earlier stretch comes first. */
  #release(horizon: TimeNs | undefined): BagMessage[] | undefined {
    if (horizon === undefined && this.#held.length === 0 && this.#nextPlace >= this.#places.length) {
      return undefined;
    }
    const end = horizon === undefined ? this.#held.length : firstAfter(this.#held, horizon);
    const released = this.#held.slice(0, end);
    this.#held = end === this.#held.length ? [] : this.#held.slice(end);
    if (this.#held.length === 0) this.#heldBytes = 0;
    return released;
  }

  async #load({ file, stretch }: Place): Promise<void> {
    const found: BagMessage[] = [];
    await file.read(stretch, (stored) => {
      const message = this.#wantedMessage(file, stored, stretch);
      if (message !== undefined) found.push(message);
    });
    await this.#closeIfLast(file);
    this.#hold(pinnedBytes(found), file);
    const isInOrder = found.every((message, i) => i === 0 || found[i - 1]!.logTime <= message.logTime);
    if (!isInOrder) found.sort(byLogTime);
    this.#held = this.#held.length === 0 ? found : mergeSorted(this.#held, found);
  }

  #hold(bytes: number, file: BagFile): void {
    this.#heldBytes += bytes;
    if (this.#heldBytes <= HELD_BYTES_CEILING) return;
    this.#heldBytes = bytes + pinnedBytes(this.#held);
    if (this.#heldBytes <= HELD_BYTES_CEILING) return;
    throw new Fault('bag/limit', {
      what: 'Too many chunks lie over each other in time to be read in order',
      where: file.path,
      next: 'Run `npx jackdaw bag recover` on it, or read fewer topics.',
    });
  }

  #wantedMessage(file: BagFile, stored: StoredMessage, stretch: Stretch): BagMessage | undefined {
    const { logTime, publishTime, sequence, data } = stored;
    const { from, until, topicByName } = this.#options;
    if ((from !== undefined && logTime < from) || (until !== undefined && logTime >= until)) return undefined;
    const name = file.topicNameByChannel.get(stored.channelId);
    const topic = name === undefined ? undefined : topicByName.get(name);
    if (topic === undefined) {
      file.problems.add('unknown-channel', `${file.path}:${stretch.offset}`);
      return undefined;
    }
    if (this.#wanted?.has(topic.name) === false) return undefined;
    return { topic, logTime, publishTime, sequence, data };
  }

  #placesIn(file: BagFile): Place[] {
    return file.stretches
      .filter((stretch) => this.#overlaps(stretch) && this.#hasWanted(file, stretch))
      .map((stretch) => ({ file, stretch }));
  }

  #overlaps({ startTime, endTime }: Stretch): boolean {
    const { from, until } = this.#options;
    return (from === undefined || endTime >= from) && (until === undefined || startTime < until);
  }

  #hasWanted({ topicNameByChannel }: BagFile, { channels }: Stretch): boolean {
    const wanted = this.#wanted;
    if (wanted === undefined || channels === undefined) return true;
    return [...channels].some((channel) => wanted.has(topicNameByChannel.get(channel) ?? ''));
  }

  /** So that a bag of a thousand files does not hold a thousand handles. */
  async #closeIfLast(file: BagFile): Promise<void> {
    const left = (this.#leftByFile.get(file) ?? 1) - 1;
    this.#leftByFile.set(file, left);
    if (left === 0) await file.close();
  }
}

/** A message keeps the whole stretch alive that it is a view of. */
function pinnedBytes(messages: readonly BagMessage[]): number {
  const buffers = new Set<ArrayBufferLike>();
  let last: ArrayBufferLike | undefined;
  let bytes = 0;
  for (const { data } of messages) {
    // Neighbours mostly lie in one.
    if (data.buffer === last || buffers.has(data.buffer)) continue;
    last = data.buffer;
    buffers.add(last);
    bytes += last.byteLength;
  }
  return bytes;
}

function byStartTime(a: Place, b: Place): number {
  return a.stretch.startTime < b.stretch.startTime ? -1 : a.stretch.startTime > b.stretch.startTime ? 1 : 0;
}

function byLogTime(a: BagMessage, b: BagMessage): number {
  return a.logTime < b.logTime ? -1 : a.logTime > b.logTime ? 1 : 0;
}

function firstAfter(messages: readonly BagMessage[], time: TimeNs): number {
  let [low, high] = [0, messages.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (messages[middle]!.logTime <= time) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** At equal times the first list's come first. */
function mergeSorted(first: readonly BagMessage[], second: readonly BagMessage[]): BagMessage[] {
  const merged: BagMessage[] = [];
  let at = 0;
  for (const message of second) {
    while (at < first.length && first[at]!.logTime <= message.logTime) merged.push(first[at++]!);
    merged.push(message);
  }
  for (; at < first.length; at++) merged.push(first[at]!);
  return merged;
}
