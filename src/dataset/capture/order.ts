// What a capture was asked for, kept beside its bags: the same order goes on where it stopped, another one is refused.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { Fault, toFault } from '../../fault/fault.js';
import type { Work } from '../../recording/at-work.js';
import { nodeDisk, replaceFile } from '../../recording/disk.js';
import { contentsOf } from '../../recording/output.js';
import { assetSets } from '../../simulation/rooms/kit.js';

export const captureOrderSchema = z.strictObject({
  rooms: z.int().min(1).max(1_000_000),
  seed: z.int().min(0).max(0xffff_ffff),
  framesPerRoom: z.int().min(0).max(10_000),
  seconds: z.number().min(0).max(3600),
  assets: z.enum(assetSets),
  /** Digest of the room generator. */
  generator: z.string(),
});

export type CaptureOrder = z.infer<typeof captureOrderSchema>;

export const ORDER_FILE = 'capture.json';
/** Rooms that are not whole yet. */
export const PARTIAL_FOLDER = '.partial';

/** `finished`: absent where an older version wrote it. */
const orderFileSchema = captureOrderSchema.extend({ finished: z.boolean().optional() });
export type KnownOrder = z.infer<typeof orderFileSchema>;

/** Of the whole capture; the processes that take its rooms are its own. */
export const capturing: Work = {
  marker: '.capturing',
  code: 'dataset/busy',
  refusal: (pid) => ({
    what: 'a capture is running in this folder',
    expected: 'one capture in a folder at a time',
    next: `Wait for its end, end it (kill -INT ${pid}) and give the command again, or give another folder to --out.`,
  }),
};

/** Rooms of one capture have seeds of their own: two captures share none unless their seeds are the same. */
export function roomSeed({ seed }: Pick<CaptureOrder, 'seed'>, index: number): number {
  return (seed * 100_003 + index) % 2 ** 32;
}

export function roomFolder(out: string, seed: number): string {
  return join(out, `room-${String(seed).padStart(10, '0')}`);
}

/** In a folder that is there. Writes the order, also over the same one of another number of rooms. Throws dataset/exists, dataset/write-failed. */
export async function settleOrder(out: string, order: CaptureOrder): Promise<void> {
  const known = await readOrder(join(out, ORDER_FILE));
  if (known === undefined) await refuseOther(out);
  else refuseDifferent(out, known, order);
  await writeOrder(out, { ...order, finished: false });
}

/** All its rooms are there, or cannot be made. Throws dataset/write-failed. */
export function finishOrder(out: string, order: CaptureOrder): Promise<void> {
  return writeOrder(out, { ...order, finished: true });
}

function refuseDifferent(where: string, known: CaptureOrder, order: CaptureOrder): void {
  const different = (Object.keys(order) as (keyof CaptureOrder)[]).filter(
    (key) => key !== 'rooms' && known[key] !== order[key],
  );
  if (different.length === 0) return;
  throw new Fault('dataset/exists', {
    what: 'the folder holds a capture of another kind',
    found: different.map((key) => `${key} ${known[key]}`).join(', '),
    expected: different.map((key) => `${key} ${order[key]}`).join(', '),
    where,
    next: 'Choose another folder, or the same flags to go on. Only --rooms and --workers may change.',
  });
}

async function refuseOther(where: string): Promise<void> {
  const found = await contentsOf(where, { except: capturing.marker });
  if (found === undefined) return;
  throw new Fault('dataset/exists', {
    what: 'the folder holds something else than a capture',
    found,
    where,
    next: 'Choose a new or empty folder.',
  });
}

async function writeOrder(out: string, order: KnownOrder): Promise<void> {
  const text = `${JSON.stringify(order, undefined, 2)}\n`;
  try {
    await replaceFile(nodeDisk, join(out, ORDER_FILE), new TextEncoder().encode(text));
  } catch (thrown) {
    throw cannotWrite(thrown, out);
  }
}

export function cannotWrite(thrown: unknown, where: string): Fault {
  return toFault(thrown, 'dataset/write-failed', { what: 'the capture cannot be written', where });
}

/** undefined if there is none. Throws dataset/exists for what is none. */
export async function readOrder(path: string): Promise<KnownOrder | undefined> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch {
    return undefined;
  }
  try {
    return orderFileSchema.parse(JSON.parse(text));
  } catch (thrown) {
    throw toFault(thrown, 'dataset/exists', {
      what: 'the folder holds a capture.json that is none',
      where: path,
      next: 'Choose another folder.',
    });
  }
}
