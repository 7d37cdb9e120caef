// The bag of one captured room: messages in the order of their frames, whenever their pictures are ready.
import type { LaserScan } from '../../message/messages.js';
import { encode } from '../../message/codec.js';
import { toTime } from '../../message/time.js';
import { topics, type MessageOf, type TopicName } from '../../message/topics.js';
import { recordedTopic } from '../../recording/recorder.js';
import type { RecordedTopic, Recording } from '../../recording/recording.js';
import { toCameraInfo } from '../../simulation/camera/info.js';
import type { CameraDevice } from '../../simulation/scene/scene.js';
import type { FrameLabels, RoomFacts } from '../labels.js';

export interface BagFrame {
  readonly timeNs: bigint;
  readonly jpeg: Promise<Uint8Array>;
  readonly labels: FrameLabels;
  readonly scan: LaserScan;
  readonly device: CameraDevice;
}

/** Pictures that may be in the encoder at a time. */
const IN_FLIGHT = 4;

export class RoomBag {
  readonly #recording: Recording;
  readonly #topicByName = new Map<TopicName, RecordedTopic>();
  readonly #sequenceByName = new Map<TopicName, number>();
  readonly #waiting: BagFrame[] = [];
  #frames = 0;

  /** Owns the recording. */
  constructor(recording: Recording) {
    this.#recording = recording;
  }

  room(facts: RoomFacts): void {
    void this.#write('ground_truth/room', 0n, { data: JSON.stringify(facts) });
  }

  frame(frame: BagFrame): void {
    this.#waiting.push(frame);
  }

  /** Writes what is ready, and waits if the encoder has too much to do. */
  async keepUp(): Promise<void> {
    while (this.#waiting.length > IN_FLIGHT) await this.#writeNext();
  }

  /** Returns the number of frames. Throws what made the recording end early. */
  async close(): Promise<number> {
    while (this.#waiting.length > 0) await this.#writeNext();
    const { fault } = await this.#recording.close();
    if (fault !== undefined) throw fault;
    return this.#frames;
  }

  async #writeNext(): Promise<void> {
    const { timeNs, jpeg, labels, scan, device } = this.#waiting.shift()!;
    const stamp = toTime(timeNs);
    const header = { stamp, frame_id: 'camera_optical_frame' };
    const data = await jpeg;
    void this.#write('scan', timeNs, { ...scan, header: { ...scan.header, stamp } });
    void this.#write('camera/camera_info', timeNs, toCameraInfo(device, header));
    void this.#write('camera/image_raw/compressed', timeNs, {
      header,
      format: 'rgb8; jpeg compressed rgb8',
      data,
    });
    await this.#write('ground_truth/labels', timeNs, { data: JSON.stringify(labels) });
    this.#frames++;
  }

  #write<T extends TopicName>(name: T, timeNs: bigint, message: MessageOf<T>): Promise<void> | undefined {
    const sequence = this.#sequenceByName.get(name) ?? 0;
    this.#sequenceByName.set(name, sequence + 1);
    let topic = this.#topicByName.get(name);
    if (topic === undefined) this.#topicByName.set(name, (topic = recordedTopic(name)));
    const bytes = encode(topics[name].type, message as never);
    return this.#recording.write({ topic, logTime: timeNs, publishTime: timeNs, sequence, data: bytes });
  }
}
