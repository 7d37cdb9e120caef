// rosbag2's compression_mode "message": every message of the bag is a zstd frame of its own.
import { Fault } from '../fault/fault.js';
import type { BagFile, Stretch } from './bag-file.js';
import type { StoredMessage } from './mcap/extent.js';
import { RECORD_BYTES_CEILING } from './mcap/limits.js';
import { inflateZstd } from './zstd.js';

/** The same file with its messages as they were before. */
export function inflatingFile(file: BagFile): BagFile {
  const { path, topics, topicNameByChannel, stretches, problems } = file;
  return {
    path,
    topics,
    topicNameByChannel,
    stretches,
    problems,
    async read(stretch: Stretch, message: (stored: StoredMessage) => void): Promise<void> {
      const packed: StoredMessage[] = [];
      await file.read(stretch, (stored) => void packed.push(stored));
      for (const stored of packed) {
        try {
          message({ ...stored, data: await inflateZstd(stored.data, RECORD_BYTES_CEILING) });
        } catch (thrown) {
          if (!(thrown instanceof Fault)) throw thrown;
          const kind = thrown.code === 'bag/limit' ? 'too-large' : 'bad-record';
          problems.add(kind, `${path}:${stretch.offset}`, thrown.what);
        }
      }
    },
    close: () => file.close(),
  };
}
