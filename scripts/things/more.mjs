// All further shapes of the eight classes for rooms of wide variety: what is learned of a class should not be three shapes by heart.
import {
  ALONG_X,
  ALONG_Y,
  around,
  box,
  DARK,
  leaning,
  mark,
  orb,
  pill,
  polar,
  rod,
  spike,
  turned,
} from './parts.mjs';
import { balls as moreBalls } from './balls.mjs';
import { boxes as moreBoxes } from './boxes.mjs';
import { chairs as moreChairs } from './chairs.mjs';
import { cones as moreCones } from './cones.mjs';
import { people as morePeople } from './people.mjs';
import { plants as morePlants } from './plants.mjs';
import { shoes as moreShoes } from './shoes.mjs';
import { tables as moreTables } from './tables.mjs';

const boxes = [
  {
    name: 'GiftBox',
    model: 'box',
    about: 'A cube with a ribbon, 0.24 m high.',
    colors: { color: [0.7, 0.15, 0.2], ribbonColor: [0.95, 0.85, 0.4] },
    paints: { color: 'bright', ribbonColor: 'bright' },
    parts: [
      box([0, 0, 0.12], [0.24, 0.24, 0.24], 'color'),
      mark(box([0, 0, 0.121], [0.03, 0.244, 0.242], 'ribbonColor')),
      mark(box([0, 0, 0.121], [0.244, 0.03, 0.242], 'ribbonColor')),
      mark(orb([0.03, 0, 0.255], 0.025, 'ribbonColor')),
      mark(orb([-0.03, 0, 0.255], 0.025, 'ribbonColor')),
    ],
  },
  {
    name: 'FruitCrate',
    model: 'box',
    about: 'An open crate of thin slats, 14 cm high: below the LIDAR plane.',
    colors: { color: [0.75, 0.6, 0.4], slatColor: [0.68, 0.52, 0.33] },
    paints: { color: 'wood', slatColor: 'wood' },
    parts: [
      box([0, 0, 0.008], [0.3, 0.42, 0.016], 'slatColor'),
      ...[0.04, 0.1].flatMap((z) => [
        box([0.145, 0, z], [0.01, 0.42, 0.045], 'color'),
        box([-0.145, 0, z], [0.01, 0.42, 0.045], 'color'),
        box([0, 0.205, z], [0.28, 0.01, 0.045], 'color'),
        box([0, -0.205, z], [0.28, 0.01, 0.045], 'color'),
      ]),
      ...[0.13, -0.13].flatMap((x) =>
        [0.19, -0.19].map((y) => box([x, y, 0.07], [0.025, 0.025, 0.14], 'slatColor')),
      ),
    ],
  },
  {
    name: 'ShoeBox',
    model: 'box',
    kind: 'loose',
    about: 'A carton with a lid that overhangs, 12 cm high: below the LIDAR plane.',
    colors: { color: [0.85, 0.82, 0.76], lidColor: [0.25, 0.35, 0.55] },
    paints: { color: 'any', lidColor: 'bright' },
    massKg: 0.6,
    parts: [box([0, 0, 0.055], [0.2, 0.33, 0.11], 'color'), box([0, 0, 0.1], [0.21, 0.34, 0.04], 'lidColor')],
  },
];

