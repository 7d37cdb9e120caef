// Parts to a finished dataset: annotations and scans by split, checked for leaks, counted, and a manifest over all of it.
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Fault } from '../../fault/fault.js';
import { nodeDisk, replaceFile } from '../../recording/disk.js';
import {
  datasetPaths,
  datasetSurfaces,
  ignoreRule,
  MANIFEST_FILE,
  PARTS_FOLDER,
  SCHEMA_VERSION,
  splitNames,
  type AnnotationFile,
  type Manifest,
  type ScanRow,
  type SplitFacts,
  type SplitName,
} from '../format.js';
import { findLeaks, manifestDigest } from '../integrity.js';
import { sha256Of } from '../open.js';
import { encodeScanFile } from '../scans.js';
import { statisticsOf } from '../statistics.js';
import type { Part, PartImage } from './part.js';
import type { BuildRules } from './rules.js';

/** Throws dataset/leak, dataset/empty-split; then nothing is finished and the parts stay. */
export async function finishDataset(
  out: string,
  parts: readonly Part[],
  rules: BuildRules,
): Promise<Manifest> {
  const files = Object.fromEntries(
    splitNames.map((split) => [split, annotationFile(imagesOf(parts, split), rules)]),
  ) as Record<SplitName, AnnotationFile>;
  refuseEmptySplits(files, rules);
  refuseLeaks(files);
  const splits = {} as Record<SplitName, SplitFacts>;
  for (const split of splitNames) splits[split] = await writeSplit(out, split, files[split], parts);
  const content = contentOf(parts, rules, files, splits);
  const manifest: Manifest = { ...content, digest: manifestDigest(content) };
  const text = `${JSON.stringify(manifest, undefined, 2)}\n`;
  await replaceFile(nodeDisk, join(out, MANIFEST_FILE), new TextEncoder().encode(text));
  await rm(join(out, PARTS_FOLDER), { recursive: true, force: true });
  return manifest;
}

/** In an order that neither bags nor shards decide. */
function imagesOf(parts: readonly Part[], split: SplitName): PartImage[] {
  const key = ({ image }: PartImage): string => `${image.room}\0${image.stamp.padStart(19, '0')}`;
  return parts
    .filter((part) => part.split === split)
    .flatMap(({ images }) => images)
    .sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
}

function annotationFile(images: readonly PartImage[], { classes }: BuildRules): AnnotationFile {
  let id = 0;
  return {
    info: { description: 'jackdaw dataset', version: String(SCHEMA_VERSION) },
    images: images.map(({ image }, index) => ({ id: index + 1, ...image })),
    annotations: images.flatMap(({ annotations }, index) =>
      annotations.map((annotation) => ({ id: ++id, image_id: index + 1, ...annotation })),
    ),
    categories: classes.map((name, index) => ({ id: index + 1, name, supercategory: 'obstacle' })),
  };
}

function refuseEmptySplits(files: Readonly<Record<SplitName, AnnotationFile>>, { shares }: BuildRules): void {
  const empty = splitNames.filter((split) => shares[split] > 0 && files[split].images.length === 0);
  if (empty.length === 0) return;
  const rooms = new Set(splitNames.flatMap((split) => files[split].images.map(({ room }) => room)));
  throw new Fault('dataset/empty-split', {
    what: `no room falls into ${empty.join(' and ')}`,
    found: `${rooms.size} rooms`,
    next: 'Add recordings of more rooms, give other --shares (0 for a split that is not wanted), or another --salt.',
  });
}

function refuseLeaks(files: Readonly<Record<SplitName, AnnotationFile>>): void {
  const leaks = findLeaks(files);
  if (leaks.length === 0) return;
  throw new Fault('dataset/leak', {
    what: 'two splits share what they must not',
    found: leaks.slice(0, 5).join('; '),
    expected: 'every room and every image in one split only',
    next: 'Leave out the copied recording, or give its frames the name of its room.',
  });
}

async function writeSplit(
  out: string,
  split: SplitName,
  file: AnnotationFile,
  parts: readonly Part[],
): Promise<SplitFacts> {
  const annotations = new TextEncoder().encode(JSON.stringify(file));
  const rows = imagesOf(parts, split).flatMap(({ scan }, index) =>
    scan === undefined ? [] : [scanRow(scan, index + 1)],
  );
  const scans = encodeScanFile(rows);
  for (const [path, bytes] of [
    [datasetPaths.annotations(split), annotations],
    [datasetPaths.scans(split), scans],
  ] as const) {
    await nodeDisk.makeFolder(join(out, path, '..'));
    await replaceFile(nodeDisk, join(out, path), bytes);
  }
  return {
    images: file.images.length,
    annotations: file.annotations.length,
    scans: rows.length,
    rooms: new Set(file.images.map(({ room }) => room)).size,
    annotationsSha256: sha256Of(annotations),
    scansSha256: sha256Of(scans),
  };
}

function scanRow(scan: NonNullable<PartImage['scan']>, imageId: number): ScanRow {
  const bytes = Uint8Array.from(Buffer.from(scan.ranges, 'base64'));
  const ranges = new Float32Array(bytes.buffer, 0, bytes.byteLength >> 2);
  return { ...scan, imageId, stampNs: BigInt(scan.stampNs), ranges };
}

function contentOf(
  parts: readonly Part[],
  rules: BuildRules,
  files: Readonly<Record<SplitName, AnnotationFile>>,
  splits: Readonly<Record<SplitName, SplitFacts>>,
): Omit<Manifest, 'digest'> {
  const sources = parts.map(({ source }) => source).sort((a, b) => (a.sha256 < b.sha256 ? -1 : 1));
  return {
    schemaVersion: SCHEMA_VERSION,
    classes: [...rules.classes],
    surfaces: [...datasetSurfaces],
    ignoreRule: { ...ignoreRule },
    splitRule: { by: 'room', shares: { ...rules.shares }, salt: rules.salt },
    sampling: { everyMs: rules.everyMs, hashBits: rules.hashBits },
    sources,
    splits: { ...splits },
    statistics: {
      train: statisticsOf(files.train),
      validation: statisticsOf(files.validation),
      test: statisticsOf(files.test),
    },
  };
}
