// Opens a recording by its kind.
import { type Disk, nodeDisk } from './disk.js';
import { openMcapRecording } from './mcap-recording.js';
import { openMemoryRecording } from './memory-recording.js';
import type { Recording, RecordingOptions } from './recording.js';

/** Throws bag/exists if the folder is in use, bag/write-failed if it cannot be written. */
export async function openRecording(options: RecordingOptions, disk: Disk = nodeDisk): Promise<Recording> {
  switch (options.kind) {
    case 'mcap':
      return openMcapRecording(options, disk);
    case 'memory':
      return openMemoryRecording(options);
  }
}
