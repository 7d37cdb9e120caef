// The usual assets and more shapes of every class: what a network learns from.
import type { Random } from '../random.js';
import type { ObstacleClass } from '../scene/obstacle-classes.js';
import { choose } from './choice.js';
import type { Kit, LooseClass } from './kit.js';
import { drawPaint, type Paint } from './paint.js';
import type { Point } from './rect.js';
import { standardKit } from './standard-kit.js';
import { standardFloors, standardWalls, type FloorSurfaces } from './surfaces.js';
import type { Draw, Theme } from './theme.js';
import { thing, type Thing } from './thing.js';
import { wideShapes } from './wide-shapes.js';
import { wideFloors, wideRugs, wideWalls } from './wide-surfaces.js';

/** A described shape and the forms that it was made in: stretched, small, lying. */
export interface WideShape {
  readonly model: ObstacleClass;
  readonly paints: Readonly<Record<string, Paint>>;
  /** Of what can be pushed; others stand fixed. */
  readonly massKg: number | undefined;
  readonly forms: readonly WideForm[];
}

interface WideForm {
  readonly proto: string;
  readonly footprint: Point;
  readonly heightM: number;
  readonly originM: number;
  readonly lies: boolean;
}

/** So low that the LIDAR passes over it, metres. */
const LOW_M = 0.165;

const shapesOf = (model: ObstacleClass): readonly WideShape[] =>
  wideShapes.filter((shape) => shape.model === model);

/** One draw for each shape that has such forms: shapes are equally likely, however many forms they have. */
function drawsOf(model: ObstacleClass, suits: (form: WideForm) => boolean = () => true): Draw[] {
  return shapesOf(model)
    .map((shape) => ({ ...shape, forms: shape.forms.filter(suits) }))
    .filter(({ forms }) => forms.length > 0)
    .map((shape) => (random, theme) => drawForm(random, theme, shape));
}

function drawForm(random: Random, theme: Theme, { model, paints, massKg, forms }: WideShape): Thing {
  const { proto, footprint, originM } = choose(random, forms);
  const fields = Object.fromEntries(
    Object.entries(paints).map(([field, paint]) => [field, drawPaint(random, theme, paint)]),
  );
  return thing(proto, model, { footprint, originM, fields, ...(massKg === undefined ? {} : { massKg }) });
}

/** A table that fits, most times; else the usual one. */
function drawTable(
  random: Random,
  theme: Theme,
  suits: (form: WideForm) => boolean,
  usual: () => Thing,
): Thing {
  const draws = drawsOf('table', suits);
  return draws.length === 0 || random.next() < USUAL_TABLES ? usual() : oneOf(random, theme, draws);
}
const USUAL_TABLES = 0.25;
const within =
  ([x, y]: Point, [lowM, highM]: Point) =>
  ({ footprint, heightM }: WideForm): boolean =>
    footprint[0] <= x && footprint[1] <= y && heightM >= lowM && heightM <= highM;

const upright = drawsOf('chair', ({ lies, footprint }) => !lies && footprint[0] < 0.7 && footprint[1] < 0.65);
const tall = drawsOf('plant', ({ heightM, footprint }) => heightM > 0.6 && Math.max(...footprint) < 0.7);
const low = (form: WideForm): boolean => form.heightM < LOW_M;

const moreScatterings: Lists = {
  box: drawsOf('box'),
  chair: drawsOf('chair'),
  plant: drawsOf('plant'),
  ball: drawsOf('ball'),
  cone: drawsOf('cone'),
  shoe: drawsOf('shoe'),
};
const moreHazards: Lists = {
  box: drawsOf('box', low),
  // All have thin legs or low bars.
  chair: moreScatterings.chair,
  plant: drawsOf('plant', low),
  ball: drawsOf('ball', low),
  cone: drawsOf('cone', low),
  shoe: drawsOf('shoe', low),
};

/** Those that stand in sim/protos/wide. */
export const wideProtos: ReadonlySet<string> = new Set(
  wideShapes.flatMap(({ forms }) => forms.map(({ proto }) => proto)),
);

export const wideKit: Kit = {
  ...standardKit,
  floors: floors(),
  walls: [...standardWalls, ...wideWalls],
  coverSurfaces: [...standardKit.coverSurfaces, ...wideRugs],
  scatterings: joined(standardKit.scatterings, moreScatterings),
  hazards: joined(standardKit.hazards, moreHazards),
  people: [
    ...standardKit.people,
    ...shapesOf('person').flatMap(({ forms }) => forms.map(({ proto }) => proto)),
  ],
  lowTable: (random, theme) =>
    drawTable(random, theme, within([0.6, 1.1], [0.25, 0.56]), () => standardKit.lowTable(random, theme)),
  diningTable: (random, theme, lengthM) =>
    drawTable(
      random,
      theme,
      (form) => form.footprint[1] > lengthM - 0.4 && within([0.9, lengthM], [0.6, 0.8])(form),
      () => standardKit.diningTable(random, theme, lengthM),
    ),
  cafeTable: (random, theme, radiusM) => {
    const side = 2 * radiusM + 0.1;
    return drawTable(random, theme, within([side, side], [0.3, 0.8]), () =>
      standardKit.cafeTable(random, theme, radiusM),
    );
  },
  desk: (random, theme) =>
    drawTable(
      random,
      theme,
      (form) => form.footprint[1] > 1 && within([0.72, 1.42], [0.6, 0.8])(form),
      () => standardKit.desk(random, theme),
    ),
  playTable: (random, theme) =>
    drawTable(random, theme, within([0.72, 0.72], [0.35, 0.6]), () => standardKit.playTable(random, theme)),
  diningChairs: [...standardKit.diningChairs, ...upright],
  cafeChairs: [...standardKit.cafeChairs, ...upright],
  deskChair: (random, theme) => oneOf(random, theme, [standardKit.deskChair, ...upright]),
  playChair: (random, theme) => oneOf(random, theme, [standardKit.playChair, ...upright]),
  tallPlant: (random, theme) => oneOf(random, theme, [standardKit.tallPlant, ...tall]),
};

function floors(): FloorSurfaces {
  const all = (kind: keyof FloorSurfaces) => [...standardFloors[kind], ...wideFloors[kind]];
  return { wood: all('wood'), tile: all('tile'), carpet: all('carpet'), concrete: all('concrete') };
}

function oneOf(random: Random, theme: Theme, draws: readonly Draw[]): Thing {
  return choose(random, draws)(random, theme);
}

type Lists = Readonly<Record<LooseClass, readonly Draw[]>>;

function joined(first: Lists, second: Lists): Lists {
  return Object.fromEntries(
    Object.entries(first).map(([kind, draws]) => [kind, [...draws, ...second[kind as LooseClass]]]),
  ) as unknown as Lists;
}
