// The simulated LIDAR: beams cast into the scene's true shapes, a few at a time while the robot moves, completed to a sweep.
import { createRandom, type Random } from '../random.js';
import { startPoses, POSE_STRIDE, type Poses } from '../scene/poses.js';
import type { LidarDevice, Scene } from '../scene/scene.js';
import { beamsOf, type Beams } from './beams.js';
import {
  mixedRange,
  REALISTIC,
  reportedRange,
  returnChance,
  SPOT_CHANCE,
  type RealisticOptions,
} from './echo.js';
import { composeFrame, FRAME_STRIDE, writeFrame } from '../../runtime/geometry/rigid-arrays.js';
import { Hits } from './hits.js';
import { Light } from './light.js';
import { PlanarScan } from './planar.js';
import { crossesNear } from './reach.js';
import { SpatialScan } from './spatial.js';
import { Spots } from './spots.js';
import { Targets } from './targets.js';

/** One entry per beam and layer: top layer first, counter-clockwise within. Owned by the Lidar until its next `complete`. */
export interface LidarSweep {
  /** Metres; REP-117: +Infinity nothing in reach, -Infinity too close, NaN not cast. */
  readonly ranges: Float32Array;
  /** Light that came back: 1 from a white dull surface met head-on at 1 m; 0 where nothing did. */
  readonly intensities: Float32Array;
  /** Solid.index of what returned the beam, -1 if nothing did. */
  readonly objects: Int32Array;
}

export interface LidarOptions {
  readonly seed: number;
  /** true: the defaults of REALISTIC; false: only what the device's own fields say. */
  readonly realistic: boolean | RealisticOptions;
}

/** A layer's way of casting: its beams lie in a plane or on a cone. */
interface Scan {
  cast(sensorFrame: Float64Array, first: number, end: number): void;
}

export class Lidar {
  /** Beams of one layer. */
  readonly beams: number;
  readonly layers: number;
  /** Radians; beam k of a layer points at angleMin + k · angleIncrement, counter-clockwise from ahead. */
  readonly angleMin: number;
  readonly angleIncrement: number;
  readonly #device: LidarDevice;
  readonly #scene: Scene;
  readonly #realistic: RealisticOptions | undefined;
  readonly #random: Random;
  readonly #directions: Beams;
  readonly #targets: Targets;
  readonly #hits: Hits;
  readonly #scans: readonly Scan[];
  readonly #mount = new Float64Array(FRAME_STRIDE);
  readonly #frame = new Float64Array(FRAME_STRIDE);
  readonly #light: Light;
  readonly #spots: Spots | undefined;
  readonly #sweep: LidarSweep;

  /** Reads the scene once; what moves later is read from the poses. */
  constructor(scene: Scene, device: LidarDevice, options: LidarOptions) {
    this.#scene = scene;
    this.#device = device;
    this.#realistic = realisticOf(options.realistic);
    this.#random = createRandom(options.seed);
    this.#directions = beamsOf(device);
    this.beams = this.#directions.count;
    this.layers = this.#directions.elevations.length;
    this.angleMin = this.#directions.angleMin;
    this.angleIncrement = this.#directions.angleIncrement;
    this.#targets = new Targets(scene, startPoses(scene));
    const count = this.beams * this.layers;
    this.#hits = new Hits(count);
    this.#hits.clear(0, count, Number.NaN);
    this.#light = new Light(this.#targets, this.#directions, this.#hits, device.minRange);
    this.#spots = this.#createSpots(options.seed);
    this.#scans = this.#directions.elevations.map((elevation, layer) => this.#createScan(elevation, layer));
    writeFrame(this.#mount, 0, device.pose.position, device.pose.orientation);
    this.#sweep = {
      ranges: new Float32Array(count),
      intensities: new Float32Array(count),
      objects: new Int32Array(count),
    };
  }

