// The ground that a build stands on: which folders it made, and the way back to nothing if it is refused.
import { rm, rmdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { nodeDisk } from '../../recording/disk.js';
import { ORDER_FILE, PARTS_FOLDER } from '../format.js';

/** Everything that an unfinished dataset consists of. */
const UNFINISHED = [PARTS_FOLDER, 'images', 'annotations', 'scans', ORDER_FILE] as const;

/** Folders that were not there before, the innermost first. */
export type NewFolders = readonly string[];

/** Makes the folder, and those above it. Throws what the disk throws. */
export async function makeGround(out: string): Promise<NewFolders> {
  const made: string[] = [];
  for (
    let path = resolve(out);
    !(await nodeDisk.exists(path)) && dirname(path) !== path;
    path = dirname(path)
  )
    made.push(path);
  await nodeDisk.makeFolder(out);
  return made;
}

/** Only for a folder that held nothing before. What somebody else put there meanwhile stays. Never throws. */
export async function leaveGround(out: string, made: NewFolders): Promise<void> {
  for (const name of UNFINISHED)
    await rm(join(out, name), { recursive: true, force: true }).catch(() => undefined);
  for (const folder of made) await rmdir(folder).catch(() => undefined);
}