const chairs = [
  {
    name: 'FoldingChair',
    model: 'chair',
    about: 'A folding chair: crossed legs at both sides, bars on the floor.',
    colors: { frameColor: [0.3, 0.3, 0.32], seatColor: [0.7, 0.55, 0.35] },
    paints: { frameColor: 'leg', seatColor: 'furniture' },
    parts: [
      ...[0.2, -0.2].flatMap((y) => [
        box([0, y, 0.25], [0.025, 0.02, 0.58], 'frameColor', [0, 1, 0, 0.66]),
        box([-0.03, y, 0.45], [0.025, 0.02, 0.96], 'frameColor', [0, 1, 0, -0.42]),
      ]),
      rod([-0.17, 0, 0.02], [0.012, 0.4], 'frameColor', ALONG_Y),
      rod([0.16, 0, 0.02], [0.012, 0.4], 'frameColor', ALONG_Y),
      box([0.02, 0, 0.45], [0.36, 0.38, 0.025], 'seatColor'),
      box([-0.2, 0, 0.76], [0.02, 0.38, 0.16], 'seatColor', [0, 1, 0, -0.42]),
    ],
  },
  {
    name: 'TripodStool',
    model: 'chair',
    about: 'A round stool on three leaning legs with a ring at 12 cm.',
    colors: { frameColor: [0.55, 0.4, 0.25], seatColor: [0.75, 0.7, 0.6] },
    paints: { frameColor: 'leg', seatColor: 'furniture' },
    parts: [
      ...around(3, (a) => rod(polar(0.14, a, 0.23), [0.016, 0.46], 'frameColor', leaning(a, 0.18))),
      ...around(3, (a) =>
        rod(polar(0.075, a + 1.047, 0.12), [0.008, 0.25], 'frameColor', turned(a + 2.618, 1.5708)),
      ),
      rod([0, 0, 0.47], [0.17, 0.04], 'seatColor'),
    ],
  },
  {
    name: 'ArmChair',
    model: 'chair',
    about: 'A padded chair with arms on four short feet: the robot does not pass under it.',
    colors: { frameColor: [0.2, 0.15, 0.1], seatColor: [0.45, 0.5, 0.42] },
    paints: { frameColor: 'dark', seatColor: 'cloth' },
    parts: [
      ...[0.26, -0.26].flatMap((x) => [0.26, -0.26].map((y) => rod([x, y, 0.05], [0.02, 0.1], 'frameColor'))),
      box([0.02, 0, 0.2], [0.6, 0.5, 0.2], 'seatColor'),
      box([0.03, 0, 0.36], [0.54, 0.46, 0.12], 'seatColor'),
      ...[0.3, -0.3].map((y) => box([0, y, 0.36], [0.62, 0.1, 0.52], 'seatColor')),
      box([-0.29, 0, 0.56], [0.12, 0.66, 0.6], 'seatColor', [0, 1, 0, -0.12]),
    ],
  },
];

const tables = [
  {
    name: 'NightTable',
    model: 'table',
    about: 'A small table with a drawer on four thin legs and a board at 9 cm.',
    colors: { topColor: [0.8, 0.78, 0.72], legColor: [0.45, 0.32, 0.2] },
    paints: { topColor: 'furniture', legColor: 'leg' },
    parts: [
      box([0, 0, 0.52], [0.4, 0.45, 0.02], 'topColor'),
      box([0, 0, 0.43], [0.37, 0.42, 0.15], 'topColor'),
      mark(orb([0.195, 0, 0.43], 0.014, DARK)),
      ...[0.17, -0.17].flatMap((x) =>
        [0.19, -0.19].map((y) => box([x, y, 0.18], [0.035, 0.035, 0.36], 'legColor')),
      ),
      box([0, 0, 0.09], [0.33, 0.38, 0.018], 'legColor'),
    ],
  },
  {
    name: 'BenchTable',
    model: 'table',
    about: 'A long low table on two boards, 0.9 m by 0.45 m.',
    colors: { topColor: [0.62, 0.47, 0.32], legColor: [0.25, 0.25, 0.27] },
    paints: { topColor: 'furniture', legColor: 'leg' },
    parts: [
      box([0, 0, 0.43], [0.45, 0.9, 0.04], 'topColor'),
      ...[0.34, -0.34].map((y) => box([0, y, 0.205], [0.4, 0.04, 0.41], 'legColor')),
      box([0, 0, 0.24], [0.04, 0.66, 0.05], 'legColor'),
    ],
  },
];

