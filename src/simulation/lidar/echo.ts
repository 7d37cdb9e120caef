// From what a beam met to what a LIDAR reports: brightness, lost and mixed returns, noise, steps and limits.
import type { LidarDevice } from '../scene/scene.js';
import type { Random } from '../random.js';

/** What makes a simulated LIDAR behave like one on a shelf; docs/lidar.md says where the defaults come from. */
export interface RealisticOptions {
  /** Standard deviation of a range r: noiseM + noisePerMetre · r. */
  readonly noiseM: number;
  readonly noisePerMetre: number;
  /** Share of beams lost for no reason that the scene shows, now here, now there. */
  readonly lossShare: number;
  /** Share of the surfaces that return nothing: spots of 6 to 60 cm, the same in every sweep. */
  readonly spotShare: number;
  /** Distance from which half of the beams return that fall head-on on a white dull surface. */
  readonly faintRangeM: number;
  /** Full width of a beam, radians: one that straddles an edge may report a range between the two surfaces. */
  readonly beamWidthRad: number;
  /** Surfaces farther apart than this never mix: their echoes are told apart. */
  readonly mixingDepthM: number;
}

export const REALISTIC: RealisticOptions = {
  noiseM: 0.005,
  noisePerMetre: 0.0015,
  lossShare: 0,
  spotShare: 0.005,
  faintRangeM: 20,
  beamWidthRad: 0.007,
  mixingDepthM: 1.5,
};

/** Chance that a beam from a spot returns all the same, by what lies beside the spot. */
export const SPOT_CHANCE = 0.05;

/** Chance that a beam returns, given the light that comes back: its odds fall with the fourth power of too little light. */
export function returnChance(light: number, { faintRangeM, lossShare }: RealisticOptions): number {
  const enough = light * faintRangeM * faintRangeM;
  const square = enough * enough;
  return (1 - lossShare) * (1 - 1 / (1 + square * square));
}

/** Range that a beam reports whose neighbour met another surface, if its edge falls into the beam. */
export function mixedRange(
  range: number,
  neighbour: number,
  beamStepRad: number,
  options: RealisticOptions,
  random: Random,
): number {
  const gap = neighbour - range;
  if (!(Math.abs(gap) < options.mixingDepthM)) return range;
  // The edge lies anywhere between the two beams; half the beam's width reaches towards the neighbour.
  if (random.next() * beamStepRad >= options.beamWidthRad / 2) return range;
  return range + random.next() * gap;
}

/** Applies noise, Webots' resolution and REP-117's limits: +Infinity out of reach, -Infinity too close. */
export function reportedRange(
  range: number,
  deviationM: number,
  device: LidarDevice,
  random: Random,
): number {
  if (!(range < device.maxRange)) return range === range ? Infinity : Number.NaN;
  if (range < device.minRange) return -Infinity;
  const noisy = deviationM > 0 ? range + deviationM * random.normal() : range;
  if (noisy >= device.maxRange) return Infinity;
  if (noisy < device.minRange) return -Infinity;
  const { resolution } = device;
  return resolution === undefined ? noisy : Math.floor(noisy / resolution + 0.5) * resolution;
}
