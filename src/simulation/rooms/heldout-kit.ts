// The held-out assets: other shapes of every class, other floors and walls, and a layout of their own.
import type { Random } from '../random.js';
import { chance, choose, tinted } from './choice.js';
import type { Kit } from './kit.js';
import type { FloorSurfaces } from './surfaces.js';
import { brights, type Draw } from './theme.js';
import { thing, type Color } from './thing.js';

const floors: FloorSurfaces = {
  wood: [
    ['BambooStrips', 1, [0.72, 0.63, 0.41]],
    ['BlockParquet', 0.9, [0.47, 0.33, 0.22]],
  ],
  tile: [
    ['PennyMosaic', 0.6, [0.78, 0.79, 0.78]],
    ['StoneTiles', 1.1, [0.6, 0.5, 0.39]],
  ],
  carpet: [
    ['StripedCarpet', 0.8, [0.52, 0.54, 0.56]],
    ['ShagCarpet', 0.7, [0.6, 0.53, 0.43]],
  ],
  concrete: [
    ['StainedConcrete', 1.5, [0.5, 0.48, 0.45]],
    ['TerrazzoScreed', 0.8, [0.68, 0.63, 0.56]],
  ],
};

const bright = (random: Random): Color => tinted(random, choose(random, brights), 0.12);
const near = (random: Random, color: Color): Color => tinted(random, color, 0.12);
/** Some can be pushed, some stand as if weighed down. */
const maybeLoose = (random: Random, massKg: number) => (chance(random, 0.7) ? { massKg } : {});

const toolBox: Draw = (random) =>
  thing('ToolBox', 'box', {
    footprint: [0.27, 0.47],
    fields: { color: bright(random), lidColor: near(random, [0.25, 0.25, 0.27]) },
    ...maybeLoose(random, 2.5),
  });

const bookPile: Draw = (random) =>
  thing('BookPile', 'box', {
    footprint: [0.3, 0.32],
    fields: { color: bright(random), otherColor: bright(random), thirdColor: bright(random) },
  });

const openCarton: Draw = (random) =>
  thing('OpenCarton', 'box', {
    footprint: [0.66, 0.32],
    fields: {
      color: near(random, [0.68, 0.54, 0.38]),
      insideColor: near(random, [0.55, 0.43, 0.3]),
    },
  });

const suitcase: Draw = (random) =>
  thing('LyingSuitcase', 'box', {
    footprint: [0.46, 0.72],
    fields: { color: bright(random), ribColor: near(random, [0.2, 0.2, 0.2]) },
  });

const shellChair: Draw = (random, { wood, accent, light, dark }) =>
  thing('ShellChair', 'chair', {
    footprint: [0.52, 0.5],
    fields: { seatColor: choose(random, [accent, light, dark]), legColor: choose(random, [wood, dark]) },
  });

const barStool: Draw = (random, { dark, cloth, light }) =>
  thing('BarStool', 'chair', {
    footprint: [0.46, 0.46],
    fields: { seatColor: choose(random, [dark, cloth]), baseColor: choose(random, [dark, light]) },
  });

const rockingChair: Draw = (random, { wood, dark, cloth }) =>
  thing('RockingChair', 'chair', {
    footprint: [0.9, 0.56],
    fields: { frameColor: choose(random, [wood, dark]), seatColor: cloth },
  });

const trestleTable: Draw = (random, { wood, light, dark }) =>
  thing('TrestleTable', 'table', {
    footprint: [0.82, 1.52],
    fields: { topColor: choose(random, [wood, light]), legColor: choose(random, [wood, dark]) },
  });

const crossTable: Draw = (random, { wood, light, dark }) =>
  thing('CrossTable', 'table', {
    footprint: [0.72, 0.72],
    fields: { topColor: choose(random, [wood, light]), footColor: choose(random, [dark, wood]) },
  });

const drumTable: Draw = (random, { wood, cloth, light }) =>
  thing('DrumTable', 'table', {
    footprint: [0.66, 0.66],
    fields: { topColor: choose(random, [wood, light]), sideColor: choose(random, [wood, cloth]) },
  });

