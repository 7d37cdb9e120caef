// The usual assets and more shapes of every class: what a network learns from.
import type { Random } from '../random.js';
import { choose, tinted } from './choice.js';
import type { Kit, LooseClass } from './kit.js';
import { standardKit } from './standard-kit.js';
import { brights, type Draw, type Theme } from './theme.js';
import { thing, type Color, type Thing, type ThingParts } from './thing.js';

type Colors = (random: Random, theme: Theme) => Readonly<Record<string, Color>>;

const one =
  (proto: string, model: string, parts: Omit<ThingParts, 'fields'>, colors: Colors): Draw =>
  (random, theme) =>
    thing(proto, model, { ...parts, fields: colors(random, theme) });

const bright = (random: Random): Color => tinted(random, choose(random, brights), 0.12);
const near = (random: Random, color: Color): Color => tinted(random, color, 0.12);

const giftBox = one('GiftBox', 'box', { footprint: [0.26, 0.26] }, (random) => ({
  color: bright(random),
  ribbonColor: bright(random),
}));
const fruitCrate = one('FruitCrate', 'box', { footprint: [0.32, 0.44] }, (random) => ({
  color: near(random, [0.75, 0.6, 0.4]),
  slatColor: near(random, [0.68, 0.52, 0.33]),
}));
const shoeBox = one('ShoeBox', 'box', { footprint: [0.22, 0.35], massKg: 0.6 }, (random) => ({
  color: near(random, [0.8, 0.77, 0.7]),
  lidColor: bright(random),
}));
const foldingChair = one(
  'FoldingChair',
  'chair',
  { footprint: [0.9, 0.46] },
  (random, { dark, wood, cloth }) => ({
    frameColor: choose(random, [dark, wood]),
    seatColor: choose(random, [wood, cloth]),
  }),
);
const tripodStool = one(
  'TripodStool',
  'chair',
  { footprint: [0.42, 0.42] },
  (random, { dark, wood, accent }) => ({
    frameColor: choose(random, [dark, wood]),
    seatColor: choose(random, [wood, accent]),
  }),
);
const armChair = one('ArmChair', 'chair', { footprint: [0.8, 0.72] }, (random, { cloth, accent, dark }) => ({
  frameColor: dark,
  seatColor: choose(random, [cloth, accent]),
}));
const nightTable = one(
  'NightTable',
  'table',
  { footprint: [0.42, 0.47] },
  (random, { wood, light, dark }) => ({
    topColor: choose(random, [wood, light]),
    legColor: choose(random, [wood, dark]),
  }),
);
const benchTable = one(
  'BenchTable',
  'table',
  { footprint: [0.47, 0.92] },
  (random, { wood, light, dark }) => ({
    topColor: choose(random, [wood, light]),
    legColor: choose(random, [wood, dark]),
  }),
);
const fern = one('FernPlant', 'plant', { footprint: [0.5, 0.5] }, (random) => ({
  potColor: bright(random),
  leafColor: near(random, [0.25, 0.48, 0.18]),
  lightLeafColor: near(random, [0.38, 0.58, 0.24]),
}));
const bonsai = one('BonsaiPlant', 'plant', { footprint: [0.24, 0.4] }, (random) => ({
  potColor: near(random, [0.3, 0.33, 0.4]),
  leafColor: near(random, [0.2, 0.42, 0.16]),
}));
const stripedBall = one(
  'StripedBall',
  'ball',
  { footprint: [0.18, 0.18], originM: 0.09, massKg: 0.3 },
  (random) => ({
    color: bright(random),
    bandColor: bright(random),
  }),
);
const wideCone = one('WideCone', 'cone', { footprint: [0.34, 0.34] }, (random) => ({
  color: near(random, [0.95, 0.45, 0.1]),
  bandColor: near(random, [0.9, 0.9, 0.88]),
}));
const smallCone = one('SmallCone', 'cone', { footprint: [0.14, 0.14], massKg: 0.15 }, (random) => {
  const color = bright(random);
  return { color, bandColor: color };
});
const highTop = one('HighTop', 'shoe', { footprint: [0.29, 0.11], massKg: 0.4 }, (random) => ({
  upperColor: bright(random),
  soleColor: near(random, [0.85, 0.85, 0.82]),
}));
const pump = one('Pump', 'shoe', { footprint: [0.26, 0.09], massKg: 0.25 }, (random) => ({
  upperColor: bright(random),
  soleColor: near(random, [0.35, 0.2, 0.15]),
}));

const moreScatterings: Readonly<Record<LooseClass, readonly Draw[]>> = {
  box: [giftBox, fruitCrate, shoeBox],
  chair: [foldingChair, tripodStool, armChair],
  plant: [fern, bonsai],
  ball: [stripedBall],
  cone: [wideCone, smallCone],
  shoe: [highTop, pump],
};
const moreHazards: Readonly<Record<LooseClass, readonly Draw[]>> = {
  box: [fruitCrate, shoeBox],
  chair: [foldingChair, tripodStool],
  plant: [],
  ball: [],
  cone: [smallCone],
  shoe: [highTop, pump],
};

export const wideKit: Kit = {
  ...standardKit,
  scatterings: joined(standardKit.scatterings, moreScatterings),
  hazards: joined(standardKit.hazards, moreHazards),
  people: [...standardKit.people, 'SkirtPerson'],
  lowTable: (random, theme) => oneOf(random, theme, [standardKit.lowTable, benchTable]),
  cafeTable: (random, theme, radiusM) =>
    random.next() < 0.25 ? nightTable(random, theme) : standardKit.cafeTable(random, theme, radiusM),
  diningChairs: [...standardKit.diningChairs, foldingChair],
  cafeChairs: [...standardKit.cafeChairs, tripodStool],
  playChair: (random, theme) => oneOf(random, theme, [standardKit.playChair, tripodStool]),
};

function oneOf(random: Random, theme: Theme, draws: readonly Draw[]): Thing {
  return choose(random, draws)(random, theme);
}

type Lists = Readonly<Record<LooseClass, readonly Draw[]>>;

function joined(first: Lists, second: Lists): Lists {
  return Object.fromEntries(
    Object.entries(first).map(([kind, draws]) => [kind, [...draws, ...second[kind as LooseClass]]]),
  ) as unknown as Lists;
}
