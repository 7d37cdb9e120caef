// The stage `oracle`: a detector that is never wrong, from the simulator's truth; the bound of what any model can do.
import type { Classification, Detection2D, Detection2DArray, Image } from '../../message/messages.js';
import { fromTime, type TimeNs } from '../../message/time.js';
import type { Emit, Envelope, Stage } from '../../runtime/stage.js';
import { SHARE_GRID, shareLogit } from './floor-shares.js';
import { FloorScanner } from '../floor/floor-scan.js';
import type { OracleConfig } from './oracle-config.js';

/** Writes what `detect` writes, at the same rate and as late. What labels leave out, it does not see either. */
export class OracleStage implements Stage {
  readonly name = 'oracle';
  readonly reads = [
    'ground_truth/detections',
    'ground_truth/surface',
    'ground_truth/free_floor',
    'camera/camera_info',
    '/tf_static',
  ] as const;
  readonly writes = ['detections', 'surface', 'floor_scan'] as const;
  readonly queue = 'latest';
  readonly latencyMs = 60;
  #config: OracleConfig;
  readonly #floor = new FloorScanner(SHARE_GRID);
  readonly #free = new Float32Array(SHARE_GRID.columns * SHARE_GRID.rows);
  #surface: Classification | undefined;
  #frame: { readonly stamp: TimeNs; readonly detections: Detection2DArray } | undefined;

  constructor(config: OracleConfig) {
    this.#config = config;
  }

  reconfigure(config: OracleConfig): void {
    this.#config = config;
  }

  /** Truth comes in three messages under one stamp; the free floor is the last of them. */
  take(envelope: Envelope, _now: TimeNs, emit: Emit): void {
    switch (envelope.topic) {
      case 'ground_truth/detections':
        this.#frame = { stamp: envelope.stamp, detections: envelope.message };
        return;
      case 'ground_truth/surface':
        this.#surface = envelope.message;
        return;
      case 'ground_truth/free_floor':
        return this.#answer(envelope.message, emit);
      case 'camera/camera_info':
        return this.#floor.takeInfo(envelope.message);
      case '/tf_static':
        return this.#floor.takeTransforms(envelope.message, 'fixed');
      default:
    }
  }

  #answer(free: Image, emit: Emit): void {
    const frame = this.#frame;
    if (frame?.stamp !== fromTime(free.header.stamp) || free.data.length !== this.#free.length) return;
    const { header, detections } = frame.detections;
    emit('detections', { header, detections: detections.filter((one) => this.#isSeen(one)).map(certain) });
    if (this.#surface !== undefined) emit('surface', this.#surface);
    free.data.forEach((share, i) => (this.#free[i] = shareLogit(share / 255)));
    const scan = this.#floor.scan(this.#free, header, this.#config);
    if (scan !== undefined) emit('floor_scan', scan);
  }

  #isSeen({ bbox, results }: Detection2D): boolean {
    const visible = results[0]?.hypothesis.score ?? 0;
    return visible >= this.#config.minVisible && Math.min(bbox.size_x, bbox.size_y) >= this.#config.minSidePx;
  }
}

/** Ground truth's score is the visible share; a detector's is how sure it is. */
function certain(detection: Detection2D): Detection2D {
  const results = detection.results.map((result) => ({
    ...result,
    hypothesis: { ...result.hypothesis, score: 1 },
  }));
  return { ...detection, results };
}
