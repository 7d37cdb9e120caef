// metadata.yaml of a bag folder: written as rosbag2 of Humble (version 5) or Jazzy (9) does, read from version 1 on.
import { parse, stringify } from 'yaml';
import { z } from 'zod';
import { Fault } from '../fault/fault.js';
import type { TimeNs } from '../message/time.js';
import { qosEntries, qosText } from './qos.js';
import type { RecordedTopic } from './recording.js';

export interface BagFileFacts {
  /** Relative to the bag's folder. */
  readonly path: string;
  readonly startTime: TimeNs;
  readonly endTime: TimeNs;
  readonly messages: number;
}

export interface BagFacts {
  readonly files: readonly BagFileFacts[];
  readonly topics: readonly { readonly topic: RecordedTopic; readonly messages: number }[];
}

/** More than any bag's metadata; a larger file is something else. */
export const METADATA_BYTES_CEILING = 16 * 1024 * 1024;

/** The YAML text. With no messages yet the times are 0. */
export function encodeMetadata(facts: BagFacts, format: 'humble' | 'jazzy'): string {
  const modern = format === 'jazzy';
  const { startTime, endTime } = spanOf(facts.files);
  const information = {
    version: modern ? 9 : 5,
    storage_identifier: 'mcap',
    duration: { nanoseconds: endTime - startTime },
    starting_time: { nanoseconds_since_epoch: startTime },
    message_count: facts.topics.reduce((sum, { messages }) => sum + messages, 0),
    topics_with_message_count: facts.topics.map((entry) => topicEntry(entry, modern)),
    compression_format: '',
    compression_mode: '',
    relative_file_paths: facts.files.map(({ path }) => path),
    files: facts.files.map(fileEntry),
    ...(modern ? { custom_data: null, ros_distro: 'jazzy' } : {}),
  };
  return stringify({ rosbag2_bagfile_information: information }, { aliasDuplicateObjects: false });
}

function topicEntry({ topic, messages }: BagFacts['topics'][number], modern: boolean): object {
  return {
    topic_metadata: {
      name: topic.name,
      type: topic.type,
      serialization_format: 'cdr',
      offered_qos_profiles: modern ? qosEntries(topic.qos, 'words') : qosText(topic.qos, 'integers'),
      ...(modern ? { type_description_hash: topic.typeHash } : {}),
    },
    message_count: messages,
  };
}

function fileEntry({ path, startTime, endTime, messages }: BagFileFacts): object {
  return {
    path,
    starting_time: { nanoseconds_since_epoch: startTime },
    duration: { nanoseconds: endTime - startTime },
    message_count: messages,
  };
}

/** 0 to 0 if no file has a message. */
export function spanOf(files: readonly Omit<BagFileFacts, 'path'>[]): { startTime: TimeNs; endTime: TimeNs } {
  let span: { startTime: TimeNs; endTime: TimeNs } | undefined;
  for (const { startTime, endTime, messages } of files) {
    if (messages === 0) continue;
    span ??= { startTime, endTime };
    if (startTime < span.startTime) span.startTime = startTime;
    if (endTime > span.endTime) span.endTime = endTime;
  }
  return span ?? { startTime: 0n, endTime: 0n };
}

/** What a reader needs of metadata.yaml; the files themselves say the rest, and say it truly. */
const metadataSchema = z.object({
  rosbag2_bagfile_information: z.object({
    version: z.int().min(1).max(99),
    storage_identifier: z.string(),
    compression_mode: z.string().nullish(),
    compression_format: z.string().nullish(),
    relative_file_paths: z.array(z.string()).max(100_000),
  }),
});

export interface ReadMetadata {
  readonly version: number;
  readonly storage: string;
  /** none, file or message. */
  readonly compressionMode: string;
  /** zstd; empty without compression. */
  readonly compressionFormat: string;
  readonly relativePaths: readonly string[];
}

/** Throws bag/unreadable. */
export function parseMetadata(text: string, where: string): ReadMetadata {
  const checked = metadataSchema.safeParse(parseYaml(text, where));
  if (!checked.success) {
    throw new Fault('bag/unreadable', {
      what: 'metadata.yaml is not that of a bag',
      found: z.prettifyError(checked.error),
      where,
      next: 'Run `npx jackdaw bag recover` on the folder: it writes metadata.yaml anew.',
    });
  }
  const information = checked.data.rosbag2_bagfile_information;
  const mode = information.compression_mode ?? '';
  return {
    version: information.version,
    storage: information.storage_identifier,
    compressionFormat: (information.compression_format ?? '').toLowerCase(),
    compressionMode: mode === '' ? 'none' : mode.toLowerCase(),
    relativePaths: information.relative_file_paths,
  };
}

function parseYaml(text: string, where: string): unknown {
  try {
    return parse(text, { maxAliasCount: 0, logLevel: 'error' });
  } catch (cause) {
    throw new Fault('bag/unreadable', {
      what: 'metadata.yaml is not YAML',
      found: cause instanceof Error ? cause.message : String(cause),
      where,
      cause,
    });
  }
}
