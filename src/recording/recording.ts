// The recording port: what goes into a recording, and what every recording promises.
import type { Fault } from '../fault/fault.js';
import type { Qos } from '../message/topics.js';
import type { TimeNs } from '../message/time.js';

/** A topic as it stands in a bag: its absolute name, and all that a reader needs to understand its bytes. */
export interface RecordedTopic {
  /** Absolute: `/scan`. */
  readonly name: string;
  /** `sensor_msgs/msg/LaserScan`. */
  readonly type: string;
  readonly qos: readonly Qos[];
  /** `RIHS01_…`; empty if not known. */
  readonly typeHash: string;
  readonly schemaEncoding: string;
  /** The definition text with all its dependent blocks. */
  readonly schema: Uint8Array;
  /** `cdr` if absent. */
  readonly messageEncoding?: string;
}

export interface RecordedMessage {
  readonly topic: RecordedTopic;
  /** When it was received. */
  readonly logTime: TimeNs;
  /** When it was published. */
  readonly publishTime: TimeNs;
  /** Counts up on each topic, so that a gap shows what was lost before the recorder. */
  readonly sequence: number;
  /** CDR with its 4-byte header. Borrowed until it is on the disk: nobody changes it. */
  readonly data: Uint8Array;
}

export interface RecordingOptions {
  /** mcap: a bag folder as rosbag2 writes it. memory: the twin that needs no disk. */
  readonly kind: 'mcap' | 'memory';
  /** The bag's folder; its last part names the files in it. */
  readonly folder: string;
  /** Which rosbag2 must read metadata.yaml: humble writes version 5 (read by all later ones too), jazzy version 9. */
  readonly format?: 'humble' | 'jazzy';
  /** A file is closed and the next begun before it would grow beyond this; 64 MB if absent. */
  readonly segmentBytes?: number;
  /** … or before it would span more than this; 60 s if absent. */
  readonly segmentSeconds?: number;
  /** second: what is older than a second survives a power cut. segment: whole files do; for runs faster than real time. */
  readonly sync?: 'second' | 'segment';
  /** wait: nothing is lost, the writer waits for the disk. drop: nobody waits, what does not fit is dropped and counted. */
  readonly whenBehind?: 'wait' | 'drop';
  /** How much may wait for the disk; 16 MB if absent. */
  readonly queueBytes?: number;
  /** Called once if the recording ends early; the robot goes on. */
  readonly onFault?: (fault: Fault) => void;
}

export interface RecordingReport {
  readonly folder: string;
  /** Finished files, in order, absolute. */
  readonly files: readonly string[];
  /** Messages that were taken; after a fault the last of them may be missing from the files. */
  readonly messages: number;
  readonly bytes: number;
  readonly droppedByTopic: ReadonlyMap<string, number>;
  /** Why the recording ended early. */
  readonly fault: Fault | undefined;
}

/**
 * What every recording promises:
 * - Messages are kept in the order they were written, byte for byte; the same messages give the same files.
 * - `write` neither throws nor blocks. With `wait` it may ask to be awaited; with `drop` it never does.
 * - A process killed at any moment loses at most the open chunk (256 KiB or one second) and what the queue still held.
 * - A full disk or a failing one ends the recording, not the robot: `onFault` is called once, everything written
 *   before stays readable, and later messages are counted as dropped.
 */
export interface Recording {
  readonly folder: string;
  /** Resolves, if at all, when there is room for the next message. */
  write(message: RecordedMessage): Promise<void> | undefined;
  /** Tells the time, so that messages reach the disk although no new ones come. */
  tick(now: TimeNs): void;
  report(): RecordingReport;
  /** Ends the recording and makes it durable. Never throws: what went wrong is in the report. */
  close(): Promise<RecordingReport>;
}
