// The stage `cluster`: scans become obstacles with sizes, positions and lasting ids in the base frame.
import type { LaserScan, Obstacle, ObstacleArray } from '../../message/messages.js';
import type { TimeNs } from '../../message/time.js';
import { composePlanar, invertPlanar, type Planar } from '../../runtime/geometry/planar.js';
import { ScanIntake, type PlacedScan } from '../../runtime/geometry/scan-intake.js';
import type { Emit, Envelope, Stage } from '../../runtime/stage.js';
import { Sweep } from '../../runtime/geometry/sweep.js';
import { Association } from './association.js';
import type { ClusterConfig } from './cluster-config.js';
import { Segmentation, type Segment } from './segment.js';

/** ObstacleArray.sources: seen by the LIDAR. */
const FROM_LIDAR = 1;

/** What the newest scan looked like, to be drawn; it is overwritten by the next scan. */
export interface ClusterView {
  /** Points and kinds of the beams, in the base frame at the scan's stamp. */
  readonly sweep: Sweep;
  /** For each beam its place in `segments`, or -1. */
  readonly labels: Int32Array;
  readonly segments: readonly Segment[];
}

export class ClusterStage implements Stage {
  readonly name = 'cluster';
  readonly reads = ['scan', '/tf', '/tf_static'] as const;
  readonly writes = ['lidar/obstacles'] as const;
  readonly needs = [['scan'], ['/tf']] as const;
  readonly latencyMs = 5;
  #config: ClusterConfig;
  readonly #intake: ScanIntake;
  readonly #sweep = new Sweep();
  readonly #segmentation = new Segmentation();
  readonly #association = new Association();

  constructor(config: ClusterConfig) {
    this.#config = config;
    this.#intake = new ScanIntake(config);
  }

  reconfigure(config: ClusterConfig): void {
    this.#config = config;
    this.#intake.reconfigure(config);
  }

  /** Scans that could not be used so far: malformed, or without their transforms. */
  get refused(): number {
    return this.#intake.refused;
  }

  take(envelope: Envelope, now: TimeNs, emit: Emit): void {
    switch (envelope.topic) {
      case 'scan':
        this.#publish(this.#intake.takeScan(envelope.message, now), emit);
        break;
      case '/tf':
      case '/tf_static':
        this.#intake.takeTransforms(envelope.message, envelope.topic === '/tf' ? 'moving' : 'fixed');
        this.#publish(this.#intake.release(now), emit);
        break;
      default:
    }
  }

  /** A copy of what the newest scan looked like, for pictures. */
  view(): ClusterView {
    const labels = new Int32Array(this.#sweep.count);
    this.#segmentation.label(labels);
    return {
      sweep: this.#sweep,
      labels,
      segments: this.#segmentation.segments.slice(0, this.#segmentation.count),
    };
  }

  #publish(placed: PlacedScan | undefined, emit: Emit): void {
    if (placed === undefined) return;
    const base = this.#intake.poseAt(this.#config.baseFrame, placed.stamp);
    if (base === undefined) return;
    const toBase = invertPlanar(base);
    this.#sweep.fill(placed.scan, composePlanar(toBase, placed.start), composePlanar(toBase, placed.end));
    this.#segmentation.segment(this.#sweep, this.#config);
    emit('lidar/obstacles', this.#obstacles(placed.scan, base, this.#heightOf(placed)));
  }

  /** How high a flat LIDAR's obstacles are is unknown: they are placed in its plane, without height. */
  #heightOf({ scan, stamp }: PlacedScan): number {
    return this.#intake.heightAt(scan.header.frame_id, this.#config.baseFrame, stamp) ?? 0;
  }

  #obstacles(scan: LaserScan, base: Planar, height: number): ObstacleArray {
    const obstacles: Obstacle[] = [];
    this.#association.begin();
    for (let s = 0; s < this.#segmentation.count; s++) {
      obstacles.push(this.#obstacle(this.#segmentation.segments[s]!, base, height));
    }
    this.#association.end();
    return { header: { stamp: scan.header.stamp, frame_id: this.#config.baseFrame }, obstacles };
  }

  #obstacle(segment: Segment, base: Planar, height: number): Obstacle {
    const { x, y, yaw, length, width } = segment;
    const world = composePlanar(base, { x, y, yaw: 0, mirrored: false });
    return {
      id: this.#association.identify(world.x, world.y, segment.wall, this.#config.associationM),
      class_id: segment.wall ? 'wall' : '',
      score: 1,
      position: { x, y, z: height },
      size: { x: length, y: width, z: 0 },
      yaw,
      velocity: { x: 0, y: 0, z: 0 },
      sources: FROM_LIDAR,
    };
  }
}
