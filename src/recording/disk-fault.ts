// Which fault a failing disk is.
import { type Fault, toFault } from '../fault/fault.js';

export function isDiskFull(thrown: unknown): boolean {
  const { code } = thrown as NodeJS.ErrnoException;
  return code === 'ENOSPC' || code === 'EDQUOT' || code === 'EFBIG';
}

/** bag/disk-full or bag/write-failed; a Fault stays what it is. */
export function diskFault(thrown: unknown, folder: string): Fault {
  if (isDiskFull(thrown)) {
    return toFault(thrown, 'bag/disk-full', {
      what: 'The disk is full; the recording ended and what was written is kept',
      where: folder,
      next: 'Free some space, or set a limit for old recordings.',
    });
  }
  return toFault(thrown, 'bag/write-failed', {
    what: 'Writing the recording failed; it ended there',
    where: folder,
    next: 'Check the disk; `npx jackdaw bag recover` saves what reached it.',
  });
}
