// One bag to its part: images chosen, decoded once, hashed, written with their labels.
import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Fault, toFault } from '../../fault/fault.js';
import { decodePicture, type Picture } from '../../picture/decode.js';
import { encodeJpeg } from '../../picture/encode.js';
import { openBag, type Bag } from '../../recording/bag.js';
import { isDiskFull } from '../../recording/disk-fault.js';
import { datasetPaths, datasetSurfaces, type SplitName } from '../format.js';
import { sha256Of } from '../open.js';
import { annotationsOf } from './annotations.js';
import { fitLabels } from './coco-fit.js';
import type { CocoEntry, CocoLabels } from './coco-labels.js';
import { readContents } from './contents.js';
import type { BagContents, LabelledFrame } from './frame.js';
import { readFrames } from './frames.js';
import { LabelTally } from './label-use.js';
import { hashBits, hashDistance, hashOf, type HashBits } from './look.js';
import type { Part, PartImage, PartScan } from './part.js';
import { exportedName, numberOf } from './picture-number.js';
import { roomOf } from './rooms.js';
import type { BuildRules } from './rules.js';
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
  readonly splitOf: (room: string) => SplitName;
  readonly cocoOf: (source: BagSource) => CocoLabels | undefined;
}

/** Throws dataset/no-images, dataset/bad-label, dataset/held-out, picture/undecodable, and what bag and disk throw. */
export async function makePart(source: BagSource, options: PartOptions): Promise<Part> {
  const bag = await openBag(source.path);
  try {
    const contents = await readContents(bag, options);
    const room = roomOf(source, contents.room);
    const coco = options.cocoOf(source);
    refuseHeldOut(source, contents, options.rules);
    const split = options.splitOf(room);
    const { images, frames, duplicates, use } = await takeImages(bag, contents, {
      room,
      split,
      coco,
      options,
    });
    return {
      rules: options.rulesDigest,
      source: {
        name: source.name,
        sha256: source.sha256,
        assets: contents.room?.assets ?? 'foreign',
        ...(contents.room === undefined ? {} : { generator: contents.room.generator }),
        ...(coco === undefined ? {} : { labels: coco.sha256 }),
        frames,
        kept: images.length,
        duplicates,
      },
      room,
      split,
      ...(use === undefined ? {} : { labels: use }),
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
  const timesByStamp = new Map<bigint, number>();
  const tally = coco === undefined ? undefined : new LabelTally(coco);
  let [frames, duplicates] = [0, 0];
  const ways = {
    coco,
    everyMs: rules.everyMs,
    onImage: () => frames++,
    onFound: (entry: CocoEntry) => tally?.takeFound(entry),
  };
  for await (const frame of readFrames(bag, contents, ways)) {
    const { picture, bytes } = await openPicture(frame, bag.path);
    const hash = hashOf(picture);
    const bits = hashBits(hash);
    if (hashes.some((other) => hashDistance(other, bits) < rules.hashBits)) {
      duplicates++;
      continue;
    }
    hashes.push(bits);
    const times = timesByStamp.get(frame.stampNs) ?? 0;
    timesByStamp.set(frame.stampNs, times + 1);
    const file_name = `${datasetPaths.images(split)}/${idOf(room, frame.stampNs, times)}.jpg`;
    const labels = frame.entry === undefined ? frame.labels : fitLabels(frame.entry, picture, coco!.path);
    const where = coco?.path ?? bag.path;
    const annotations = annotationsOf(labels, picture, { classes: rules.classes, where });
    if (frame.entry !== undefined) tally?.takeKept(frame.entry, namesOf(annotations, rules));
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
        surface: datasetSurfaces.find((name) => name === labels.surface) ?? 'unknown',
        ...(labels.free_space === undefined ? {} : { free_space: labels.free_space }),
      },
      annotations,
      ...(frame.scan === undefined ? {} : { scan: scanOf(frame.scan) }),
    });
  }
  if (images.length === 0) throw coco === undefined ? noImages(bag, frames) : noneFound(bag, frames, coco);
  return { images, frames, duplicates, use: tally?.use() };
}

function namesOf(annotations: PartImage['annotations'], { classes }: BuildRules) {
  return annotations.map(({ category_id, ignore }) => ({ className: classes[category_id - 1]!, ignore }));
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
      next: 'Leave this recording out, or mend it with `npx jackdaw bag recover`.',
      cause: thrown,
    });
  }
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

/** `times`: how many pictures before it have its stamp, as all have where a driver sets none. */
function idOf(room: string, stampNs: bigint, times: number): string {
  const key = `${room}\0${stampNs}${times === 0 ? '' : `\0${times}`}`;
  return createHash('sha256').update(key).digest('hex').slice(0, 16);
}

function noImages(bag: Bag, frames: number): Fault {
  return new Fault('dataset/no-images', {
    what: 'none of the images has labels',
    found: `${frames} images; topics ${bag.topics.map(({ name }) => name).join(', ')}`,
    expected: 'ground_truth/labels or ground_truth/detections with the stamps of the images, or --coco FILE',
    where: bag.path,
    next: 'Label the images (`npx jackdaw bag export` takes them out) and give the COCO file, or leave the bag out.',
  });
}

function noneFound(bag: Bag, frames: number, { path, entries }: CocoLabels): Fault {
  const { fileName } = entries[0]!;
  const [first, last] = [exportedName(bag.path, 0, fileName), exportedName(bag.path, frames - 1, fileName)];
  const isNumbered = entries.some((entry) => numberOf(entry.fileName) !== undefined);
  return new Fault('dataset/no-images', {
    what: `none of the ${entries.length} images of the COCO file is in the bag ${bag.path}`,
    found: `the first is named ${fileName}; the bag has ${frames} pictures`,
    expected: `names that end in the number of the frame in the bag, as \`npx jackdaw bag export\` gives them: ${first} to ${last}`,
    where: path,
    next: isNumbered
      ? 'Give the COCO files in the order of the bags: --from kitchen hall --coco kitchen.json hall.json. Pictures that were numbered anew need the numbers of their frames again.'
      : `Give the pictures the names of their export again, in the file too: ${last} is the last.`,
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
