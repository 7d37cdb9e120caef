// The eight classes of obstacles, each in several variants, and the hazards that a LIDAR plane at 0.17 m misses.
import { node } from '../worldfile/builder.js';
import type { Random } from '../random.js';
import { choose, chance, tinted } from './choice.js';
import { turnedSize } from './rect.js';
import { thing, type Color, type Thing } from './thing.js';
import type { Theme } from './theme.js';

export const obstacleClasses = ['box', 'chair', 'table', 'plant', 'ball', 'cone', 'shoe', 'person'] as const;
export type ObstacleClass = (typeof obstacleClasses)[number];

type Draw = (random: Random, theme: Theme) => Thing;

const brights: readonly Color[] = [
  [0.8, 0.15, 0.13],
  [0.12, 0.35, 0.7],
  [0.9, 0.7, 0.1],
  [0.15, 0.55, 0.25],
  [0.9, 0.9, 0.88],
  [0.12, 0.12, 0.13],
  [0.55, 0.3, 0.6],
  [0.95, 0.5, 0.1],
];

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

export const fourLegChair: Draw = (random, { wood, cloth }) =>
  thing('FourLegChair', 'chair', {
    footprint: [0.43, 0.43],
    fields: { frameColor: wood, seatColor: choose(random, [wood, cloth]) },
  });

export const officeChair: Draw = (random, { dark, cloth, accent }) =>
  thing('OfficeChair', 'chair', {
    footprint: [0.64, 0.64],
    fields: { baseColor: dark, seatColor: choose(random, [dark, cloth, accent]) },
  });

export const sledChair: Draw = (random, { dark, cloth, light }) =>
  thing('SledChair', 'chair', {
    footprint: [0.48, 0.47],
    fields: { seatColor: choose(random, [dark, cloth, light]) },
  });

export const stool: Draw = (random, { wood, accent }) =>
  thing('Stool', 'chair', {
    footprint: [0.37, 0.37],
    fields: { frameColor: wood, seatColor: choose(random, [wood, accent]) },
  });

export const bushyPlant: Draw = (random) =>
  thing('BushyPlant', 'plant', { footprint: [0.42, 0.42], fields: greens(random) });

export const bladePlant: Draw = (random) =>
  thing('BladePlant', 'plant', { footprint: [0.34, 0.34], fields: greens(random) });

export const treePlant: Draw = (random) =>
  thing('TreePlant', 'plant', { footprint: [0.6, 0.6], fields: greens(random) });

/** Its bowl is below the LIDAR plane. */
export const lowPlant: Draw = (random) => {
  const { potColor, leafColor } = greens(random);
  return thing('LowPlant', 'plant', { footprint: [0.26, 0.26], fields: { potColor, leafColor } });
};

/** Rolls; most are below the LIDAR plane. */
export const ball: Draw = (random) => {
  const radius = choose(random, [0.035, 0.05, 0.07, 0.075, 0.11]);
  const baseColor = tinted(random, choose(random, brights), 0.1);
  const appearance = node('PBRAppearance', { baseColor, roughness: random.between(0.35, 0.9), metalness: 0 });
  const damping = node('Damping', { linear: 0.1, angular: 0.3 });
  const physics = node('Physics', { density: -1, mass: 60 * radius * radius + 0.05, damping });
  return thing('PlayBall', 'ball', {
    footprint: [2 * radius, 2 * radius],
    originM: radius,
    fields: { radius, appearance, physics },
  });
};

export const standingCone: Draw = (random) =>
  thing('StandingCone', 'cone', { footprint: [0.29, 0.29], fields: coneColours(random) });

/** Below the LIDAR plane. */
export const fallenCone: Draw = (random) =>
  thing('FallenCone', 'cone', {
    footprint: [0.34, 0.16],
    fields: coneColours(random),
    ...(chance(random, 0.5) ? { massKg: 0.4 } : {}),
  });

/** Below the LIDAR plane, like all shoes. */
export const shoe: Draw = (random) =>
  thing('Shoe', 'shoe', {
    footprint: [0.3, 0.11],
    fields: {
      upperColor: tinted(random, choose(random, brights), 0.12),
      soleColor: tinted(random, choose(random, [brights[4]!, brights[5]!, [0.5, 0.38, 0.25]]), 0.05),
    },
    massKg: 0.35,
  });