const pots: readonly Color[] = [
  [0.8, 0.75, 0.65],
  [0.3, 0.42, 0.55],
  [0.22, 0.22, 0.24],
  [0.6, 0.35, 0.25],
];

const plant =
  (proto: string, side: number, more: Readonly<Record<string, Color>> = {}): Draw =>
  (random) =>
    thing(proto, 'plant', {
      footprint: [side, side],
      fields: {
        potColor: near(random, choose(random, pots)),
        leafColor: near(random, [0.27, 0.44, 0.2]),
        ...more,
      },
    });
const cactus = plant('CactusPlant', 0.4);
const palm = plant('PalmPlant', 0.62, { trunkColor: [0.45, 0.33, 0.22] });
const trailing = plant('TrailingPlant', 0.38);

const ovalBall: Draw = (random) =>
  thing('OvalBall', 'ball', {
    footprint: [0.26, 0.16],
    originM: 0.076,
    fields: { color: near(random, choose(random, [[0.5, 0.28, 0.16], choose(random, brights)])) },
    massKg: 0.4,
  });

const spottedBall: Draw = (random) =>
  thing('SpottedBall', 'ball', {
    footprint: [0.13, 0.13],
    originM: 0.06,
    fields: { color: near(random, [0.88, 0.88, 0.85]), patchColor: bright(random) },
    massKg: 0.4,
  });

const tallCone: Draw = (random) =>
  thing('TallCone', 'cone', { footprint: [0.36, 0.34], fields: { color: coneColor(random) } });

const discCone: Draw = (random) => {
  const color = coneColor(random);
  return thing('DiscCone', 'cone', {
    footprint: [0.23, 0.23],
    fields: { color, bandColor: color.map((channel) => channel * 0.85) },
    massKg: 0.15,
  });
};

const boot: Draw = (random) =>
  thing('Boot', 'shoe', {
    footprint: [0.33, 0.13],
    fields: { upperColor: bright(random), soleColor: near(random, [0.6, 0.5, 0.35]) },
  });

const sandal: Draw = (random) =>
  thing('Sandal', 'shoe', {
    footprint: [0.26, 0.1],
    fields: { strapColor: bright(random), soleColor: near(random, [0.55, 0.45, 0.33]) },
    massKg: 0.2,
  });

const clog: Draw = (random) =>
  thing('Clog', 'shoe', {
    footprint: [0.26, 0.11],
    fields: { upperColor: bright(random), soleColor: near(random, [0.55, 0.45, 0.33]) },
    massKg: 0.3,
  });

export const heldOutKit: Kit = {
  assets: 'heldout',
  layouts: ['hallway', 'hallway', 'rectangle', 'l-shape', 'rooms'],
  floors,
  walls: [
    ['PanelWall', 1.4],
    ['FieldstoneWall', 1.3],
    ['Plaster', 2.2],
  ],
  rugSurface: 'KilimRug',
  coverSurfaces: ['KilimRug', 'KilimRug'],
  scatterings: {
    box: [openCarton, toolBox, suitcase, bookPile],
    chair: [barStool, shellChair, rockingChair],
    plant: [cactus, trailing, palm],
    ball: [ovalBall, spottedBall],
    cone: [discCone, tallCone],
    shoe: [sandal, clog, boot],
  },
  hazards: {
    box: [toolBox, bookPile],
    chair: [barStool, shellChair, rockingChair],
    plant: [trailing],
    ball: [ovalBall, spottedBall],
    cone: [discCone],
    shoe: [sandal, clog],
  },
  people: ['ChildPerson', 'CoatPerson'],
  lowTable: drumTable,
  drawDiningLength: () => 1.5,
  diningTable: trestleTable,
  diningChairs: [shellChair],
  cafeTable: crossTable,
  cafeChairs: [shellChair, barStool],
  desk: crossTable,
  deskChair: barStool,
  playTable: drumTable,
  playChair: shellChair,
  tallPlant: palm,
  crate: suitcase,
};

function coneColor(random: Random): Color {
  const colors: readonly Color[] = [
    [0.9, 0.25, 0.12],
    [0.95, 0.85, 0.1],
    [0.2, 0.6, 0.35],
    [0.85, 0.3, 0.55],
  ];
  return tinted(random, choose(random, colors), 0.06);
}
