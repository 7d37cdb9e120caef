// A capture: many rooms to many bags by processes side by side; killed at any moment, it goes on where it stopped.
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Fault } from '../../fault/fault.js';
import { nodeDisk } from '../../recording/disk.js';
import { roomFolder, roomSeed, settleOrder, type CaptureOrder } from './order.js';
import type { RoomOrder } from './capture-room.js';

/** What answers a room: a process of its own, or a twin in this one. */
export interface RoomWorker {
  /** 'impossible': the generator finds no such room; it is left out. Rejects with a Fault for everything else. */
  capture(order: RoomOrder): Promise<number | 'impossible'>;
  close(): void;
}

export interface CaptureOptions {
  readonly out: string;
  readonly workers: number;
  readonly openWorker: () => RoomWorker;
  readonly signal?: AbortSignal;
  readonly onRoom?: (done: number) => void;
}

export interface CaptureReport {
  /** Rooms that are whole now, those of earlier runs included. */
  readonly rooms: number;
  readonly impossible: number;
  /** Of this run. */
  readonly newRooms: number;
  readonly newFrames: number;
  readonly finished: boolean;
}

/** Throws dataset/exists, dataset/write-failed, and what a room fails with; finished rooms stay. */
export async function capture(order: CaptureOrder, options: CaptureOptions): Promise<CaptureReport> {
  await settleOrder(options.out, order);
  const done = new Set(await nodeDisk.list(options.out));
  const seeds = Array.from({ length: order.rooms }, (_, index) => roomSeed(order, index));
  const missing = seeds.filter((seed) => !done.has(roomFolder('', seed)));
  const tally = { rooms: seeds.length - missing.length, impossible: 0, newRooms: 0, newFrames: 0 };
  const lanes = Array.from({ length: Math.min(options.workers, missing.length) }, () =>
    work(missing, order, options, tally),
  );
  const ends = await Promise.allSettled(lanes);
  const failed = ends.find((end) => end.status === 'rejected');
  if (failed !== undefined) throw failed.reason as Fault;
  const finished = tally.rooms + tally.impossible === seeds.length;
  if (finished) await rm(join(options.out, '.partial'), { recursive: true, force: true });
  return { ...tally, finished };
}

interface Tally {
  rooms: number;
  impossible: number;
  newRooms: number;
  newFrames: number;
}

/** One worker through the common list of seeds. After a fault nobody takes another room. */
async function work(
  missing: number[],
  order: CaptureOrder,
  { out, openWorker, signal, onRoom }: CaptureOptions,
  tally: Tally,
): Promise<void> {
  const worker = openWorker();
  try {
    for (let seed = missing.shift(); seed !== undefined; seed = missing.shift()) {
      if (signal?.aborted === true) return;
      const { assets, framesPerRoom: frames, seconds, generator } = order;
      const folder = roomFolder(out, seed);
      const answer = await worker.capture({ seed, assets, frames, seconds, generator, folder });
      if (answer === 'impossible') tally.impossible++;
      else {
        tally.rooms++;
        tally.newRooms++;
        tally.newFrames += answer;
      }
      onRoom?.(tally.rooms + tally.impossible);
    }
  } catch (thrown) {
    missing.length = 0;
    throw thrown;
  } finally {
    worker.close();
  }
}
