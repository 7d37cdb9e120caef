// The labelled images of a bag, one by one: those that have labels, not closer in time than asked.
import { fromTime } from '../../message/time.js';
import { pictureOfFrame } from '../../picture/camera-frame.js';
import type { Bag } from '../../recording/bag.js';
import { BagDecoder, type KnownMessage } from '../../recording/bag-decoder.js';
import type { CocoEntry, CocoLabels } from './coco-labels.js';
import type { BagContents, LabelledFrame } from './frame.js';

/** A scan farther from its image than this belongs to another moment. */
const SCAN_NEAR_NS = 150_000_000n;

export interface FrameOptions {
  readonly coco?: CocoLabels | undefined;
  readonly everyMs: number;
  /** Called for every image of the topic, used or not. */
  readonly onImage: () => void;
  /** Called for every image that the COCO file labels, used or not. */
  readonly onFound?: (entry: CocoEntry) => void;
}

export async function* readFrames(
  bag: Bag,
  contents: BagContents,
  { coco, everyMs, onImage, onFound }: FrameOptions,
): AsyncGenerator<LabelledFrame> {
  const decoder = new BagDecoder();
  const everyNs = BigInt(Math.round(everyMs * 1e6));
  let last: bigint | undefined;
  let index = -1;
  for await (const message of bag.messages({ topics: [contents.imageTopic] })) {
    const decoded = decoder.decode(message);
    if (decoded.kind !== 'known') continue;
    const image = pictureOf(decoded);
    if (image === undefined) continue;
    index++;
    onImage();
    const { stampNs, picture } = image;
    const entry = coco?.find(stampNs, index);
    if (entry !== undefined) onFound?.(entry);
    const labels = coco === undefined ? contents.labelsByStamp.get(stampNs) : entry?.labels;
    if (labels === undefined) continue;
    if (last !== undefined && stampNs - last < everyNs && stampNs >= last) continue;
    last = stampNs;
    yield { stampNs, picture, labels, entry, scan: nearestScan(contents.scans, stampNs) };
  }
}

function pictureOf(known: KnownMessage): Pick<LabelledFrame, 'stampNs' | 'picture'> | undefined {
  if (known.type === 'sensor_msgs/msg/CompressedImage') {
    const { header, data } = known.message;
    return { stampNs: fromTime(header.stamp), picture: { kind: 'file', bytes: data } };
  }
  if (known.type !== 'sensor_msgs/msg/Image') return undefined;
  const picture = pictureOfFrame(known.message);
  return picture && { stampNs: fromTime(known.message.header.stamp), picture: { kind: 'rgb', ...picture } };
}

/** By halving: scans are in order of their stamps. */
function nearestScan(scans: BagContents['scans'], stampNs: bigint): LabelledFrame['scan'] {
  let [low, high] = [0, scans.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (scans[middle]!.stampNs < stampNs) low = middle + 1;
    else high = middle;
  }
  const candidates = [scans[low - 1], scans[low]].filter((one) => one !== undefined);
  const off = (one: (typeof candidates)[number]): bigint =>
    one.stampNs > stampNs ? one.stampNs - stampNs : stampNs - one.stampNs;
  const nearest = candidates.sort((a, b) => (off(a) < off(b) ? -1 : 1))[0];
  return nearest !== undefined && off(nearest) <= SCAN_NEAR_NS ? nearest.scan : undefined;
}
