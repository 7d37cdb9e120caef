// Which files a bag consists of: what metadata.yaml names, what the folder holds, or the one file given.
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Fault } from '../fault/fault.js';
import { nearestPath } from '../fault/nearest-path.js';
import { METADATA_BYTES_CEILING, parseMetadata, type ReadMetadata } from './metadata.js';
import { notABag } from './not-a-bag.js';
import type { Problems } from './problem.js';
import { PARTIAL_SUFFIX } from './segment-file.js';
import { ZSTD_SUFFIX } from './zstd.js';

/** A day of one-minute files has 1,440. */
const FILES_CEILING = 100_000;

export interface BagFiles {
  /** Absolute or relative as the bag's path is, in the order of the recording. */
  readonly paths: readonly string[];
  /** Every message is compressed by itself. */
  readonly messagesAreCompressed: boolean;
}

/** Throws bag/unreadable, bag/unsupported. */
export async function listBagFiles(path: string, problems: Problems): Promise<BagFiles> {
  const facts = await stat(path).catch(async (cause: unknown) => {
    throw await noBag(path, cause);
  });
  if (!facts.isDirectory()) return { paths: [path], messagesAreCompressed: false };
  const metadata = await readMetadata(path, problems);
  if (metadata !== undefined) refuseUnsupported(metadata, path);
  const paths = await listFolder(path, metadata, problems);
  if (paths.length > 0) return { paths, messagesAreCompressed: metadata?.compressionMode === 'message' };
  throw await notABag(path);
}

async function noBag(where: string, cause: unknown): Promise<Fault> {
  const near = await nearestPath(where);
  return new Fault('bag/unreadable', {
    what: 'There is no such bag',
    where,
    expected: 'a bag folder, an .mcap or a .db3 file',
    next:
      near === undefined
        ? 'Name the folder that was recorded into, or a file of it; where `npx jackdaw run` was not told where, it is in recordings/.'
        : `Did you mean ${near}?`,
    cause,
  });
}

async function readMetadata(folder: string, problems: Problems): Promise<ReadMetadata | undefined> {
  const path = join(folder, 'metadata.yaml');
  try {
    if ((await stat(path)).size > METADATA_BYTES_CEILING) throw new Error('it is too large');
    return parseMetadata(await readFile(path, 'utf8'), path);
  } catch (thrown) {
    problems.add('bad-metadata', path, thrown instanceof Fault ? thrown.what : String(thrown));
    return undefined;
  }
}

function refuseUnsupported(
  { storage, compressionMode, compressionFormat }: ReadMetadata,
  where: string,
): void {
  if (storage !== 'mcap' && storage !== 'sqlite3' && storage !== '') {
    throw new Fault('bag/unsupported', {
      what: `The bag is stored as ${storage}`,
      expected: 'mcap or sqlite3',
      where,
      next: 'Convert it: `ros2 bag convert` with storage_id mcap.',
    });
  }
  if (compressionMode === 'none' || compressionFormat === 'zstd') return;
  throw new Fault('bag/unsupported', {
    what: `The bag is compressed by ${compressionMode}`,
    found: compressionFormat,
    expected: 'zstd',
    where,
    next: 'Decompress it: `ros2 bag convert` with compression_mode none.',
  });
}

/** Files that metadata.yaml does not name are read too: after a crash it is the older of the two. */
async function listFolder(
  folder: string,
  metadata: ReadMetadata | undefined,
  problems: Problems,
): Promise<string[]> {
  const present = (await readdir(folder)).filter(isBagName).slice(0, FILES_CEILING).sort(byNumber);
  const listed = (metadata?.relativePaths ?? []).map((path) => basename(path));
  const names: string[] = [];
  for (const name of new Set(listed)) {
    if (present.includes(name)) names.push(name);
    else if (!present.includes(name + PARTIAL_SUFFIX)) problems.add('missing-file', join(folder, name));
  }
  for (const name of present) {
    if (names.includes(name)) continue;
    const isListed = listed.includes(name.replace(PARTIAL_SUFFIX, ''));
    if (metadata !== undefined && !isListed) problems.add('unlisted-file', join(folder, name));
    names.push(name);
  }
  return names.map((name) => join(folder, name));
}

/** rosbag2 leaves the plain file beside the compressed one when it is interrupted: the plain one is whole. */
function isDecompressed(name: string, all: readonly string[]): boolean {
  return name.endsWith(ZSTD_SUFFIX) && all.includes(name.slice(0, -ZSTD_SUFFIX.length));
}

/** A file that was not finished counts, unless its recovered twin is there. */
function isBagName(name: string, _index: number, all: readonly string[]): boolean {
  if (/\.(mcap|db3)(\.zstd)?$/.test(name)) return !isDecompressed(name, all);
  return name.endsWith(`.mcap${PARTIAL_SUFFIX}`) && !all.includes(name.slice(0, -PARTIAL_SUFFIX.length));
}

/** `bag_10` comes after `bag_9`. */
function byNumber(a: string, b: string): number {
  const [numberA, numberB] = [segmentNumber(a), segmentNumber(b)];
  return numberA === numberB ? (a < b ? -1 : 1) : numberA - numberB;
}

function segmentNumber(name: string): number {
  return Number(/_(\d{1,9})\.(?:mcap|db3)/.exec(name)?.[1] ?? 0);
}
