// Reads all of a bag but its images: the room, the labels, the scans.
import { Fault } from '../../fault/fault.js';
import type { Detection2DArray } from '../../message/messages.js';
import { fromTime } from '../../message/time.js';
import type { Bag } from '../../recording/bag.js';
import { BagDecoder, type KnownMessage } from '../../recording/bag-decoder.js';
import { chooseImageTopic, imageTopicsOf, imageTypes } from '../../recording/image-topic.js';
import {
  frameLabelsSchema,
  parseLabels,
  roomFactsSchema,
  type FrameLabels,
  type RoomFacts,
} from '../labels.js';
import type { BagContents } from './frame.js';
import { ROOM_TOPIC } from './rooms.js';

type Labels = Omit<FrameLabels, 'stamp'>;

/** Endings of topic names, whatever robot's namespace is before them. */
const endings = {
  labels: 'ground_truth/labels',
  detections: 'ground_truth/detections',
  surface: 'ground_truth/surface',
  room: ROOM_TOPIC,
} as const;
const smallTypes = [
  'std_msgs/msg/String',
  'vision_msgs/msg/Detection2DArray',
  'vision_msgs/msg/Classification',
  'sensor_msgs/msg/LaserScan',
];
/** A scan of another moment says nothing about the image. */
const SCANS_CEILING = 1_000_000;

export interface ContentsOptions {
  /** Absolute name; the first image topic if absent. */
  readonly imageTopic?: string | undefined;
}

/** Throws dataset/no-images, dataset/bad-label, and what the bag throws. */
export async function readContents(bag: Bag, { imageTopic }: ContentsOptions): Promise<BagContents> {
  const image = findImageTopic(bag, imageTopic);
  const small = bag.topics.filter(({ type }) => smallTypes.includes(type)).map(({ name }) => name);
  const gathered = new Gathering(bag.path);
  const decoder = new BagDecoder();
  for await (const message of bag.messages({ topics: small })) {
    const decoded = decoder.decode(message);
    if (decoded.kind === 'known') gathered.take(message.topic.name, decoded);
  }
  return { imageTopic: image, ...gathered.contents() };
}

function findImageTopic(bag: Bag, wanted: string | undefined): string {
  const images = imageTopicsOf(bag.topics);
  const found =
    wanted === undefined ? chooseImageTopic(bag.topics)?.topic : images.find(({ name }) => name === wanted);
  if (found !== undefined) return found.name;
  if (images.length === 0 && bag.problems.total > 0) throw damaged(bag);
  throw new Fault('dataset/no-images', {
    what: wanted === undefined ? 'the bag has no images' : `the bag has no images on ${wanted}`,
    found: bag.topics.map(({ name }) => name).join(', ') || 'no topics',
    expected: `a topic of type ${imageTypes.join(' or ')}`,
    where: bag.path,
    next: images.length > 0 ? `Give --image-topic ${images[0]!.name}` : 'Record with the camera on.',
  });
}

/** Its images may be what is missing. */
function damaged({ path, problems }: Bag): Fault {
  const [first] = problems.first;
  return new Fault('dataset/no-images', {
    what: 'no images can be read of the bag: it is damaged or cut short',
    found: first === undefined ? undefined : `${first.where}: ${first.detail}`,
    where: path,
    next: `See what can be saved, and build of that: npx jackdaw bag recover ${path} --out DIR. Or copy the bag again.`,
  });
}

class Gathering {
  readonly #path: string;
  readonly #labelsByStamp = new Map<bigint, Labels>();
  readonly #boxesByStamp = new Map<bigint, Labels['objects']>();
  readonly #surfaceByStamp = new Map<bigint, string>();
  readonly #scans: BagContents['scans'][number][] = [];
  #room: RoomFacts | undefined;

  constructor(path: string) {
    this.#path = path;
  }

  take(topic: string, known: KnownMessage): void {
    switch (known.type) {
      case 'std_msgs/msg/String':
        this.#takeText(topic, known.message.data);
        break;
      case 'vision_msgs/msg/Detection2DArray':
        if (topic.endsWith(endings.detections))
          this.#boxesByStamp.set(fromTime(known.message.header.stamp), objectsOf(known.message));
        break;
      case 'vision_msgs/msg/Classification':
        if (topic.endsWith(endings.surface))
          this.#surfaceByStamp.set(
            fromTime(known.message.header.stamp),
            known.message.results[0]?.class_id ?? 'unknown',
          );
        break;
      case 'sensor_msgs/msg/LaserScan':
        if (this.#scans.length < SCANS_CEILING)
          this.#scans.push({ stampNs: fromTime(known.message.header.stamp), scan: known.message });
        break;
      default:
    }
  }

  contents(): Omit<BagContents, 'imageTopic'> {
    for (const [stamp, objects] of this.#boxesByStamp) {
      if (this.#labelsByStamp.has(stamp)) continue;
      this.#labelsByStamp.set(stamp, { objects, surface: this.#surfaceByStamp.get(stamp) ?? 'unknown' });
    }
    const scans = this.#scans.sort((a, b) => (a.stampNs < b.stampNs ? -1 : a.stampNs > b.stampNs ? 1 : 0));
    return { room: this.#room, labelsByStamp: this.#labelsByStamp, scans };
  }

  #takeText(topic: string, text: string): void {
    if (topic.endsWith(endings.room))
      this.#room = parseLabels(roomFactsSchema, text, `${this.#path} ${topic}`);
    if (!topic.endsWith(endings.labels)) return;
    const { stamp, ...labels } = parseLabels(frameLabelsSchema, text, `${this.#path} ${topic}`);
    this.#labelsByStamp.set(BigInt(stamp), labels);
  }
}

/** Ground truth as detections: the score is the visible fraction; nothing is known of what is hidden or outside. */
function objectsOf({ detections }: Detection2DArray): Labels['objects'] {
  return detections.flatMap(({ id, bbox, results }) => {
    const best = results[0]?.hypothesis;
    if (best === undefined) return [];
    const { x, y } = bbox.center.position;
    const [halfX, halfY] = [bbox.size_x / 2, bbox.size_y / 2];
    return [
      {
        class: best.class_id,
        name: id,
        box: [x - halfX, y - halfY, x + halfX, y + halfY] as [number, number, number, number],
        visible_fraction: Math.min(1, Math.max(0, best.score)),
        truncation: 0,
      },
    ];
  });
}
