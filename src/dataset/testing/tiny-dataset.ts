// A small dataset drawn from a seed, in the format on disk: shapes on a floor, easy to learn and quick to make.
import { mkdirSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import {
  datasetClasses,
  datasetPaths,
  datasetSurfaces,
  ignoreRule,
  splitNames,
  SCHEMA_VERSION,
  type Annotation,
  type AnnotationFile,
  type DatasetImage,
  type Manifest,
  type SplitName,
} from '../format.js';
import { openDataset, type Dataset } from '../open.js';
import { encodeRle } from '../rle.js';
import { encodePng } from '../../picture/encode.js';
import { createRandom, type Random } from '../../simulation/random.js';

const WIDTH = 192;
const HEIGHT = 144;
const HORIZON = 56;
/** One colour for each class and surface; walls are grey. */
const classColours = [
  0xc03030, 0x30c030, 0x3030c0, 0xc0c030, 0xc030c0, 0x30c0c0, 0x181818, 0xf0a060,
] as const;
const surfaceColours = [0x9c6b3f, 0xb8bcc0, 0x5f6f8f, 0x808078] as const;

interface Canvas {
  readonly rgb: Uint8Array;
  readonly free: Uint8Array;
}

/** Writes `folder` with so many images in each split and opens it. */
export async function writeTinyDataset(
  folder: string,
  counts: Readonly<Record<SplitName, number>>,
  seed: number,
): Promise<Dataset> {
  const splits = {} as Record<SplitName, Manifest['splits'][SplitName]>;
  let id = 1;
  for (const split of splitNames) {
    splits[split] = await writeSplit(folder, split, { firstId: id, count: counts[split], seed });
    id += counts[split];
  }
  writeManifest(folder, splits);
  return openDataset(folder);
}

async function writeSplit(
  folder: string,
  split: SplitName,
  { firstId, count, seed }: { readonly firstId: number; readonly count: number; readonly seed: number },
): Promise<Manifest['splits'][SplitName]> {
  mkdirSync(join(folder, datasetPaths.images(split)), { recursive: true });
  for (const part of ['annotations', 'scans']) mkdirSync(join(folder, part), { recursive: true });
  const images: DatasetImage[] = [];
  const annotations: Annotation[] = [];
  for (let id = firstId; id < firstId + count; id++) {
    const drawn = draw(createRandom(seed * 10_000 + id));
    const file = `${datasetPaths.images(split)}/${id}.png`;
    const bytes = await encodePng(drawn.canvas.rgb, WIDTH, HEIGHT);
    writeFileSync(join(folder, file), bytes);
    images.push(
      imageOf(id, file, { sha256: sha256(bytes), surface: drawn.surface, free: drawn.canvas.free }),
    );
    for (const box of drawn.boxes)
      annotations.push(annotationOf(annotations.length + 1 + firstId * 100, id, box));
  }
  const categories = datasetClasses.map((name, i) => ({ id: i + 1, name, supercategory: 'obstacle' }));
  const info = { description: 'drawn for tests', version: '1' };
  const text = JSON.stringify({ info, images, annotations, categories } satisfies AnnotationFile);
  writeFileSync(join(folder, datasetPaths.annotations(split)), text);
  const digests = { annotationsSha256: sha256(text), scansSha256: sha256('') };
  return { images: count, annotations: annotations.length, scans: 0, rooms: count, ...digests };
}

interface DrawnBox {
  readonly classId: number;
  readonly bbox: [number, number, number, number];
}

function draw(random: Random): { canvas: Canvas; boxes: DrawnBox[]; surface: number } {
  const surface = random.below(surfaceColours.length);
  const canvas = drawRoom(surfaceColours[surface]!, random);
  const boxes: DrawnBox[] = [];
  for (let tries = 1 + random.below(3); tries > 0; tries--) {
    const classId = random.below(classColours.length);
    const [width, height] = [12 + random.below(36), 12 + random.below(30)];
    const [x, y] = [random.below(WIDTH - width), HORIZON - 8 + random.below(HEIGHT - HORIZON - height + 8)];
    if (boxes.some(({ bbox }) => overlaps(bbox, [x, y, width, height]))) continue;
    paint(canvas, [x, y, width, height], classId);
    boxes.push({ classId, bbox: [x, y, width, height] });
  }
  return { canvas, boxes, surface };
}

function drawRoom(floor: number, random: Random): Canvas {
  const rgb = new Uint8Array(3 * WIDTH * HEIGHT);
  const free = new Uint8Array(WIDTH * HEIGHT);
  const light = random.between(0.7, 1.1);
  for (let i = 0; i < free.length; i++) {
    const isFloor = i >= HORIZON * WIDTH;
    free[i] = isFloor ? 1 : 0;
    setPixel(rgb, i, isFloor ? floor : 0xd8d4cc, light * random.between(0.92, 1.08));
  }
  return { rgb, free };
}

/** Odd classes are ellipses, even ones boxes. */
function paint({ rgb, free }: Canvas, [x, y, width, height]: DrawnBox['bbox'], classId: number): void {
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const [u, v] = [(2 * column + 1) / width - 1, (2 * row + 1) / height - 1];
      if (classId % 2 === 1 && u * u + v * v > 1) continue;
      const at = (y + row) * WIDTH + x + column;
      free[at] = 0;
      setPixel(rgb, at, classColours[classId]!, 0.8 + 0.2 * v);
    }
  }
}

