// One bag to its part: images chosen, decoded once, hashed, written; labels turned into annotations.
import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Fault, toFault } from '../../fault/fault.js';
import { decodePicture, type Picture } from '../../picture/decode.js';
import { encodeJpeg } from '../../picture/encode.js';
import { openBag, type Bag } from '../../recording/bag.js';
import { isDiskFull } from '../../recording/disk-fault.js';
import { datasetPaths, datasetSurfaces, ignoreRule, type Annotation, type SplitName } from '../format.js';
import type { LabelledObject } from '../labels.js';
import { sha256Of } from '../open.js';
import { areaOfRle, decodeRle } from '../rle.js';
import type { CocoLabels } from './coco-labels.js';
import { readContents } from './contents.js';
import type { BagContents, LabelledFrame } from './frame.js';
import { readFrames } from './frames.js';
import { contrastOf, hashBits, hashDistance, hashOf, type HashBits } from './look.js';
import type { Part, PartImage, PartScan } from './part.js';
import { splitOf, type BuildRules } from './rules.js';
import type { BagSource } from './sources.js';

/** Larger pictures than any camera of a robot are not decoded. */
const MAX_PIXELS = 1 << 24;
const JPEG_QUALITY = 90;

export interface PartOptions {
  readonly out: string;
  readonly rules: BuildRules;
  /** Digest of the rules and whatever else decides. */
  readonly rulesDigest: string;
  readonly imageTopic?: string | undefined;
  readonly cocoOf: (source: BagSource) => CocoLabels | undefined;
}

/** Throws dataset/no-images, dataset/bad-label, dataset/held-out, picture/undecodable, and what bag and disk throw. */
export async function makePart(source: BagSource, options: PartOptions): Promise<Part> {
  const bag = await openBag(source.path);
  try {
    const contents = await readContents(bag, options);
    const room = contents.room?.room ?? `${source.name}-${source.sha256.slice(0, 8)}`;
    refuseHeldOut(source, contents, options.rules);
    const split = splitOf(room, options.rules);
    const { images, frames, duplicates } = await takeImages(bag, contents, {
      room,
      split,
      coco: options.cocoOf(source),
      options,
    });
    return {
      rules: options.rulesDigest,
      source: {
        name: source.name,
        sha256: source.sha256,
        assets: contents.room?.assets ?? 'foreign',
        ...(contents.room === undefined ? {} : { generator: contents.room.generator }),
        frames,
        kept: images.length,
        duplicates,
      },
      room,
      split,
      images,
    };
  } finally {
    await bag.close();
  }
}

function refuseHeldOut({ path }: BagSource, { room }: BagContents, { shares }: BuildRules): void {
  if (room?.assets !== 'heldout' || (shares.train === 0 && shares.validation === 0)) return;
  throw new Fault('dataset/held-out', {
    what: 'the recording shows held-out assets, which no training may see',
    found: `shares ${shares.train}, ${shares.validation}, ${shares.test}`,
    expected: 'a dataset of a test split only',
    where: path,
    next: 'Give --shares 0,0,1 for the proof, or leave this recording out.',
  });
}

interface Destination {
  readonly room: string;
  readonly split: SplitName;
  readonly coco: CocoLabels | undefined;
  readonly options: PartOptions;
}

async function takeImages(bag: Bag, contents: BagContents, { room, split, coco, options }: Destination) {
  const { out, rules } = options;
  const images: PartImage[] = [];
  const hashes: HashBits[] = [];
  let [frames, duplicates] = [0, 0];
  const onImage = (): number => frames++;
  for await (const frame of readFrames(bag, contents, { coco, everyMs: rules.everyMs, onImage })) {
    const { picture, bytes } = await openPicture(frame, bag.path);
    const hash = hashOf(picture);
    const bits = hashBits(hash);
    if (hashes.some((other) => hashDistance(other, bits) < rules.hashBits)) {
      duplicates++;
      continue;
    }
    hashes.push(bits);
    const file_name = `${datasetPaths.images(split)}/${idOf(room, frame.stampNs)}.jpg`;
    await writeFile(join(out, file_name), bytes);
    images.push({
      image: {
        file_name,
        width: picture.width,
        height: picture.height,
        sha256: sha256Of(bytes),
        hash,
        room,
        stamp: String(frame.stampNs),
        surface: datasetSurfaces.find((name) => name === frame.labels.surface) ?? 'unknown',
        ...(frame.labels.free_space === undefined ? {} : { free_space: frame.labels.free_space }),
      },
      annotations: annotationsOf(frame, picture, rules.classes, bag.path),
      ...(frame.scan === undefined ? {} : { scan: scanOf(frame.scan) }),
    });
  }
  if (images.length === 0) throw noImages(bag, frames);
  return { images, frames, duplicates };
}

/** Files of a dataset are JPEG: those that came so keep their bytes. */
async function openPicture(
  { picture, stampNs }: LabelledFrame,
  where: string,
): Promise<{ picture: Picture; bytes: Uint8Array }> {
  if (picture.kind === 'rgb') {
    const { rgb, width, height } = picture;
    return { picture, bytes: await encodeJpeg(rgb, width, height, JPEG_QUALITY) };
  }
  try {
    const decoded = await decodePicture(picture.bytes, { maxPixels: MAX_PIXELS });
    const isJpeg = picture.bytes[0] === 0xff;
    const { rgb, width, height } = decoded;
    return {
      picture: decoded,
      bytes: isJpeg ? picture.bytes : await encodeJpeg(rgb, width, height, JPEG_QUALITY),
    };
  } catch (thrown) {
    if (!(thrown instanceof Fault)) throw thrown;
    throw new Fault(thrown.code, {
      what: thrown.what,
      found: thrown.found,
      expected: thrown.expected,
      where: `${where}, image of ${stampNs} ns`,
      next: 'Leave this recording out, or mend it with `jackdaw bag recover`.',
      cause: thrown,
    });
  }
}