  /** Casts beams firstBeam..endBeam of every layer from where `poses` has the sensor, into what `poses` has around it. */
  cast(poses: Poses, firstBeam: number, endBeam: number): void {
    this.#follow(poses);
    for (let layer = 0; layer < this.layers; layer++) {
      const base = layer * this.beams;
      this.#hits.clear(base + firstBeam, base + endBeam, this.#device.maxRange);
      this.#scans[layer]!.cast(this.#frame, firstBeam, endBeam);
      this.#light.note(this.#frame, layer, firstBeam, endBeam);
      this.#spots?.note(this.#frame, layer, firstBeam, endBeam);
    }
  }

  /** Turns what was cast since the last call into a sweep. */
  complete(): LidarSweep {
    for (let layer = 0; layer < this.layers; layer++) {
      for (let beam = 0; beam < this.beams; beam++) this.#report(layer * this.beams, beam);
    }
    this.#hits.clear(0, this.beams * this.layers, Number.NaN);
    return this.#sweep;
  }

  /**
   * Whether an opaque shape of a solid, or of what hangs on it, crosses the sensor's x-y plane within radiusM of the world
   * point (x, y): whether the LIDAR could see what was touched there.
   */
  visibleNear(poses: Poses, solidIndex: number, x: number, y: number, radiusM: number): boolean {
    this.#follow(poses);
    return crossesNear(this.#scene, this.#targets, this.#frame, solidIndex, x, y, radiusM);
  }

  #createSpots(seed: number): Spots | undefined {
    const share = this.#realistic?.spotShare ?? 0;
    if (share === 0) return undefined;
    return new Spots(this.#targets, this.#directions, this.#hits, share, seed);
  }

  #createScan(elevation: number, layer: number): Scan {
    const base = layer * this.beams;
    if (elevation === 0) return new PlanarScan(this.#targets, this.#directions, this.#hits, base);
    return new SpatialScan(this.#targets, this.#directions, this.#hits, base, elevation);
  }

  #follow(poses: Poses): void {
    this.#targets.follow(poses);
    composeFrame(poses, this.#device.solid * POSE_STRIDE, this.#mount, 0, this.#frame, 0);
  }

  #report(base: number, beam: number): void {
    const at = base + beam;
    const { ranges, intensities, objects } = this.#sweep;
    const target = this.#hits.targets[at]!;
    const range = this.#measure(base, beam);
    const returned = target >= 0 && range !== Infinity;
    ranges[at] = range;
    intensities[at] = returned ? this.#light.values[at]! : 0;
    objects[at] = returned ? this.#targets.solids[target]! : -1;
  }

  #measure(base: number, beam: number): number {
    const { distances, targets } = this.#hits;
    const device = this.#device;
    const random = this.#random;
    const at = base + beam;
    const truth = distances[at]!;
    const fieldNoise = device.noise * device.maxRange;
    const options = this.#realistic;
    if (options === undefined || targets[at]! < 0) return reportedRange(truth, fieldNoise, device, random);
    const chance = this.#spots?.met[at] === 1 ? SPOT_CHANCE : 1;
    if (random.next() >= chance * returnChance(this.#light.values[at]!, options)) return Infinity;
    const ownNoise = options.noiseM + options.noisePerMetre * truth;
    const deviation = Math.sqrt(fieldNoise * fieldNoise + ownNoise * ownNoise);
    return reportedRange(this.#mix(base, beam, options), deviation, device, random);
  }

  /** Range of a hit, or one between it and a neighbour's hit where the beam straddles the edge between them. */
  #mix(base: number, beam: number, options: RealisticOptions): number {
    const range = this.#hits.distances[base + beam]!;
    const left = beam + 1 < this.beams ? this.#mixWith(base + beam, base + beam + 1, options) : range;
    if (left !== range || beam === 0) return left;
    return this.#mixWith(base + beam, base + beam - 1, options);
  }

  #mixWith(at: number, neighbour: number, options: RealisticOptions): number {
    const { distances, targets } = this.#hits;
    const range = distances[at]!;
    if (targets[neighbour] === targets[at] || targets[neighbour]! < 0) return range;
    return mixedRange(range, distances[neighbour]!, this.angleIncrement, options, this.#random);
  }
}

function realisticOf(option: boolean | RealisticOptions): RealisticOptions | undefined {
  if (option === false) return undefined;
  return option === true ? REALISTIC : option;
}