const plants = [
  {
    name: 'FernPlant',
    model: 'plant',
    about: 'A fern: thin fronds that hang over a small pot.',
    colors: { potColor: [0.85, 0.84, 0.8], leafColor: [0.25, 0.5, 0.18], lightLeafColor: [0.4, 0.6, 0.25] },
    paints: { potColor: 'pot', leafColor: 'leaf', lightLeafColor: 'lightLeaf' },
    parts: [
      rod([0, 0, 0.08], [0.1, 0.16], 'potColor'),
      ...around(9, (a) => box(polar(0.15, a, 0.26), [0.28, 0.035, 0.008], 'leafColor', turned(a, 0.3))),
      ...around(
        7,
        (a) => box(polar(0.1, a, 0.32), [0.26, 0.03, 0.008], 'lightLeafColor', turned(a, -0.7)),
        0.3,
      ),
    ],
  },
  {
    name: 'BonsaiPlant',
    model: 'plant',
    about: 'A small tree in a flat bowl of 7 cm.',
    colors: { potColor: [0.25, 0.3, 0.4], leafColor: [0.2, 0.42, 0.16], trunkColor: [0.4, 0.3, 0.2] },
    paints: { potColor: 'pot', leafColor: 'leaf', trunkColor: 'wood' },
    parts: [
      box([0, 0, 0.035], [0.2, 0.32, 0.07], 'potColor'),
      rod([0, 0.02, 0.16], [0.022, 0.2], 'trunkColor', [1, 0, 0, 0.25]),
      rod([0.03, -0.04, 0.27], [0.014, 0.14], 'trunkColor', [1, 0, 0, 0.8]),
      orb([0, 0, 0.32], 0.09, 'leafColor'),
      orb([0.05, -0.12, 0.29], 0.07, 'leafColor'),
      orb([-0.03, 0.1, 0.26], 0.065, 'leafColor'),
    ],
  },
];

const balls = [
  {
    name: 'StripedBall',
    model: 'ball',
    kind: 'loose',
    originM: 0.09,
    about: 'A ball of 18 cm with two bands; origin at its middle.',
    colors: { color: [0.15, 0.35, 0.7], bandColor: [0.95, 0.9, 0.3] },
    paints: { color: 'bright', bandColor: 'bright' },
    massKg: 0.3,
    parts: [
      orb([0, 0, 0], 0.09, 'color'),
      mark(rod([0, 0, 0], [0.0895, 0.03], 'bandColor', ALONG_X)),
      mark(rod([0, 0, 0.055], [0.073, 0.02], 'bandColor')),
    ],
  },
];

const cones = [
  {
    name: 'WideCone',
    model: 'cone',
    about: 'A squat cone, 0.3 m high on a round foot.',
    colors: { color: [0.95, 0.45, 0.1], bandColor: [0.95, 0.95, 0.92] },
    paints: { color: 'cone', bandColor: 'light' },
    parts: [
      rod([0, 0, 0.012], [0.17, 0.024], 'color'),
      spike([0, 0, 0.16], [0.13, 0.27], 'color'),
      rod([0, 0, 0.13], [0.085, 0.06], 'bandColor'),
    ],
  },
  {
    name: 'SmallCone',
    model: 'cone',
    kind: 'loose',
    about: 'A training cone, 15 cm high on a square foot: below the LIDAR plane.',
    colors: { color: [0.2, 0.55, 0.8], bandColor: [0.18, 0.5, 0.72] },
    paints: { color: 'cone', bandColor: 'coneBand' },
    massKg: 0.15,
    parts: [
      box([0, 0, 0.006], [0.13, 0.13, 0.012], 'bandColor'),
      spike([0, 0, 0.08], [0.05, 0.136], 'color'),
    ],
  },
];

