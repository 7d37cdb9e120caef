// Makes an unfinished file a finished one in place: cuts what is torn, appends summary and footer. Needs little room.
import type { Disk, DiskFile } from '../disk.js';
import { writeAll } from '../disk.js';
import { Problems } from '../problem.js';
import { type Scan, scanFile } from './scan.js';
import { encodeEnding, type Summary } from './summary.js';

/** `file` is open for appending at `path`. Returns what the sealed file holds. Throws what the disk throws. */
export async function sealFile(disk: Disk, path: string, file: DiskFile): Promise<Summary> {
  const source = await disk.openToRead(path);
  try {
    const scan = await scanFile(source, path, new Problems());
    const summary = withoutTail(scan);
    await file.truncate(scan.soundBytes);
    await writeAll(file, [encodeEnding(summary, scan.soundBytes)]);
    return summary;
  } finally {
    await source.close();
  }
}

function withoutTail({ summary, tailCountByChannel }: Scan): Summary {
  if (tailCountByChannel.size === 0) return summary;
  const countByChannel = new Map(summary.countByChannel);
  for (const [channel, count] of tailCountByChannel) {
    countByChannel.set(channel, (countByChannel.get(channel) ?? 0) - count);
  }
  return { ...summary, countByChannel, chunks: summary.chunks.slice(0, -1) };
}
