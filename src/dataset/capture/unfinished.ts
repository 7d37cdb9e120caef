// Whether a folder is that of a capture which is not done: a dataset of the rooms so far would pass for one of all.
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Fault } from '../../fault/fault.js';
import { refuseBusy } from '../../recording/at-work.js';
import { nodeDisk } from '../../recording/disk.js';
import { capturing, ORDER_FILE, PARTIAL_FOLDER, readOrder } from './order.js';

/** Throws dataset/busy while a capture runs there, dataset/incomplete where one was interrupted. */
export async function refuseUnfinished(folder: string): Promise<void> {
  await refuseBusy(folder, capturing);
  const order = await readOrder(join(folder, ORDER_FILE));
  if (order === undefined) return;
  // Those of older versions do not say whether they are done; they leave the beginnings of rooms where they are not.
  if (order.finished ?? !(await nodeDisk.exists(join(folder, PARTIAL_FOLDER)))) return;
  const rooms = (await readdir(folder)).filter((name) => name.startsWith('room-')).length;
  const those =
    rooms === 0 ? '' : ` For a dataset of the rooms that are there: --from ${join(folder, 'room-*')}`;
  throw new Fault('dataset/incomplete', {
    what: 'the capture was interrupted: there are fewer rooms than were asked for',
    found: `${rooms} of ${order.rooms} rooms`,
    where: folder,
    next: `Give the same \`npx jackdaw capture\` command again: it goes on where it stopped.${those}`,
  });
}
