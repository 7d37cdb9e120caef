// The light that comes back from what the beams met: brighter surfaces, met head-on and near, give more.
import type { Appearance } from '../scene/scene.js';
import type { Beams } from './beams.js';
import { FRAME_STRIDE } from './frame.js';
import type { Hits } from './hits.js';
import { cosIncidence } from './incidence.js';
import { BOX, type Targets } from './targets.js';

export interface Surface {
  /** Share of the light that a dull surface gives back, 0 black .. 1 white. */
  readonly albedo: number;
  /** 0 mirror .. 1 dull. */
  readonly roughness: number;
  readonly metalness: number;
}

/** Luminance of the base colour (Rec. 709 weights) stands for its reflectance in the near infrared. */
export function surfaceOf({ baseColor, roughness, metalness }: Appearance): Surface {
  const [red, green, blue] = baseColor;
  return { albedo: 0.2126 * red + 0.7152 * green + 0.0722 * blue, roughness, metalness };
}

/**
 * Light that comes back from a surface met at a cosine of incidence, 1 from a white dull one head-on. What the surface
 * mirrors (Schlick's fresnel, more of it the smoother and the more metallic) goes elsewhere, unless met nearly head-on.
 */
export function reflected({ albedo, roughness, metalness }: Surface, cosine: number): number {
  const smooth = (1 - roughness) * (1 - roughness);
  const headOn = 0.04 + 0.86 * metalness;
  const mirrored = smooth * (headOn + (1 - headOn) * fifth(1 - cosine));
  return albedo * cosine * (1 - mirrored) + mirrored * glint(cosine);
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
  readonly #surfaces: readonly Surface[];
  readonly #beams: Beams;
  readonly #hits: Hits;
  readonly #nearestM: number;
  /** Origin and unit direction in the world. */
  readonly #ray = new Float64Array(6);

  /** Closer than nearestM no more light comes back than from there. */
  constructor(targets: Targets, beams: Beams, hits: Hits, nearestM: number) {
    this.#targets = targets;
    this.#surfaces = targets.shapes.map(({ appearance }) => surfaceOf(appearance));
    this.#beams = beams;
    this.#hits = hits;
    this.#nearestM = Math.max(nearestM, 0.01);
    this.values = new Float64Array(hits.distances.length);
  }

  /** Notes the light of fresh hits, while the frames they were made in still hold. */
  note(sensorFrame: Float64Array, layer: number, first: number, end: number): void {
    const f = sensorFrame;
    const { cosines, sines, elevations, count } = this.#beams;
    const { distances, targets } = this.#hits;
    const flat = Math.cos(elevations[layer]!);
    const rise = Math.sin(elevations[layer]!);
    const ray = this.#ray;
    ray.set(f.subarray(9), 0);
    for (let beam = first; beam < end; beam++) {
      const at = layer * count + beam;
      const target = targets[at]!;
      if (target < 0) continue;
      const x = flat * cosines[beam]!;
      const y = flat * sines[beam]!;
      ray[3] = f[0]! * x + f[1]! * y + f[2]! * rise;
      ray[4] = f[3]! * x + f[4]! * y + f[5]! * rise;
      ray[5] = f[6]! * x + f[7]! * y + f[8]! * rise;
      const near = Math.max(distances[at]!, this.#nearestM);
      this.values[at] = reflected(this.#surfaces[target]!, this.#cosine(at, target)) / (near * near);
    }
  }

  #cosine(at: number, target: number): number {
    const { parts, distances } = this.#hits;
    const { kinds, frames } = this.#targets;
    const part = parts[at]!;
    const ray = this.#ray;
    if (kinds[target] !== BOX || part < 0)
      return cosIncidence(this.#targets, target, part, ray, distances[at]!);
    const f = target * FRAME_STRIDE + part;
    return Math.abs(frames[f]! * ray[3]! + frames[f + 3]! * ray[4]! + frames[f + 6]! * ray[5]!);
  }
}
