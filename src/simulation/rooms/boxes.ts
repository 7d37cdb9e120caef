// Boxes: packed, of wood, of plastic, and flat ones that a LIDAR plane at 0.17 m misses.
import { node } from '../worldfile/builder.js';
import type { Random } from '../random.js';
import { chance, choose, tinted } from './choice.js';
import { brights, type Draw } from './theme.js';
import { thing, type Thing } from './thing.js';

export const packingBox: Draw = (random) => {
  const size = [random.between(0.22, 0.55), random.between(0.2, 0.45), random.between(0.2, 0.5)] as const;
  const appearance = node('Cardboard', { baseColor: tinted(random, [0.9, 0.9, 0.9], 0.1) });
  return boxOf('CardboardBox', size, { appearance }, massOf(random, size, 90));
};

export const crate: Draw = (random) => {
  const size = [random.between(0.35, 0.6), random.between(0.3, 0.5), random.between(0.25, 0.5)] as const;
  const appearance = node('CrateSlats', { baseColor: tinted(random, [0.88, 0.86, 0.84], 0.12) });
  return boxOf('Crate', size, { appearance });
};

export const storageBin: Draw = (random) => {
  const [x, y, z] = [random.between(0.3, 0.55), random.between(0.25, 0.4), random.between(0.16, 0.32)];
  const lid = {
    lidSize: [x + 0.02, y + 0.02, 0.03],
    lidTranslation: [0, 0, z / 2 + 0.015],
    color: tinted(random, choose(random, brights), 0.08),
    lidColor: tinted(random, choose(random, brights), 0.08),
  };
  return boxOf('StorageBin', [x, y, z], lid);
};

/** Below the LIDAR plane: a game, a book, a parcel, 2 to 12 cm high. */
export const flatBox: Draw = (random) => {
  const size = [random.between(0.2, 0.42), random.between(0.15, 0.32), random.between(0.02, 0.12)] as const;
  const fields = {
    labelSize: [size[0] * 0.8, size[1] * random.between(0.25, 0.7), size[2] + 0.002],
    color: tinted(random, choose(random, brights), 0.1),
    labelColor: tinted(random, choose(random, brights), 0.1),
  };
  return boxOf('FlatBox', size, fields, chance(random, 0.6) ? massOf(random, size, 250) : undefined);
};

/** Below the LIDAR plane as well: a shallow parcel of cardboard. */
export const lowParcel: Draw = (random) => {
  const size = [random.between(0.3, 0.5), random.between(0.22, 0.4), random.between(0.06, 0.14)] as const;
  return boxOf('CardboardBox', size, {}, massOf(random, size, 120));
};

function boxOf(
  proto: string,
  size: readonly [number, number, number],
  fields: Thing['fields'],
  massKg?: number,
): Thing {
  return thing(proto, 'box', {
    footprint: [size[0] + 0.02, size[1] + 0.02],
    originM: size[2] / 2,
    fields: { size, ...fields },
    ...(massKg === undefined ? {} : { massKg }),
  });
}

function massOf(random: Random, [x, y, z]: readonly [number, number, number], densityKgM3: number): number {
  return Math.max(0.2, x * y * z * densityKgM3 * random.between(0.6, 1.5));
}
