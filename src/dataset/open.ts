// Opens a finished dataset and iterates its samples; nothing of it is taken on trust.
import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { z } from 'zod';
import { Fault, toFault } from '../fault/fault.js';
import { findFolderKind } from '../fault/folder-kind.js';
import { nodeDisk } from '../recording/disk.js';
import {
  annotationFileSchema,
  datasetPaths,
  MANIFEST_FILE,
  manifestSchema,
  SCHEMA_VERSION,
  type Annotation,
  type AnnotationFile,
  type DatasetImage,
  type Manifest,
  type ScanRow,
  type SplitName,
} from './format.js';
import { isOther, notADataset } from './remains.js';
import { readScanFile } from './scans.js';

/** One image with all that is known of it. */
export interface Sample {
  readonly image: DatasetImage;
  /** Those with `ignore` too. */
  readonly annotations: readonly Annotation[];
  /** Absolute. */
  readonly imagePath: string;
}

export interface Dataset {
  readonly folder: string;
  readonly manifest: Manifest;
  /** In the order of the image ids; the same at every call. Throws dataset/corrupt, dataset/unreadable. */
  readSamples(split: SplitName): Promise<readonly Sample[]>;
  /** By image id. */
  readScans(split: SplitName): Promise<ReadonlyMap<number, ScanRow>>;
}

/** More than any manifest, and as much as one string holds. */
const CEILINGS = { manifest: 64 << 20, annotations: 500_000_000, scans: 2_000_000_000 } as const;

/**
 * Throws dataset/unreadable if there is none, dataset/incomplete if it was never finished, dataset/corrupt if its parts
 * contradict each other. Images are not read here: `checkDataset` verifies their digests.
 */
export async function openDataset(folder: string): Promise<Dataset> {
  const manifest = await readManifest(folder);
  return {
    folder,
    manifest,
    readSamples: (split) => readSamples(folder, manifest, split),
    async readScans(split) {
      const path = join(folder, datasetPaths.scans(split));
      const bytes = await readWhole(path, CEILINGS.scans);
      checkDigest(bytes, manifest.splits[split].scansSha256, path);
      const rows = await readScanFile(bytes, path);
      return new Map(rows.map((row) => [row.imageId, row]));
    },
  };
}

async function readManifest(folder: string): Promise<Manifest> {
  const path = join(folder, MANIFEST_FILE);
  // It is written last: without it a folder is half a dataset at best.
  if (!(await nodeDisk.exists(path))) throw await notADataset(folder);
  if ((await findFolderKind(folder)) === 'model') throw isOther(folder, 'model');
  const value = parseJson(await readWhole(path, CEILINGS.manifest), path);
  const { schemaVersion } = value as { schemaVersion?: unknown };
  if (typeof schemaVersion === 'number' && schemaVersion > SCHEMA_VERSION) {
    throw new Fault('dataset/unreadable', {
      what: 'the dataset was made by a newer version',
      found: `schema version ${schemaVersion}`,
      expected: `at most ${SCHEMA_VERSION}`,
      where: path,
      next: 'Update jackdaw.',
    });
  }
  return parseAs(manifestSchema, value, path);
}

async function readSamples(folder: string, manifest: Manifest, split: SplitName): Promise<readonly Sample[]> {
  const path = join(folder, datasetPaths.annotations(split));
  const bytes = await readWhole(path, CEILINGS.annotations);
  checkDigest(bytes, manifest.splits[split].annotationsSha256, path);
  const file = parseAs(annotationFileSchema, parseJson(bytes, path), path);
  return samplesOf(folder, file, manifest.classes.length);
}

function samplesOf(folder: string, file: AnnotationFile, classes: number): Sample[] {
  const annotationsByImage = new Map<number, Annotation[]>(file.images.map(({ id }) => [id, []]));
  for (const annotation of file.annotations) {
    const list = annotationsByImage.get(annotation.image_id);
    if (list === undefined || annotation.category_id > classes) {
      throw new Fault('dataset/corrupt', {
        what: `annotation ${annotation.id} belongs to an image or class that is not there`,
        found: `image ${annotation.image_id}, category ${annotation.category_id}`,
      });
    }
    list.push(annotation);
  }
  return file.images.map((image) => ({
    image,
    annotations: annotationsByImage.get(image.id) ?? [],
    imagePath: join(folder, image.file_name),
  }));
}

function parseAs<T>(schema: z.ZodType<T>, value: unknown, where: string): T {
  const checked = schema.safeParse(value);
  if (checked.success) return checked.data;
  const issues = checked.error.issues.slice(0, 10);
  throw new Fault('dataset/corrupt', {
    what: 'the file is not what a dataset holds',
    found: issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; '),
    where,
    next: 'Build the dataset again; docs/formats/dataset.md describes it.',
  });
}

function parseJson(bytes: Uint8Array, where: string): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as unknown;
  } catch (thrown) {
    throw toFault(thrown, 'dataset/corrupt', {
      what: 'the file is not JSON: it was cut short, or is none of a dataset',
      where,
      next: 'Copy the dataset again, or build it again into a new folder.',
    });
  }
}

export function checkDigest(bytes: Uint8Array, expected: string, where: string): void {
  const found = sha256Of(bytes);
  if (found === expected) return;
  throw new Fault('dataset/corrupt', {
    what: 'the file is not the one that the dataset was made with',
    found: `sha256 ${found}`,
    expected: `sha256 ${expected}`,
    where,
    next: 'Build the dataset again.',
  });
}

export function sha256Of(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Throws dataset/unreadable. */
export async function readWhole(path: string, ceiling: number): Promise<Uint8Array> {
  try {
    const { size } = await stat(path);
    if (size <= ceiling) return await readFile(path);
    throw new Fault('dataset/unreadable', {
      what: 'a file of the dataset is too large',
      found: `${size} bytes`,
      expected: `at most ${ceiling} bytes`,
      where: path,
    });
  } catch (thrown) {
    throw toFault(thrown, 'dataset/unreadable', {
      what: 'a file of the dataset cannot be read',
      where: path,
      next: 'Run `npx jackdaw dataset check` on it, or build the dataset again.',
    });
  }
}
