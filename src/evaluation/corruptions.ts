// What light, lens, sensor, link and mounting do to a picture on a bad day: seven ways, three grades each, by seed.
import type { Sample } from '../dataset/open.js';
import type { Picture } from '../picture/decode.js';
import { createRandom } from '../simulation/random.js';
import { addNoise, addSpots, blur, compress } from '../training/spoil.js';
import { calibrationError, reliability, risingScores } from './calibration.js';
import { judgementsOf } from './figures.js';
import { judgeSamples, type JudgeOptions, type Spoiled } from './judge.js';
import { ghostsPerImage, outcomeOf } from './operating.js';

export interface Corruption {
  readonly name: string;
  /** Light, middling, severe. */
  readonly grades: readonly [number, number, number];
  /** What a grade is, for people. */
  readonly unit: string;
  readonly apply: (picture: Picture, grade: number, seed: number) => Promise<Spoiled> | Spoiled;
}

const staying = (picture: Picture): Spoiled => ({ picture, shiftPx: 0 });

export const corruptions: readonly Corruption[] = [
  { name: 'dark', grades: [0.6, 0.4, 0.2], unit: 'times the light', apply: relight },
  { name: 'bright', grades: [1.4, 1.8, 2.5], unit: 'times the light', apply: relight },
  { name: 'blur', grades: [2, 6, 16], unit: 'times 1-2-1', apply: blurOften },
  { name: 'noise', grades: [8, 16, 32], unit: 'deviation of 255', apply: makeNoisy },
  {
    name: 'jpeg',
    grades: [30, 15, 7],
    unit: 'quality',
    apply: async (picture, quality) =>
      staying({ ...picture, rgb: await compress(picture.rgb, picture, quality) }),
  },
  { name: 'tilt', grades: [0.025, 0.05, 0.1], unit: 'of the height', apply: tilt },
  { name: 'dirt', grades: [3, 8, 16], unit: 'spots', apply: soil },
];

function relight({ rgb, ...size }: Picture, gain: number): Spoiled {
  const table = Uint8ClampedArray.from({ length: 256 }, (_, value) => gain * value);
  return staying({ ...size, rgb: rgb.map((value) => table[value]!) });
}

function blurOften({ rgb, ...size }: Picture, times: number): Spoiled {
  const pixels = rgb.slice();
  const spare = new Uint8Array(pixels.length);
  for (let i = 0; i < times; i++) blur(pixels, spare, size);
  return staying({ ...size, rgb: pixels });
}

function makeNoisy({ rgb, ...size }: Picture, deviation: number, seed: number): Spoiled {
  const pixels = rgb.slice();
  addNoise(pixels, deviation, createRandom(seed));
  return staying({ ...size, rgb: pixels });
}

/** The camera looks up: all things move down by as much, above them the first row is repeated. */
function tilt({ rgb, width, height }: Picture, share: number): Spoiled {
  const shiftPx = Math.round(share * height);
  const row = 3 * width;
  const pixels = new Uint8Array(rgb.length);
  pixels.set(rgb.subarray(0, rgb.length - shiftPx * row), shiftPx * row);
  for (let y = 0; y < shiftPx; y++) pixels.set(rgb.subarray(0, row), y * row);
  return { picture: { width, height, rgb: pixels }, shiftPx };
}

function soil({ rgb, ...size }: Picture, spots: number, seed: number): Spoiled {
  const pixels = rgb.slice();
  addSpots(pixels, size, { spots, lost: 0.8 }, createRandom(seed));
  return staying({ ...size, rgb: pixels });
}

export interface CorruptionRow {
  /** `none` for the pictures as they are. */
  readonly name: string;
  readonly grade: number | undefined;
  readonly recall: number;
  /** Undefined without a detection. */
  readonly ece: number | undefined;
  readonly ghostsPerImage: number;
}

export interface CorruptionOptions extends Omit<JudgeOptions, 'spoil'> {
  readonly seed: number;
}

/** The same pictures in all ways and grades, and as they are; at the thresholds of the model. */
export async function corruptionTable(
  samples: readonly Sample[],
  options: CorruptionOptions,
): Promise<CorruptionRow[]> {
  const rows = [await judgeCorrupted(samples, options)];
  for (const corruption of corruptions) {
    for (const grade of corruption.grades) {
      rows.push(await judgeCorrupted(samples, options, { corruption, grade }));
    }
  }
  return rows;
}

async function judgeCorrupted(
  samples: readonly Sample[],
  { seed, ...options }: CorruptionOptions,
  way?: { readonly corruption: Corruption; readonly grade: number },
): Promise<CorruptionRow> {
  const spoil =
    way === undefined
      ? undefined
      : (picture: Picture, { image }: Sample) =>
          way.corruption.apply(picture, way.grade, (seed ^ Math.imul(image.id, 0x9e3779b1)) >>> 0);
  const outcomes = (await judgeSamples(samples, { ...options, spoil })).map(outcomeOf);
  const objects = outcomes.flatMap((outcome) => outcome.objects);
  const bins = reliability(risingScores(judgementsOf(outcomes)));
  return {
    name: way?.corruption.name ?? 'none',
    grade: way?.grade,
    recall: objects.filter(({ by }) => by !== undefined).length / Math.max(1, objects.length),
    ece: bins.length === 0 ? undefined : calibrationError(bins),
    ghostsPerImage: ghostsPerImage(outcomes),
  };
}

/** How many runs of the network a table takes. */
export function corruptionRuns(samples: number): number {
  return samples * (1 + corruptions.reduce((sum, { grades }) => sum + grades.length, 0));
}
