// The stage `detect`: a camera frame becomes detections, the surface ahead and the free floor, by the model on its own thread.
import { Fault } from '../../fault/fault.js';
import type { CompressedImage, Header } from '../../message/messages.js';
import { msToNs, type TimeNs } from '../../message/time.js';
import { decodePicture } from '../../picture/decode.js';
import type { Emit, Envelope, Stage } from '../../runtime/stage.js';
import { Decoder } from './decode.js';
import type { DetectConfig } from './detect-config.js';
import { toDetections, toHealth, toSurface, toVisionInfo } from './detect-messages.js';
import type { Engine, NetworkOutputs } from '../engine/engine.js';
import { FloorScanner } from '../floor/floor-scan.js';
import { floorGridOf } from '../floor/floor.js';
import type { Manifest } from '../model/manifest.js';
import { Preparer, type Frame } from '../prepare/prepare.js';

/** A model and the engine that runs it; the stage closes the engine. */
export interface Vision {
  readonly manifest: Manifest;
  readonly engine: Engine;
}

const HEALTH_PERIOD_NS = msToNs(1000);
/** No camera of a robot has larger pictures. */
const MAX_PIXELS = 1 << 24;

export class DetectStage implements Stage {
  /** Known without a model, for documentation. */
  static readonly topics = {
    reads: ['camera/image_raw', 'camera/image_raw/compressed', 'camera/camera_info', '/tf', '/tf_static'],
    writes: ['detections', 'surface', 'floor_scan', 'vision_info', '/diagnostics'],
  } as const;
  readonly name = 'detect';
  readonly reads = DetectStage.topics.reads;
  readonly writes = DetectStage.topics.writes;
  readonly needs = [['camera/image_raw', 'camera/image_raw/compressed'], ['camera/camera_info']] as const;
  readonly latencyMs = 60;
  #config: DetectConfig;
  readonly #manifest: Manifest;
  readonly #engine: Engine;
  readonly #preparer: Preparer;
  readonly #decoder: Decoder;
  readonly #floor: FloorScanner;
  /** Compressed pictures are for recordings that hold no others. */
  #hasRaw = false;
  #frames = 0;
  #withoutFloor = 0;
  #hasFloor = true;
  #healthAt: TimeNs | undefined;

  constructor(config: DetectConfig, { manifest, engine }: Vision) {
    this.#config = config;
    this.#manifest = manifest;
    this.#engine = engine;
    this.#preparer = new Preparer(manifest.input);
    this.#decoder = new Decoder(manifest);
    this.#floor = new FloorScanner(floorGridOf(manifest));
  }

  reconfigure(config: DetectConfig): void {
    this.#config = config;
  }

  /** Not async: what only takes note must cost no virtual time. */
  take(envelope: Envelope, now: TimeNs, emit: Emit): void | Promise<void> {
    switch (envelope.topic) {
      case 'camera/image_raw':
        this.#hasRaw = true;
        return this.#see(envelope.message, envelope.message.header, now, emit);
      case 'camera/image_raw/compressed':
        return this.#hasRaw ? undefined : this.#seeCompressed(envelope.message, now, emit);
      case 'camera/camera_info':
        return this.#floor.takeInfo(envelope.message);
      case '/tf':
        return this.#floor.takeTransforms(envelope.message, 'moving');
      case '/tf_static':
        return this.#floor.takeTransforms(envelope.message, 'fixed');
      default:
    }
  }

  close(): Promise<void> {
    return this.#engine.close();
  }

  async #see(frame: Frame, header: Header, now: TimeNs, emit: Emit): Promise<void> {
    this.#preparer.prepare(frame, this.#engine.input);
    const outputs = await this.#engine.run();
    const decoded = this.#decoder.decode(outputs, frame);
    if (this.#frames++ === 0) emit('vision_info', toVisionInfo(this.#manifest, header));
    emit('detections', toDetections(decoded, this.#manifest.labels, header));
    emit('surface', toSurface(decoded, this.#manifest.surfaces, header));
    this.#emitFloor(outputs, header, emit);
    this.#emitHealth(header, now, emit);
  }

  async #seeCompressed({ data, header }: CompressedImage, now: TimeNs, emit: Emit): Promise<void> {
    const { width, height, rgb } = await decodePicture(data, { maxPixels: MAX_PIXELS });
    const { info } = this.#floor;
    // A damaged JPEG may decode to another size: it is not this camera's picture.
    if (info !== undefined && (info.width !== width || info.height !== height)) {
      throw new Fault('stage/bad-input', {
        what: 'A compressed picture does not have the size of its camera.',
        found: `${width} x ${height}`,
        expected: `${info.width} x ${info.height}, as camera_info says`,
      });
    }
    await this.#see({ width, height, encoding: 'rgb8', step: 3 * width, data: rgb }, header, now, emit);
  }

  #emitFloor({ free }: NetworkOutputs, header: Header, emit: Emit): void {
    const scan = this.#floor.scan(free, header, this.#config);
    this.#hasFloor = scan !== undefined;
    if (scan === undefined) this.#withoutFloor++;
    else emit('floor_scan', scan);
  }

  #emitHealth(header: Header, now: TimeNs, emit: Emit): void {
    if (this.#healthAt !== undefined && now - this.#healthAt < HEALTH_PERIOD_NS) return;
    this.#healthAt = now;
    const counts = {
      frames: this.#frames,
      withoutFloor: this.#withoutFloor,
      hasFloor: this.#hasFloor,
      cameraProblem: this.#floor.problem,
      refusedTransforms: this.#floor.refusedTransforms,
    };
    emit('/diagnostics', toHealth(this.#manifest, this.#engine.health, counts, header));
  }
}
