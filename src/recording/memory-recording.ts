// The twin that needs no disk: keeps copies of the messages it was given, up to a limit.
import type { RecordedMessage, Recording, RecordingOptions, RecordingReport } from './recording.js';

const MEMORY_BYTES = 256_000_000;

export interface MemoryRecording extends Recording {
  readonly messages: readonly RecordedMessage[];
}

export function openMemoryRecording({
  folder,
  queueBytes = MEMORY_BYTES,
}: RecordingOptions): MemoryRecording {
  const messages: RecordedMessage[] = [];
  const droppedByTopic = new Map<string, number>();
  let bytes = 0;
  let closed = false;
  const report = (): RecordingReport => ({
    folder,
    files: [],
    messages: messages.length,
    bytes,
    droppedByTopic: new Map(droppedByTopic),
    fault: undefined,
  });
  return {
    folder,
    messages,
    write(message) {
      const { name } = message.topic;
      if (closed || bytes + message.data.byteLength > queueBytes) {
        droppedByTopic.set(name, (droppedByTopic.get(name) ?? 0) + 1);
      } else {
        messages.push({ ...message, data: message.data.slice() });
        bytes += message.data.byteLength;
      }
      return undefined;
    },
    tick: () => undefined,
    report,
    async close() {
      closed = true;
      return report();
    },
  };
}
