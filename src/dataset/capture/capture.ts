// A capture: many rooms to many bags by processes side by side; killed at any moment, it goes on where it stopped.
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { beginWork, endWork } from '../../recording/at-work.js';
import { nodeDisk } from '../../recording/disk.js';
import { shareOut } from '../../runtime/share-out.js';
import type { RoomOrder } from './capture-room.js';
import {
  capturing,
  cannotWrite,
  finishOrder,
  PARTIAL_FOLDER,
  roomFolder,
  roomSeed,
  settleOrder,
  type CaptureOrder,
} from './order.js';

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

/** Throws dataset/busy, dataset/exists, dataset/write-failed, and what a room fails with; finished rooms stay. */
export async function capture(order: CaptureOrder, options: CaptureOptions): Promise<CaptureReport> {
  const { out } = options;
  await makeGround(out);
  try {
    await settleOrder(out, order);
    return await captureMissing(order, options);
  } finally {
    await endWork(nodeDisk, out, capturing);
  }
}

/** Nobody else captures there from then on. */
async function makeGround(out: string): Promise<void> {
  try {
    await nodeDisk.makeFolder(out);
    await beginWork(nodeDisk, out, capturing);
  } catch (thrown) {
    throw cannotWrite(thrown, out);
  }
}

async function captureMissing(order: CaptureOrder, options: CaptureOptions): Promise<CaptureReport> {
  const done = new Set(await nodeDisk.list(options.out));
  const seeds = Array.from({ length: order.rooms }, (_, index) => roomSeed(order, index));
  const missing = seeds.filter((seed) => !done.has(roomFolder('', seed)));
  const tally = { rooms: seeds.length - missing.length, impossible: 0, newRooms: 0, newFrames: 0 };
  const workers = Array.from({ length: Math.min(options.workers, missing.length) }, options.openWorker);
  try {
    await shareOut(
      missing.map((seed) => orderFor(seed, order, options.out)),
      workers.map((worker) => ({ ask: (room: RoomOrder) => worker.capture(room) })),
      {
        signal: options.signal,
        take(answer) {
          count(answer, tally);
          options.onRoom?.(tally.rooms + tally.impossible);
        },
      },
    );
  } finally {
    for (const worker of workers) worker.close();
  }
  const finished = tally.rooms + tally.impossible === seeds.length;
  if (finished) {
    await rm(join(options.out, PARTIAL_FOLDER), { recursive: true, force: true });
    await finishOrder(options.out, order);
  }
  return { ...tally, finished };
}

interface Tally {
  rooms: number;
  impossible: number;
  newRooms: number;
  newFrames: number;
}

function orderFor(seed: number, order: CaptureOrder, out: string): RoomOrder {
  const { assets, framesPerRoom: frames, seconds, generator } = order;
  return { seed, assets, frames, seconds, generator, folder: roomFolder(out, seed) };
}

function count(answer: number | 'impossible', tally: Tally): void {
  if (answer === 'impossible') {
    tally.impossible++;
    return;
  }
  tally.rooms++;
  tally.newRooms++;
  tally.newFrames += answer;
}
