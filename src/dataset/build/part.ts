// What one bag gives to a dataset: its images on the disk, and all that is known of them in one file, which is written last.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { Fault } from '../../fault/fault.js';
import { nodeDisk, replaceFile } from '../../recording/disk.js';
import { annotationSchema, imageSchema, manifestSchema, PARTS_FOLDER, splitNames } from '../format.js';
import { labelUseSchema } from './label-use.js';

const scanSchema = z.object({
  stampNs: z.string(),
  angleMin: z.number(),
  angleIncrement: z.number(),
  rangeMin: z.number(),
  rangeMax: z.number(),
  /** Base64 of little-endian float32. */
  ranges: z.string(),
});

export const partSchema = z.object({
  /** Of everything that decides a part besides the bag: a part made by other rules is made again. */
  rules: z.string(),
  source: manifestSchema.shape.sources.element,
  room: z.string(),
  split: z.enum(splitNames),
  /** What became of the labels of its COCO file. */
  labels: labelUseSchema.optional(),
  images: z.array(
    z.object({
      image: imageSchema.omit({ id: true }),
      annotations: z.array(annotationSchema.omit({ id: true, image_id: true })),
      scan: scanSchema.optional(),
    }),
  ),
});

export type Part = z.infer<typeof partSchema>;
export type PartImage = Part['images'][number];
export type PartScan = z.infer<typeof scanSchema>;

function pathOf(folder: string, sha256: string): string {
  return join(folder, PARTS_FOLDER, `${sha256}.json`);
}

/** Into a folder that has the folder of parts. */
export async function writePart(folder: string, part: Part): Promise<void> {
  await replaceFile(
    nodeDisk,
    pathOf(folder, part.source.sha256),
    new TextEncoder().encode(JSON.stringify(part)),
  );
}

/** undefined if there is none, or one made by other rules. */
export async function readPart(folder: string, sha256: string, rules: string): Promise<Part | undefined> {
  const text = await readFile(pathOf(folder, sha256), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const part = parsePart(text);
  return part?.rules === rules ? part : undefined;
}

/** Every part of a shard. Throws dataset/corrupt. */
export async function readParts(folder: string): Promise<Part[]> {
  const names = (await nodeDisk.list(join(folder, PARTS_FOLDER))).filter((name) => name.endsWith('.json'));
  const parts: Part[] = [];
  for (const name of names.sort()) {
    const part = parsePart(await readFile(join(folder, PARTS_FOLDER, name), 'utf8'));
    if (part === undefined) {
      throw new Fault('dataset/corrupt', {
        what: 'a part of the dataset is not one',
        where: join(folder, PARTS_FOLDER, name),
        next: 'Build this shard again.',
      });
    }
    parts.push(part);
  }
  return parts;
}

function parsePart(text: string): Part | undefined {
  try {
    return partSchema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}
