// The light that comes back from what the beams met: brighter surfaces, met head-on and near, give more.
import type { Appearance } from '../scene/scene.js';
import type { Beams } from './beams.js';
import { FRAME_STRIDE } from '../../runtime/geometry/rigid-arrays.js';
import type { Hits } from './hits.js';
import { writeNormal } from './normal.js';
import { BOX, MESH, PLANE, type Targets } from './targets.js';

const LEAST_RANGE_M = 0.01;

/** Luminance of the base colour (Rec. 709 weights) stands for its reflectance in the near infrared. */
export function albedoOf([red, green, blue]: Appearance['baseColor']): number {
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/**
 * Light that comes back from a surface met at a cosine of incidence, 1 from a white dull one head-on. What the surface
 * mirrors (Schlick's fresnel, more of it the smoother and the more metallic) goes elsewhere, unless met nearly head-on;
 * under a polish, metal has nothing dull.
 */
export function reflected(albedo: number, roughness: number, metalness: number, cosine: number): number {
  const smooth = (1 - roughness) * (1 - roughness);
  if (smooth === 0) return albedo * cosine;
  const headOn = 0.04 + 0.86 * metalness;
  const mirrored = smooth * (headOn + (1 - headOn) * fifth(1 - cosine));
  const dull = albedo * (1 - mirrored) * (1 - metalness * smooth);
  return dull * cosine + mirrored * glint(cosine);
}

/** Multiplied out, since Math.pow would take most of a beam's time. */
function fifth(x: number): number {
  const square = x * x;
  return square * square * x;
}

/** cos^64: half as bright 8 degrees off. */
function glint(cosine: number): number {
  let power = cosine * cosine;
  for (let i = 0; i < 5; i++) power *= power;
  return power;
}

export class Light {
  /** Per hit: 1 from a white dull surface met head-on at 1 m. Valid where a target was met. */
  readonly values: Float64Array;
  readonly #targets: Targets;
  readonly #beams: Beams;
  readonly #hits: Hits;
  readonly #nearestM: number;
  /** Albedo, roughness and metalness of each target. */
  readonly #surfaces: Float64Array;
  /** Normal of the flat face at work, in the sensor's frame. */
  readonly #normal = new Float64Array(3);

  /** Closer than nearestM no more light comes back than from there. */
  constructor(targets: Targets, beams: Beams, hits: Hits, nearestM: number) {
    this.#targets = targets;
    this.#beams = beams;
    this.#hits = hits;
    this.#nearestM = Math.max(nearestM, LEAST_RANGE_M);
    this.#surfaces = Float64Array.from(
      targets.shapes.flatMap(({ appearance }) => [
        albedoOf(appearance.baseColor),
        appearance.roughness,
        appearance.metalness,
      ]),
    );
    this.values = new Float64Array(hits.distances.length);
  }

  /** Notes the light of fresh hits, while the frames they were made in still hold. */
  note(sensorFrame: Float64Array, layer: number, first: number, end: number): void {
    const { cosines, sines, elevations, count } = this.#beams;
    const { distances, targets, parts } = this.#hits;
    const surfaces = this.#surfaces;
    const normal = this.#normal;
    const flat = Math.cos(elevations[layer]!);
    const rise = Math.sin(elevations[layer]!);
    let faceTarget = -1;
    let facePart = -1;
    for (let beam = first; beam < end; beam++) {
      const at = layer * count + beam;
      const target = targets[at]!;
      if (target < 0) continue;
      // Neighbouring beams mostly meet the same face: its normal is found once.
      if (target !== faceTarget || parts[at] !== facePart) {
        const isFace = this.#faceNormal(sensorFrame, target, parts[at]!);
        faceTarget = isFace ? target : -1;
        facePart = parts[at]!;
      }
      const x = flat * cosines[beam]!;
      const y = flat * sines[beam]!;
      if (faceTarget < 0) this.#roundNormal(sensorFrame, at, x, y, rise);
      const cosine = Math.abs(x * normal[0]! + y * normal[1]! + rise * normal[2]!);
      const s = target * 3;
      const share = reflected(surfaces[s]!, surfaces[s + 1]!, surfaces[s + 2]!, cosine);
      const near = Math.max(distances[at]!, this.#nearestM);
      this.values[at] = share / (near * near);
    }
  }

  /** Finds the normal of a flat face; false where the surface is round. */
  #faceNormal(sensorFrame: Float64Array, target: number, part: number): boolean {
    const { kinds } = this.#targets;
    const kind = kinds[target];
    if (kind !== PLANE && !((kind === BOX || kind === MESH) && part >= 0)) return false;
    writeNormal(this.#targets, target, part, 0, 0, 0, this.#normal);
    turnToSensor(this.#targets.frames, target * FRAME_STRIDE, sensorFrame, this.#normal);
    return true;
  }

  /** Finds the normal where one beam met its target, (x, y, z) being its direction in the sensor's frame. */
  #roundNormal(sensorFrame: Float64Array, at: number, x: number, y: number, z: number): void {
    const { frames } = this.#targets;
    const { distances, targets, parts } = this.#hits;
    const s = sensorFrame;
    const target = targets[at]!;
    const f = target * FRAME_STRIDE;
    const r = distances[at]!;
    const px = s[9]! + r * (s[0]! * x + s[1]! * y + s[2]! * z) - frames[f + 9]!;
    const py = s[10]! + r * (s[3]! * x + s[4]! * y + s[5]! * z) - frames[f + 10]!;
    const pz = s[11]! + r * (s[6]! * x + s[7]! * y + s[8]! * z) - frames[f + 11]!;
    writeNormal(
      this.#targets,
      target,
      parts[at]!,
      frames[f]! * px + frames[f + 3]! * py + frames[f + 6]! * pz,
      frames[f + 1]! * px + frames[f + 4]! * py + frames[f + 7]! * pz,
      frames[f + 2]! * px + frames[f + 5]! * py + frames[f + 8]! * pz,
      this.#normal,
    );
    turnToSensor(frames, f, s, this.#normal);
  }
}

/** Turns a direction of the frame at `f` into the sensor's. */
function turnToSensor(frames: Float64Array, f: number, sensor: Float64Array, direction: Float64Array): void {
  const a = direction[0]!;
  const b = direction[1]!;
  const c = direction[2]!;
  const x = frames[f]! * a + frames[f + 1]! * b + frames[f + 2]! * c;
  const y = frames[f + 3]! * a + frames[f + 4]! * b + frames[f + 5]! * c;
  const z = frames[f + 6]! * a + frames[f + 7]! * b + frames[f + 8]! * c;
  direction[0] = sensor[0]! * x + sensor[3]! * y + sensor[6]! * z;
  direction[1] = sensor[1]! * x + sensor[4]! * y + sensor[7]! * z;
  direction[2] = sensor[2]! * x + sensor[5]! * y + sensor[8]! * z;
}