const shoes = [
  {
    name: 'HighTop',
    model: 'shoe',
    kind: 'loose',
    about: 'A sneaker up to the ankle, pointing to +x, 15 cm high: below the LIDAR plane.',
    colors: { upperColor: [0.7, 0.15, 0.15], soleColor: [0.93, 0.93, 0.9] },
    paints: { upperColor: 'any', soleColor: 'light' },
    massKg: 0.4,
    parts: [
      box([0, 0, 0.015], [0.27, 0.09, 0.03], 'soleColor'),
      pill([0.06, 0, 0.05], [0.038, 0.09], 'upperColor', ALONG_X),
      mark(pill([0.1, 0, 0.04], [0.04, 0.03], 'soleColor', ALONG_X)),
      rod([-0.065, 0, 0.085], [0.045, 0.13], 'upperColor'),
      box([-0.01, 0, 0.08], [0.09, 0.06, 0.05], 'upperColor', [0, 1, 0, 0.5]),
    ],
  },
  {
    name: 'Pump',
    model: 'shoe',
    kind: 'loose',
    about: 'A shoe with a heel, pointing to +x, 11 cm high: below the LIDAR plane.',
    colors: { upperColor: [0.1, 0.1, 0.12], soleColor: [0.6, 0.15, 0.15] },
    paints: { upperColor: 'any', soleColor: 'sole' },
    massKg: 0.25,
    parts: [
      box([0.06, 0, 0.008], [0.12, 0.075, 0.016], 'soleColor'),
      box([-0.04, 0, 0.04], [0.12, 0.06, 0.012], 'soleColor', [0, 1, 0, 0.45]),
      rod([-0.09, 0, 0.034], [0.011, 0.068], 'soleColor'),
      pill([0.075, 0, 0.03], [0.03, 0.05], 'upperColor', ALONG_X),
      box([-0.085, 0, 0.085], [0.05, 0.058, 0.05], 'upperColor'),
    ],
  },
];

const people = [
  {
    name: 'SkirtPerson',
    model: 'person',
    kind: 'walker',
    about:
      'Somebody of 1.66 m in a knee-length skirt, heading +x; rigid, moved along a path by the simulator.',
    colors: {
      shirtColor: [0.85, 0.82, 0.75],
      trousersColor: [0.5, 0.15, 0.3],
      shoeColor: [0.1, 0.1, 0.12],
      skinColor: [0.78, 0.6, 0.48],
      hairColor: [0.35, 0.22, 0.12],
    },
    paints: {
      shirtColor: 'any',
      trousersColor: 'any',
      shoeColor: 'any',
      skinColor: 'skin',
      hairColor: 'dark',
    },
    parts: [
      box([0.13, 0.07, 0.03], [0.23, 0.08, 0.06], 'shoeColor'),
      box([-0.1, -0.07, 0.03], [0.23, 0.08, 0.06], 'shoeColor'),
      pill([0.1, 0.07, 0.27], [0.045, 0.34], 'skinColor', [0, 1, 0, -0.1]),
      pill([-0.1, -0.07, 0.27], [0.045, 0.34], 'skinColor', [0, 1, 0, 0.12]),
      rod([0, 0, 0.6], [0.2, 0.34], 'trousersColor'),
      rod([0, 0, 0.84], [0.15, 0.2], 'trousersColor'),
      pill([0, 0.05, 1.1], [0.12, 0.26], 'shirtColor'),
      pill([0, -0.05, 1.1], [0.12, 0.26], 'shirtColor'),
      pill([-0.04, 0.2, 1.05], [0.04, 0.4], 'skinColor', [0, 1, 0, 0.2]),
      pill([0.06, -0.2, 1.05], [0.04, 0.4], 'skinColor', [0, 1, 0, -0.3]),
      rod([0, 0, 1.38], [0.045, 0.12], 'skinColor'),
      orb([0.01, 0, 1.52], 0.1, 'skinColor'),
      orb([-0.02, 0, 1.55], 0.105, 'hairColor'),
    ],
  },
];

/** Described shapes; `variantsOf` makes several things of each. */
export const shapes = [
  ...boxes,
  ...moreBoxes,
  ...chairs,
  ...moreChairs,
  ...tables,
  ...moreTables,
  ...plants,
  ...morePlants,
  ...balls,
  ...moreBalls,
  ...cones,
  ...moreCones,
  ...shoes,
  ...moreShoes,
  ...people,
  ...morePeople,
];