function annotationsOf(
  { labels }: LabelledFrame,
  picture: Picture,
  classes: readonly string[],
  where: string,
): PartImage['annotations'] {
  const { free_space } = labels;
  const isFilling = free_space?.size[0] === picture.height && free_space.size[1] === picture.width;
  const free = isFilling ? decodeRle(free_space) : undefined;
  return labels.objects.flatMap((object) => {
    const category = classes.indexOf(object.class) + 1;
    if (category === 0) throw unknownClass(object, classes, where);
    const annotation = annotationOf(object, category, picture, free);
    return annotation === undefined ? [] : [annotation];
  });
}

/** undefined for what is outside the picture. */
function annotationOf(
  object: LabelledObject,
  category_id: number,
  picture: Picture,
  free: Uint8Array | undefined,
): Omit<Annotation, 'id' | 'image_id'> | undefined {
  const { width, height } = picture;
  const [left, top] = [Math.max(0, object.box[0]), Math.max(0, object.box[1])];
  const right = Math.min(width, object.box[2]);
  const bottom = Math.min(height, Math.max(object.box[3], object.lower ?? object.box[3]));
  if (right <= left || bottom <= top) return undefined;
  const { segmentation, visible_fraction, truncation } = object;
  const hasMask = segmentation?.size[0] === height && segmentation.size[1] === width;
  const contrast =
    hasMask && free !== undefined ? contrastOf(picture, segmentation, object.box, free) : undefined;
  return {
    category_id,
    bbox: [rounded(left), rounded(top), rounded(right - left), rounded(bottom - top)],
    area: hasMask ? areaOfRle(segmentation) : rounded((right - left) * (bottom - top)),
    iscrowd: 0,
    visible_fraction,
    truncation,
    ignore: isIgnored(visible_fraction, (right - left) / width, (bottom - top) / height) ? 1 : 0,
    ...(hasMask ? { segmentation } : {}),
    ...(object.name === '' ? {} : { name: object.name }),
    ...(object.height === undefined ? {} : { height: object.height }),
    ...(object.distance === undefined ? {} : { distance: object.distance }),
    ...(contrast === undefined ? {} : { contrast }),
  };
}

/** By the one rule; sides as shares of the picture's. */
export function isIgnored(visibleFraction: number, widthShare: number, heightShare: number): boolean {
  const { inputWidth, inputHeight, shortSidePx } = ignoreRule;
  const short = Math.min(widthShare * inputWidth, heightShare * inputHeight);
  return visibleFraction < ignoreRule.visibleFraction || short < shortSidePx;
}

function scanOf(scan: NonNullable<LabelledFrame['scan']>): PartScan {
  const ranges = Float32Array.from(scan.ranges);
  const { sec, nanosec } = scan.header.stamp;
  return {
    stampNs: String(BigInt(sec) * 1_000_000_000n + BigInt(nanosec)),
    angleMin: Math.fround(scan.angle_min),
    angleIncrement: Math.fround(scan.angle_increment),
    rangeMin: Math.fround(scan.range_min),
    rangeMax: Math.fround(scan.range_max),
    ranges: Buffer.from(ranges.buffer).toString('base64'),
  };
}

function idOf(room: string, stampNs: bigint): string {
  return createHash('sha256').update(`${room}\0${stampNs}`).digest('hex').slice(0, 16);
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}

function noImages(bag: Bag, frames: number): Fault {
  return new Fault('dataset/no-images', {
    what: 'none of the images has labels',
    found: `${frames} images; topics ${bag.topics.map(({ name }) => name).join(', ')}`,
    expected: 'ground_truth/labels or ground_truth/detections with the stamps of the images, or --coco FILE',
    where: bag.path,
    next: 'Label the images (`jackdaw bag export` takes them out) and give the COCO file, or leave the bag out.',
  });
}

function unknownClass(object: LabelledObject, classes: readonly string[], where: string): Fault {
  return new Fault('dataset/bad-label', {
    what: `a label is of a class that the dataset does not have`,
    found: object.class,
    expected: classes.join(', '),
    where,
    next: 'Rename it in the labels, or give all classes with --classes.',
  });
}

/** What the system refused becomes dataset/write-failed; anything else stays what it is. */
export function asWriteFault(thrown: unknown, folder: string): unknown {
  const { code, syscall } = thrown as NodeJS.ErrnoException;
  if (thrown instanceof Fault || code === undefined || syscall === undefined) return thrown;
  const isFull = isDiskFull(thrown);
  return toFault(thrown, 'dataset/write-failed', {
    what: isFull
      ? 'the disk is full; what was done is kept'
      : 'the dataset cannot be written; what was done is kept',
    where: folder,
    next: isFull
      ? 'Free some space and run the same command again.'
      : 'Choose a folder that can be written to.',
  });
}
