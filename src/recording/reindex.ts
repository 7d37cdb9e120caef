// Writes metadata.yaml anew from what the files of a bag folder hold.
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { openBag } from './bag.js';
import { nodeDisk, replaceFile } from './disk.js';
import { type BagFileFacts, encodeMetadata, parseMetadata } from './metadata.js';

/** Keeps the version that was there. Throws bag/unreadable if no file of the bag can be read. */
export async function reindexBag(folder: string): Promise<void> {
  const path = join(folder, 'metadata.yaml');
  const bag = await openBag(folder);
  const files: BagFileFacts[] = [];
  for (const file of bag.files) files.push(await factsOf(file));
  const topics = bag.topics.map((topic) => ({ topic, messages: topic.messages ?? 0 }));
  const text = encodeMetadata({ files, topics }, await formatOf(path));
  await bag.close();
  await replaceFile(nodeDisk, path, new TextEncoder().encode(text));
}

async function factsOf(path: string): Promise<BagFileFacts> {
  const bag = await openBag(path);
  await bag.close();
  const messages = bag.topics.reduce((sum, topic) => sum + (topic.messages ?? 0), 0);
  return { path: basename(path), messages, ...(bag.span ?? { startTime: 0n, endTime: 0n }) };
}

async function formatOf(path: string): Promise<'humble' | 'jazzy'> {
  try {
    return parseMetadata(await readFile(path, 'utf8'), path).version >= 9 ? 'jazzy' : 'humble';
  } catch {
    return 'humble';
  }
}
