// Ground truth by pixel and by beam, for recordings that ask for it: segmentation, depth, the object of every return.
import type { CompressedImage, Header } from '../../message/messages.js';
import type { Time } from '../../message/time.js';
import type { TopicName } from '../../message/topics.js';
import { encodePng16 } from '../../picture/encode.js';
import type { Emit } from '../../runtime/stage.js';
import type { CameraFrame } from '../camera/frame.js';
import { toDepth, toSegmentation } from '../truth/messages.js';

export const pixelTruthTopics = [
  'ground_truth/segmentation',
  'ground_truth/depth',
  'ground_truth/beam_objects',
] as const satisfies readonly TopicName[];

export type PixelTruthTopic = (typeof pixelTruthTopics)[number];

/** Frames and beams must stay as they are until the promise settles. */
export class PixelTruth {
  readonly #wanted: ReadonlySet<PixelTruthTopic>;

  constructor(wanted: readonly PixelTruthTopic[]) {
    this.#wanted = new Set(wanted);
  }

  async frame(frame: CameraFrame, header: Header, emit: Emit): Promise<void> {
    if (this.#wanted.has('ground_truth/segmentation')) {
      emit('ground_truth/segmentation', await toSegmentation(frame, header));
    }
    if (this.#wanted.has('ground_truth/depth')) emit('ground_truth/depth', await toDepth(frame, header));
  }

  /** One row: Solid.index + 1 of every beam in the order of the scan, 0 where nothing returned. */
  async beams(solids: Int32Array, stamp: Time, emit: Emit): Promise<void> {
    if (!this.#wanted.has('ground_truth/beam_objects')) return;
    const row = Uint16Array.from(solids, (solid) => solid + 1);
    const message: CompressedImage = {
      header: { stamp, frame_id: 'laser' },
      format: '16UC1; png compressed',
      data: await encodePng16(row, row.length, 1),
    };
    emit('ground_truth/beam_objects', message);
  }
}