function setPixel(rgb: Uint8Array, at: number, colour: number, light: number): void {
  for (let k = 0; k < 3; k++) rgb[3 * at + k] = Math.min(255, light * ((colour >> (16 - 8 * k)) & 255));
}

function overlaps([ax, ay, aw, ah]: DrawnBox['bbox'], [bx, by, bw, bh]: DrawnBox['bbox']): boolean {
  return ax < bx + bw + 4 && bx < ax + aw + 4 && ay < by + bh + 4 && by < ay + ah + 4;
}

function imageOf(
  id: number,
  file: string,
  { sha256: digest, surface, free }: { sha256: string; surface: number; free: Uint8Array },
): DatasetImage {
  return {
    ...{ id, file_name: file, width: WIDTH, height: HEIGHT, sha256: digest, hash: '0'.repeat(16) },
    ...{ room: `room-${id}`, stamp: String(id), surface: datasetSurfaces[surface]! },
    free_space: encodeRle(free, WIDTH, HEIGHT),
  };
}

function annotationOf(id: number, image: number, { classId, bbox }: DrawnBox): Annotation {
  return {
    ...{ id, image_id: image, category_id: classId + 1, bbox, area: bbox[2] * bbox[3], iscrowd: 0 },
    ...{ visible_fraction: 1, truncation: 0, ignore: 0 },
  };
}

function writeManifest(folder: string, splits: Manifest['splits']): void {
  const images = splitNames.reduce((sum, split) => sum + splits[split].images, 0);
  const statistics = { objectsByClass: {}, ignoredByClass: {}, imagesBySurface: {}, emptyShare: 0 };
  const manifest: Manifest = {
    schemaVersion: SCHEMA_VERSION,
    classes: [...datasetClasses],
    surfaces: [...datasetSurfaces],
    ignoreRule,
    splitRule: { by: 'room', shares: { train: 0.6, validation: 0.2, test: 0.2 }, salt: '' },
    sampling: { everyMs: 0, hashBits: 0 },
    sources: [
      {
        name: 'drawn',
        sha256: sha256('drawn'),
        assets: 'standard',
        frames: images,
        kept: images,
        duplicates: 0,
      },
    ],
    splits,
    statistics: { train: statistics, validation: statistics, test: statistics },
    digest: sha256(JSON.stringify(splits)),
  };
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest));
}

function sha256(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}
