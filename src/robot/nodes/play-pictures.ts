// A stage that shows pictures of files as a camera would give them, with a camera_info made from the field of view.
import { readdir, readFile, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { Fault, toFault } from '../../fault/fault.js';
import type { CameraInfo, Header } from '../../message/messages.js';
import { toTime, type TimeNs } from '../../message/time.js';
import { decodePicture, type Picture } from '../../picture/decode.js';
import type { Emit, Stage } from '../../runtime/stage.js';

export interface PicturePlayerOptions {
  readonly source: string;
  readonly loop: boolean;
  readonly rateHz: number;
  readonly frameId: string;
  readonly horizontalFovDeg: number;
}

const kinds: ReadonlySet<string> = new Set(['.jpg', '.jpeg', '.png']);
/** A folder with more is a data set, and no camera's film. */
const MOST_FILES = 100_000;

/** Files of a picture, or of a folder by name; undefined for what is neither. Throws node/nothing-to-play. */
export async function findPictures(source: string): Promise<string[] | undefined> {
  try {
    if (kinds.has(extname(source).toLowerCase())) return (await stat(source)).isFile() ? [source] : undefined;
    const names = await readdir(source);
    if (names.length > MOST_FILES) return undefined;
    const pictures = names.filter((name) => kinds.has(extname(name).toLowerCase())).sort();
    return pictures.length === 0 ? undefined : pictures.map((name) => join(source, name));
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'ENOTDIR') return undefined;
    throw toFault(thrown, 'node/nothing-to-play', {
      what: 'What the camera shall show cannot be read.',
      where: source,
      expected: 'a picture (JPEG, PNG), a folder of pictures, or a bag',
      next: 'camera.source names it',
    });
  }
}

export function createPicturePlayer(files: readonly string[], options: PicturePlayerOptions): Stage {
  return new PicturePlayer(files, options);
}

class PicturePlayer implements Stage {
  readonly name = 'camera';
  readonly reads = [] as const;
  readonly writes = ['camera/image_raw', 'camera/camera_info'] as const;
  readonly periodMs: number;
  readonly #files: readonly string[];
  readonly #options: PicturePlayerOptions;
  #shown = 0;
  /** A single picture is decoded once. */
  #still: Picture | undefined;

  constructor(files: readonly string[], options: PicturePlayerOptions) {
    this.#files = files;
    this.#options = options;
    this.periodMs = 1000 / options.rateHz;
  }

  take(): void {
    // It reads nothing.
  }

  async tick(now: TimeNs, emit: Emit): Promise<void> {
    const { loop, frameId, horizontalFovDeg } = this.#options;
    if (this.#shown >= this.#files.length && !loop) return;
    const file = this.#files[this.#shown++ % this.#files.length]!;
    const picture = this.#still ?? (await readPicture(file));
    if (this.#files.length === 1) this.#still = picture;
    const header = { stamp: toTime(now), frame_id: frameId };
    emit('camera/camera_info', infoOf(picture, horizontalFovDeg, header));
    const { width, height, rgb } = picture;
    emit('camera/image_raw', {
      header,
      width,
      height,
      encoding: 'rgb8',
      is_bigendian: 0,
      step: 3 * width,
      data: rgb,
    });
  }
}

async function readPicture(file: string): Promise<Picture> {
  try {
    return await decodePicture(await readFile(file));
  } catch (thrown) {
    const { what, found } = toFault(thrown, 'picture/undecodable', { what: 'The picture cannot be read.' });
    throw new Fault('picture/undecodable', { what, found, where: file, cause: thrown });
  }
}

/** A pinhole that looks through the picture's middle, without distortion. */
function infoOf({ width, height }: Picture, horizontalFovDeg: number, header: Header): CameraInfo {
  const focal = width / 2 / Math.tan((horizontalFovDeg * Math.PI) / 360);
  const [cx, cy] = [width / 2, height / 2];
  return {
    header,
    height,
    width,
    distortion_model: 'plumb_bob',
    d: new Float64Array(5),
    k: Float64Array.of(focal, 0, cx, 0, focal, cy, 0, 0, 1),
    r: Float64Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1),
    p: Float64Array.of(focal, 0, cx, 0, 0, focal, cy, 0, 0, 0, 1, 0),
    binning_x: 0,
    binning_y: 0,
    roi: { x_offset: 0, y_offset: 0, height: 0, width: 0, do_rectify: false },
  };
}
