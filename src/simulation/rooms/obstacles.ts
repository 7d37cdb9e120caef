// The eight classes of obstacles, each in several variants, and the hazards that a LIDAR plane at 0.17 m misses.
import type { LooseClass } from './kit.js';
import { node } from '../worldfile/builder.js';
import type { Random } from '../random.js';
import { crate, flatBox, lowParcel, packingBox, storageBin } from './boxes.js';
import { choose, chance, tinted } from './choice.js';
import { brights, type Draw } from './theme.js';
import { thing, type Color } from './thing.js';

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

const soles: readonly Color[] = [
  [0.9, 0.9, 0.88],
  [0.12, 0.12, 0.13],
  [0.5, 0.38, 0.25],
];

/** Below the LIDAR plane, like all shoes. */
export const shoe: Draw = (random) =>
  thing('Shoe', 'shoe', {
    footprint: [0.3, 0.11],
    fields: {
      upperColor: tinted(random, choose(random, brights), 0.12),
      soleColor: tinted(random, choose(random, soles), 0.05),
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
