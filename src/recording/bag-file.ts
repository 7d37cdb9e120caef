// The port `bag`: one file of a bag that is read, whatever its format, and the adapter that fits it.
import { Fault, toFault } from '../fault/fault.js';
import type { TimeNs } from '../message/time.js';
import type { BagTopic } from './bag.js';
import type { Disk, SourceFile } from './disk.js';
import { openMcapFile } from './mcap-file.js';
import type { StoredMessage } from './mcap/extent.js';
import type { Problems } from './problem.js';
import { openSqliteFile } from './sqlite-file.js';
import { inflateZstd, ZSTD_SUFFIX } from './zstd.js';

/** A part of a file that is read at once. */
export interface Stretch {
  /** Where it begins in the file, bytes. */
  readonly offset: number;
  readonly startTime: TimeNs;
  readonly endTime: TimeNs;
  /** Channels with messages in it; undefined if the file does not say. */
  readonly channels: ReadonlySet<number> | undefined;
}

export interface BagFile {
  readonly path: string;
  readonly topics: readonly BagTopic[];
  readonly topicNameByChannel: ReadonlyMap<number, string>;
  readonly stretches: readonly Stretch[];
  readonly problems: Problems;
  /** The messages of one of its stretches, in the order of the file; what is bad is noted and left out. */
  read(stretch: Stretch, message: (stored: StoredMessage) => void): Promise<void>;
  /** It opens again when it is read again. */
  close(): Promise<void>;
}

/** How an adapter gets at the bytes. */
export interface BagFileSource {
  readonly path: string;
  open(): Promise<SourceFile>;
}

/** By its name: `.db3` is rosbag2's sqlite3 storage, anything else MCAP; either may be compressed as a whole. Throws bag/unreadable. */
export async function openBagFile(disk: Disk, path: string, problems: Problems): Promise<BagFile> {
  const source = { path, open: () => openSource(disk, path) };
  const name = path.endsWith(ZSTD_SUFFIX) ? path.slice(0, -ZSTD_SUFFIX.length) : path;
  if (!name.endsWith('.db3')) return openMcapFile(source, problems);
  // A writer that was killed leaves its newest messages there.
  if (await disk.exists(`${path}-wal`)) problems.add('unmerged-journal', path);
  return openSqliteFile(source, problems);
}

async function openSource(disk: Disk, path: string): Promise<SourceFile> {
  let file: SourceFile | undefined;
  try {
    file = await disk.openToRead(path);
    return path.endsWith(ZSTD_SUFFIX) ? await inflateWhole(file, path) : file;
  } catch (thrown) {
    await file?.close();
    throw toFault(thrown, 'bag/unreadable', { what: 'The file cannot be read', where: path });
  }
}

/** A whole file is held in memory, so it must not be larger than this. */
const INFLATED_BYTES_CEILING = 1024 * 1024 * 1024;

async function inflateWhole(file: SourceFile, where: string): Promise<SourceFile> {
  if (file.bytes > INFLATED_BYTES_CEILING) throw tooLarge(file.bytes, where);
  const bytes = await inflateZstd(await file.read(0, file.bytes), INFLATED_BYTES_CEILING).catch(
    (thrown: unknown) => {
      if (thrown instanceof Fault && thrown.code === 'bag/limit') throw tooLarge(undefined, where);
      throw thrown;
    },
  );
  await file.close();
  return {
    bytes: bytes.byteLength,
    read: (offset, count) => Promise.resolve(bytes.slice(offset, offset + count)),
    close: () => Promise.resolve(),
  };
}

function tooLarge(found: number | undefined, where: string): Fault {
  return new Fault('bag/limit', {
    what: 'The compressed file is too large to be held in memory',
    found: found === undefined ? undefined : `${found} bytes`,
    expected: `at most ${INFLATED_BYTES_CEILING} bytes`,
    where,
    next: 'Decompress it first: `zstd -d` on each file.',
  });
}
