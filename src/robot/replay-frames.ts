// Camera pictures of a replay: every so many frames with what detect saw in them, as numbered PNG files.
import { join } from 'node:path';
import type { Classification, Detection2DArray, Header } from '../message/messages.js';
import { fromTime } from '../message/time.js';
import { pictureOfFrame } from '../picture/camera-frame.js';
import { decodePicture, type Picture } from '../picture/decode.js';
import type { CellMask } from '../picture/tint.js';
import { writeDrawing } from '../recording/output.js';
import type { Envelope } from '../runtime/stage.js';
import { renderDetections } from './detection-picture.js';
import type { ReplayPictures } from './replay-pictures.js';

export interface ReplayFramesOptions {
  /** An existing folder. */
  readonly folder: string;
  /** A picture for every so many frames. */
  readonly every: number;
  readonly most: number;
  /** The free floor in a frame, as far as anyone saw it; asked when its detections come. */
  readonly floor?: (() => CellMask | undefined) | undefined;
}

/** A frame is kept until its detections come; they carry its stamp. */
const FRAMES_KEPT = 8;

interface Kept {
  readonly stamp: bigint;
  readonly picture: () => Promise<Picture | undefined>;
}

interface Waiting {
  readonly detections: Detection2DArray;
  readonly floor: CellMask | undefined;
  readonly frame: Kept;
}

export class ReplayFrames implements ReplayPictures {
  readonly #options: ReplayFramesOptions;
  readonly #files: string[] = [];
  #kept: Kept[] = [];
  #waiting: Waiting | undefined;
  #frames = 0;
  #chosen = 0;
  #work: Promise<void> = Promise.resolve();

  constructor(options: ReplayFramesOptions) {
    this.#options = options;
  }

  observe(envelope: Envelope): void {
    switch (envelope.topic) {
      case 'camera/image_raw': {
        const { message } = envelope;
        this.#keep(message.header, async () => pictureOfFrame(message));
        break;
      }
      case 'camera/image_raw/compressed': {
        const { header, data } = envelope.message;
        this.#keep(header, () => decodePicture(data));
        break;
      }
      case 'detections':
        this.#await(envelope.message);
        break;
      case 'surface':
        this.#draw(envelope.message);
        break;
      default:
    }
  }

  async finish(): Promise<readonly string[]> {
    this.#draw(undefined);
    await this.#work;
    return this.#files;
  }

  #keep({ stamp }: Header, picture: Kept['picture']): void {
    const time = fromTime(stamp);
    if (this.#kept.some((each) => each.stamp === time)) return;
    this.#kept = [...this.#kept.slice(1 - FRAMES_KEPT), { stamp: time, picture }];
  }

  #await(detections: Detection2DArray): void {
    this.#draw(undefined);
    const stamp = fromTime(detections.header.stamp);
    const frame = this.#kept.find((each) => each.stamp === stamp);
    const { every, most, floor } = this.#options;
    if (frame === undefined || this.#frames++ % every !== 0 || this.#chosen >= most) return;
    this.#chosen++;
    this.#waiting = { detections, frame, floor: floor?.() };
  }

  /** The surface of a frame follows its detections. */
  #draw(surface: Classification | undefined): void {
    const waiting = this.#waiting;
    if (waiting === undefined) return;
    this.#waiting = undefined;
    const { frame, ...seen } = waiting;
    this.#work = this.#work.then(async () => {
      const picture = await frame.picture();
      if (picture === undefined) return;
      const { folder } = this.#options;
      const name = `camera-${String(this.#files.length + 1).padStart(4, '0')}.png`;
      await writeDrawing(folder, name, await renderDetections(picture, { ...seen, surface }));
      this.#files.push(join(folder, name));
    });
    // Said by finish, which may be long after.
    this.#work.catch(() => undefined);
  }
}
