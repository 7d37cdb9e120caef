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

/** In a folder that is there. Writes the order, or finds the same one. Throws dataset/exists, dataset/write-failed. */
export async function settleOrder(out: string, order: CaptureOrder): Promise<void> {
  const path = join(out, ORDER_FILE);
  const known = await readOrder(path);
  if (known === undefined) {
    await writeOrder(out, path, order);
    return;
  }
  const different = (Object.keys(order) as (keyof CaptureOrder)[]).filter(
    (key) => key !== 'rooms' && known[key] !== order[key],
  );
  if (different.length > 0) {
    throw new Fault('dataset/exists', {
      what: 'the folder holds a capture of another kind',
      found: different.map((key) => `${key} ${known[key]}`).join(', '),
      expected: different.map((key) => `${key} ${order[key]}`).join(', '),
      where: out,
      next: 'Choose another folder, or the same flags to go on. Only --rooms and --workers may change.',
    });
  }
}

async function writeOrder(out: string, path: string, order: CaptureOrder): Promise<void> {
  try {
    const found = await contentsOf(out, { except: capturing.marker });
    if (found !== undefined) {
      throw new Fault('dataset/exists', {
        what: 'the folder holds something else than a capture',
        found,
        where: out,
        next: 'Choose a new or empty folder.',
      });
    }
    await replaceFile(nodeDisk, path, new TextEncoder().encode(`${JSON.stringify(order, undefined, 2)}\n`));
  } catch (thrown) {
    throw cannotStart(thrown, out);
  }
}

export function cannotStart(thrown: unknown, where: string): Fault {
  return toFault(thrown, 'dataset/write-failed', { what: 'the capture cannot be started', where });
}

async function readOrder(path: string): Promise<CaptureOrder | undefined> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch {
    return undefined;
  }
  try {
    return captureOrderSchema.parse(JSON.parse(text));
  } catch (thrown) {
    throw toFault(thrown, 'dataset/exists', {
      what: 'the folder holds a capture.json that is none',
      where: path,
      next: 'Choose another folder.',
    });
  }
}
