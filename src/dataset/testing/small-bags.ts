// Small bags with real pictures and labels, for tests of this room.
import { encode } from '../../message/codec.js';
import type { Detection2D } from '../../message/messages.js';
import { toTime } from '../../message/time.js';
import { topics, type MessageOf, type TopicName } from '../../message/topics.js';
import { encodeJpeg } from '../../picture/encode.js';
import { openRecording } from '../../recording/open.js';
import { recordedTopic } from '../../recording/recorder.js';
import { createRandom } from '../../simulation/random.js';
import type { FrameLabels, RoomFacts } from '../labels.js';
import { encodeRle } from '../rle.js';

export const SIZE = { width: 64, height: 48 } as const;

export interface SmallBag {
  readonly folder: string;
  /** Of the pictures: the same seed, the same pictures. */
  readonly seed: number;
  readonly frames?: number;
  readonly room?: RoomFacts;
  readonly labels?: 'ground truth' | 'detections' | 'none';
  readonly objectClass?: string;
  /** Instead of pictures. */
  readonly picture?: Uint8Array;
  readonly withoutImages?: true;
  /** All pictures have the stamp 0, as those of some drivers. */
  readonly stampless?: true;
}

export function roomFacts(room: string, assets: RoomFacts['assets'] = 'standard'): RoomFacts {
  return { room, assets, generator: 'test', seed: 1, world: '#VRML_SIM R2025a utf8\n' };
}

/** A frame a second: noise with a bright square, labelled box; every third frame has none. */
export async function writeBag(bag: SmallBag): Promise<string> {
  const { folder, seed, frames = 3, labels = 'ground truth', objectClass = 'box' } = bag;
  const recording = await openRecording({ kind: 'mcap', folder, sync: 'segment' });
  const random = createRandom(seed);
  const write = <T extends TopicName>(name: T, timeNs: bigint, message: MessageOf<T>): void => {
    const data = encode(topics[name].type, message as never);
    void recording.write({
      topic: recordedTopic(name),
      logTime: timeNs,
      publishTime: timeNs,
      sequence: 0,
      data,
    });
  };
  if (bag.room !== undefined) write('ground_truth/room', 0n, { data: JSON.stringify(bag.room) });
  for (let frame = 0; frame < frames; frame++) {
    const timeNs = BigInt(frame + 1) * 1_000_000_000n;
    const header = { stamp: toTime(bag.stampless === true ? 0n : timeNs), frame_id: 'camera_optical_frame' };
    const left = 5 + random.below(30);
    const hasObject = frame % 3 !== 2;
    const rgb = pictureOf(() => random.below(256), hasObject ? left : undefined);
    const data = bag.picture ?? (await encodeJpeg(rgb, SIZE.width, SIZE.height, 90));
    write('scan', timeNs, scanAt(timeNs));
    if (bag.withoutImages === undefined)
      write('camera/image_raw/compressed', timeNs, { header, format: 'jpeg', data });
    if (labels === 'ground truth')
      write('ground_truth/labels', timeNs, {
        data: JSON.stringify(labelsOf(timeNs, hasObject ? left : undefined, objectClass)),
      });
    if (labels === 'detections') {
      const detections = hasObject ? [detection(header, left, objectClass)] : [];
      write('ground_truth/detections', timeNs, { header, detections });
    }
  }
  await recording.close();
  return folder;
}

function pictureOf(noise: () => number, left: number | undefined): Uint8Array {
  const rgb = Uint8Array.from({ length: SIZE.width * SIZE.height * 3 }, () => noise() / 4);
  if (left === undefined) return rgb;
  for (let y = 20; y < 40; y++) rgb.fill(250, (y * SIZE.width + left) * 3, (y * SIZE.width + left + 20) * 3);
  return rgb;
}

function labelsOf(timeNs: bigint, left: number | undefined, objectClass: string): FrameLabels {
  const mask = new Uint8Array(SIZE.width * SIZE.height);
  const free = new Uint8Array(SIZE.width * SIZE.height).fill(1, SIZE.width * 20);
  if (left !== undefined) {
    for (let y = 20; y < 40; y++) {
      mask.fill(1, y * SIZE.width + left, y * SIZE.width + left + 20);
      free.fill(0, y * SIZE.width + left, y * SIZE.width + left + 20);
    }
  }
  const object = {
    class: objectClass,
    name: `${objectClass} 1`,
    box: [left ?? 0, 20, (left ?? 0) + 20, 40] as [number, number, number, number],
    lower: 44,
    visible_fraction: 0.8,
    truncation: 0,
    height: 0.1,
    distance: 1,
    segmentation: encodeRle(mask, SIZE.width, SIZE.height),
  };
  return {
    stamp: String(timeNs),
    surface: 'wood',
    objects: left === undefined ? [] : [object],
    free_space: encodeRle(free, SIZE.width, SIZE.height),
  };
}

function detection(header: Detection2D['header'], left: number, objectClass: string): Detection2D {
  const pose = {
    pose: { position: { x: 0, y: 0, z: 0 }, orientation: { x: 0, y: 0, z: 0, w: 1 } },
    covariance: new Float64Array(36),
  };
  return {
    header,
    results: [{ hypothesis: { class_id: objectClass, score: 0.5 }, pose }],
    bbox: { center: { position: { x: left + 10, y: 30 }, theta: 0 }, size_x: 20, size_y: 20 },
    id: 'one',
  };
}

function scanAt(timeNs: bigint): MessageOf<'scan'> {
  return {
    header: { stamp: toTime(timeNs + 20_000_000n), frame_id: 'laser' },
    angle_min: -3,
    angle_max: 3,
    angle_increment: 1,
    time_increment: 0,
    scan_time: 0.1,
    range_min: 0.125,
    range_max: 8,
    ranges: Float32Array.of(1, 2, 3, Infinity, 0.5, 6, 7),
    intensities: new Float32Array(0),
  };
}