export const slipper: Draw = (random, { cloth, accent }) =>
  thing('Slipper', 'shoe', {
    footprint: [0.28, 0.1],
    fields: { strapColor: tinted(random, choose(random, [cloth, accent]), 0.1) },
    massKg: 0.15,
  });

/** A strip on the floor, 1.2 to 2.5 cm high: a cable duct or a step too low for the LIDAR. */
export const strip: Draw = (random) => {
  const size = [random.between(0.4, 1.2), random.between(0.05, 0.12), random.between(0.012, 0.025)] as const;
  return thing('Threshold', 'threshold', {
    footprint: [size[0], size[1]],
    originM: size[2] / 2,
    fields: {
      size,
      color: tinted(
        random,
        choose(random, [
          [0.45, 0.33, 0.2],
          [0.55, 0.56, 0.58],
          [0.1, 0.1, 0.1],
        ]),
        0.08,
      ),
    },
  });
};

/** The LIDAR passes through it. */
export const glassPane: Draw = (random) => {
  const width = random.between(0.7, 1.5);
  const height = random.between(1.5, 2);
  return thing('GlassPane', 'glass', {
    footprint: [width, 0.05],
    fields: {
      size: [width, 0.012, height],
      centre: [0, 0, height / 2],
      railSize: [width, 0.04, 0.04],
      railCentre: [0, 0, height + 0.02],
      transparency: random.between(0.65, 0.85),
    },
  });
};

type LooseClass = Exclude<ObstacleClass, 'person' | 'table'>;

/** What is scattered for each class; chairs and tables also come in sets, people walk. */
export const scatterings: Readonly<Record<LooseClass, readonly Draw[]>> = {
  box: [packingBox, flatBox, storageBin, lowParcel, crate],
  chair: [officeChair, fourLegChair, sledChair, stool],
  plant: [bushyPlant, bladePlant, lowPlant, treePlant],
  ball: [ball],
  cone: [fallenCone, standingCone],
  shoe: [shoe, slipper],
};

/** Those of them that the LIDAR misses, or of which it sees a thin part only: all chairs have low bars or bases. */
export const hazards: Readonly<Record<LooseClass, readonly Draw[]>> = {
  ...scatterings,
  box: [flatBox, lowParcel],
  plant: [lowPlant, bladePlant],
  cone: [fallenCone],
};

function boxOf(
  proto: string,
  size: readonly [number, number, number],
  fields: Thing['fields'],
  massKg?: number,
): Thing {
  return thing(proto, 'box', {
    footprint: turnedSize([size[0] + 0.02, size[1] + 0.02], 0),
    originM: size[2] / 2,
    fields: { size, ...fields },
    ...(massKg === undefined ? {} : { massKg }),
  });
}

function massOf(random: Random, [x, y, z]: readonly [number, number, number], densityKgM3: number): number {
  return Math.max(0.2, x * y * z * densityKgM3 * random.between(0.6, 1.5));
}

function greens(random: Random): Record<'potColor' | 'leafColor' | 'lightLeafColor', Color> {
  const pots: readonly Color[] = [
    [0.72, 0.38, 0.25],
    [0.85, 0.84, 0.8],
    [0.25, 0.26, 0.28],
    [0.3, 0.45, 0.5],
  ];
  return {
    potColor: tinted(random, choose(random, pots), 0.07),
    leafColor: tinted(random, [0.16, 0.4, 0.15], 0.08),
    lightLeafColor: tinted(random, [0.32, 0.54, 0.22], 0.1),
  };
}

function coneColours(random: Random): Record<'color' | 'bandColor', Color> {
  const colors: readonly Color[] = [
    [0.95, 0.35, 0.05],
    [0.9, 0.2, 0.1],
    [0.9, 0.75, 0.1],
    [0.1, 0.4, 0.75],
  ];
  return {
    color: tinted(random, choose(random, colors), 0.05),
    bandColor: tinted(random, [0.93, 0.93, 0.9], 0.05),
  };
}
