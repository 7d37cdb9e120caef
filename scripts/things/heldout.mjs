// Everything of the eight classes that only held-out rooms hold: built otherwise, and of other measures, than what sim/protos has.
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

const boxes = [
  {
    name: 'ToolBox',
    model: 'box',
    kind: 'loose',
    about: 'A flat tool box with a handle, 15 cm high: below the LIDAR plane.',
    colors: { color: [0.75, 0.12, 0.1], lidColor: [0.12, 0.12, 0.13] },
    parts: [
      box([0, 0, 0.045], [0.24, 0.44, 0.09], 'color'),
      box([0, 0, 0.1], [0.25, 0.45, 0.02], 'lidColor'),
      box([0, 0.1, 0.125], [0.03, 0.025, 0.03], 'lidColor'),
      box([0, -0.1, 0.125], [0.03, 0.025, 0.03], 'lidColor'),
      pill([0, 0, 0.14], [0.012, 0.2], 'lidColor', ALONG_Y),
    ],
  },
  {
    name: 'BookPile',
    model: 'box',
    about: 'Four books on each other, askew, 13 cm high: below the LIDAR plane.',
    colors: { color: [0.3, 0.35, 0.5], otherColor: [0.65, 0.25, 0.2], thirdColor: [0.85, 0.8, 0.65] },
    parts: [
      box([0, 0, 0.02], [0.21, 0.29, 0.04], 'color'),
      box([0.01, -0.01, 0.055], [0.19, 0.26, 0.03], 'otherColor', [0, 0, 1, 0.25]),
      box([-0.01, 0.02, 0.085], [0.16, 0.23, 0.03], 'thirdColor', [0, 0, 1, -0.3]),
      box([0.01, 0, 0.115], [0.14, 0.2, 0.03], 'color', [0, 0, 1, 0.6]),
    ],
  },
  {
    name: 'OpenCarton',
    model: 'box',
    about: 'A packing box with its flaps open, 0.26 m high.',
    colors: { color: [0.72, 0.56, 0.38], insideColor: [0.6, 0.45, 0.3] },
    parts: [
      box([0, 0, 0.01], [0.38, 0.3, 0.02], 'insideColor'),
      box([0.185, 0, 0.13], [0.012, 0.3, 0.26], 'color'),
      box([-0.185, 0, 0.13], [0.012, 0.3, 0.26], 'color'),
      box([0, 0.145, 0.13], [0.36, 0.012, 0.26], 'insideColor'),
      box([0, -0.145, 0.13], [0.36, 0.012, 0.26], 'color'),
      box([0.25, 0, 0.225], [0.15, 0.29, 0.008], 'insideColor', [0, 1, 0, 0.5]),
      box([-0.25, 0, 0.225], [0.15, 0.29, 0.008], 'insideColor', [0, 1, 0, -0.5]),
    ],
  },
  {
    name: 'LyingSuitcase',
    model: 'box',
    about: 'A suitcase on its back, 0.24 m high, with ribs and wheels.',
    colors: { color: [0.2, 0.35, 0.38], ribColor: [0.12, 0.14, 0.15] },
    parts: [
      box([0, 0, 0.13], [0.42, 0.62, 0.22], 'color'),
      ...[-0.2, -0.07, 0.07, 0.2].map((y) => box([0, y, 0.13], [0.44, 0.02, 0.23], 'ribColor')),
      rod([0.15, 0.33, 0.05], [0.03, 0.03], DARK, ALONG_X),
      rod([-0.15, 0.33, 0.05], [0.03, 0.03], DARK, ALONG_X),
    ],
  },
];

const chairs = [
  {
    name: 'ShellChair',
    model: 'chair',
    about: 'A shell on four thin splayed legs: no crossbar, legs of 2.2 cm at the LIDAR plane.',
    colors: { seatColor: [0.85, 0.6, 0.15], legColor: [0.7, 0.55, 0.38] },
    parts: [
      ...around(
        4,
        (a) => rod(polar(0.2, a, 0.222), [0.011, 0.445], 'legColor', leaning(a, 0.22)),
        Math.PI / 4,
      ),
      box([0.02, 0, 0.44], [0.42, 0.42, 0.02], 'seatColor'),
      box([-0.2, 0, 0.49], [0.02, 0.42, 0.12], 'seatColor', [0, 1, 0, -0.5]),
      box([-0.25, 0, 0.66], [0.02, 0.4, 0.26], 'seatColor', [0, 1, 0, -0.18]),
    ],
  },
  {
    name: 'BarStool',
    model: 'chair',
    about:
      'A bar stool on a round plate under the LIDAR plane; at the plane only its column of 5 cm is seen.',
    colors: { seatColor: [0.12, 0.12, 0.13], baseColor: [0.7, 0.7, 0.72] },
    parts: [
      rod([0, 0, 0.012], [0.22, 0.024], 'baseColor'),
      rod([0, 0, 0.34], [0.025, 0.64], 'baseColor'),
      ...around(3, (a) =>
        rod(polar(0.09, a, 0.3), [0.008, 0.18], 'baseColor', [-Math.sin(a), Math.cos(a), 0, 1.5708]),
      ),
      rod([0, 0, 0.69], [0.19, 0.07], 'seatColor'),
      box([-0.16, 0, 0.8], [0.03, 0.28, 0.18], 'seatColor'),
    ],
  },
  {
    name: 'RockingChair',
    model: 'chair',
    about: 'A rocking chair on two runners under the LIDAR plane, 0.8 m long.',
    colors: { frameColor: [0.35, 0.22, 0.13], seatColor: [0.75, 0.72, 0.62] },
    parts: [
      ...[0.24, -0.24].flatMap((y) => [
        box([0, y, 0.02], [0.3, 0.035, 0.035], 'frameColor'),
        box([0.27, y, 0.043], [0.28, 0.035, 0.035], 'frameColor', [0, 1, 0, -0.17]),
        box([-0.27, y, 0.043], [0.28, 0.035, 0.035], 'frameColor', [0, 1, 0, 0.17]),
        rod([0.2, y, 0.22], [0.018, 0.38], 'frameColor'),
        rod([-0.18, y, 0.22], [0.018, 0.38], 'frameColor'),
        box([0.02, y, 0.6], [0.5, 0.05, 0.025], 'frameColor'),
      ]),
      box([0.02, 0, 0.41], [0.48, 0.5, 0.05], 'seatColor', [0, 1, 0, -0.1]),
      ...[-0.16, 0, 0.16].map((y) =>
        box([-0.27, y, 0.74], [0.02, 0.09, 0.65], 'frameColor', [0, 1, 0, -0.22]),
      ),
      box([-0.34, 0, 1.03], [0.025, 0.5, 0.09], 'frameColor', [0, 1, 0, -0.22]),
    ],
  },
];

const tables = [
  {
    name: 'TrestleTable',
    model: 'table',
    about:
      'A board on two trestles whose stretchers lie at 6 to 9 cm, under the LIDAR plane; 0.8 m along x, 1.5 m along y.',
    colors: { topColor: [0.8, 0.7, 0.55], legColor: [0.3, 0.3, 0.32] },
    parts: [
      box([0, 0, 0.735], [0.8, 1.5, 0.035], 'topColor'),
      ...[0.5, -0.5].flatMap((y) => [
        box([0.16, y, 0.365], [0.04, 0.06, 0.74], 'legColor', [0, 1, 0, -0.25]),
        box([-0.16, y, 0.365], [0.04, 0.06, 0.74], 'legColor', [0, 1, 0, 0.25]),
        box([0, y, 0.075], [0.5, 0.03, 0.03], 'legColor'),
      ]),
    ],
  },
  {
    name: 'CrossTable',
    model: 'table',
    about:
      'A square top of 0.7 m on a column and two crossed feet, 5 cm high: the feet are under the LIDAR plane.',
    colors: { topColor: [0.3, 0.2, 0.14], footColor: [0.16, 0.16, 0.17] },
    parts: [
      box([0, 0, 0.735], [0.7, 0.7, 0.03], 'topColor'),
      rod([0, 0, 0.38], [0.035, 0.68], 'footColor'),
      box([0, 0, 0.025], [0.66, 0.07, 0.05], 'footColor', [0, 0, 1, 0.7854]),
      box([0, 0, 0.025], [0.66, 0.07, 0.05], 'footColor', [0, 0, 1, -0.7854]),
    ],
  },
  {
    name: 'DrumTable',
    model: 'table',
    about: 'A low drum of 0.64 m across and 0.41 m high.',
    colors: { topColor: [0.9, 0.88, 0.82], sideColor: [0.55, 0.42, 0.3] },
    parts: [
      rod([0, 0, 0.19], [0.28, 0.38], 'sideColor'),
      rod([0, 0, 0.395], [0.32, 0.03], 'topColor'),
      rod([0, 0, 0.06], [0.29, 0.02], 'topColor'),
    ],
  },
];

const plants = [
  {
    name: 'CactusPlant',
    model: 'plant',
    about: 'A columnar cactus with arms in a wide low pan.',
    colors: { potColor: [0.8, 0.75, 0.65], leafColor: [0.2, 0.42, 0.28] },
    parts: [
      rod([0, 0, 0.05], [0.17, 0.1], 'potColor'),
      pill([0, 0, 0.34], [0.06, 0.42], 'leafColor'),
      pill([0.1, 0, 0.34], [0.032, 0.1], 'leafColor', ALONG_X),
      pill([0.15, 0, 0.42], [0.032, 0.14], 'leafColor'),
      pill([0, -0.1, 0.26], [0.03, 0.09], 'leafColor', ALONG_Y),
      pill([0, -0.145, 0.33], [0.03, 0.12], 'leafColor'),
    ],
  },
  {
    name: 'PalmPlant',
    model: 'plant',
    about: 'A palm in a square planter: a bare trunk and nine fronds.',
    colors: { potColor: [0.25, 0.25, 0.27], leafColor: [0.25, 0.5, 0.2], trunkColor: [0.45, 0.33, 0.22] },
    parts: [
      box([0, 0, 0.15], [0.26, 0.26, 0.3], 'potColor'),
      rod([0, 0, 0.55], [0.035, 0.52], 'trunkColor'),
      ...around(9, (a) => box(polar(0.2, a, 0.88), [0.36, 0.05, 0.012], 'leafColor', turned(a, -0.45))),
      ...around(5, (a) => box(polar(0.13, a, 0.98), [0.3, 0.045, 0.012], 'leafColor', turned(a, -1)), 0.3),
    ],
  },
  {
    name: 'TrailingPlant',
    model: 'plant',
    about: 'A creeper that hangs over its bowl onto the floor, 16 cm high: below the LIDAR plane.',
    colors: { potColor: [0.3, 0.45, 0.6], leafColor: [0.35, 0.5, 0.18] },
    parts: [
      rod([0, 0, 0.05], [0.09, 0.1], 'potColor'),
      ...around(6, (a) => pill(polar(0.07, a, 0.118), [0.022, 0.07], 'leafColor', turned(a, 1.2))),
      ...around(4, (a) => pill(polar(0.145, a, 0.024), [0.02, 0.08], 'leafColor', turned(a, 1.5708)), 0.4),
      orb([0, 0, 0.115], 0.045, 'leafColor'),
    ],
  },
];

const balls = [
  {
    name: 'OvalBall',
    originM: 0.076,
    model: 'ball',
    kind: 'loose',
    about: 'A ball as for rugby, lying, 15 cm high: below the LIDAR plane; origin at its middle.',
    colors: { color: [0.5, 0.28, 0.16], laceColor: [0.92, 0.92, 0.9] },
    parts: [
      pill([0, 0, 0], [0.075, 0.1], 'color', ALONG_X),
      pill([0, 0, 0], [0.05, 0.18], 'color', ALONG_X),
      mark(box([0, 0, 0.075], [0.08, 0.012, 0.004], 'laceColor')),
      mark(rod([0.07, 0, 0], [0.0755, 0.012], 'laceColor', ALONG_X)),
      mark(rod([-0.07, 0, 0], [0.0755, 0.012], 'laceColor', ALONG_X)),
    ],
  },
  {
    name: 'SpottedBall',
    originM: 0.06,
    model: 'ball',
    kind: 'loose',
    about: 'A football of 12 cm with dark patches: below the LIDAR plane; origin at its middle.',
    colors: { color: [0.93, 0.93, 0.9], patchColor: [0.08, 0.08, 0.09] },
    parts: [
      orb([0, 0, 0], 0.06, 'color'),
      mark(rod([0, 0, 0.057], [0.019, 0.006], 'patchColor')),
      ...around(5, (a) => mark(rod(polar(0.051, a, 0.025), [0.019, 0.006], 'patchColor', turned(a, 1.12)))),
      ...around(
        5,
        (a) => mark(rod(polar(0.051, a, -0.025), [0.019, 0.006], 'patchColor', turned(a, 2.02))),
        0.63,
      ),
    ],
  },
];

const cones = [
  {
    name: 'TallCone',
    model: 'cone',
    about: 'A slim road cone, 0.68 m high on a six-sided foot.',
    colors: { color: [0.9, 0.25, 0.12], bandColor: [0.95, 0.95, 0.92] },
    parts: [
      box([0, 0, 0.015], [0.3, 0.17, 0.03], DARK),
      box([0, 0, 0.015], [0.3, 0.17, 0.03], DARK, [0, 0, 1, 1.0472]),
      box([0, 0, 0.015], [0.3, 0.17, 0.03], DARK, [0, 0, 1, -1.0472]),
      spike([0, 0, 0.355], [0.11, 0.65], 'color'),
      rod([0, 0, 0.28], [0.082, 0.07], 'bandColor'),
      rod([0, 0, 0.43], [0.057, 0.06], 'bandColor'),
    ],
  },
  {
    name: 'DiscCone',
    model: 'cone',
    kind: 'loose',
    about: 'A marker of a sports field, 6 cm high: below the LIDAR plane.',
    colors: { color: [0.95, 0.85, 0.1], bandColor: [0.85, 0.75, 0.08] },
    parts: [
      rod([0, 0, 0.008], [0.11, 0.016], 'color'),
      rod([0, 0, 0.026], [0.085, 0.02], 'bandColor'),
      rod([0, 0, 0.045], [0.06, 0.018], 'color'),
      rod([0, 0, 0.057], [0.038, 0.006], 'bandColor'),
    ],
  },
];

const shoes = [
  {
    name: 'Boot',
    model: 'shoe',
    about: 'A rubber boot pointing to +x, 0.3 m high: its shaft crosses the LIDAR plane.',
    colors: { upperColor: [0.1, 0.25, 0.15], soleColor: [0.75, 0.6, 0.3] },
    parts: [
      box([0.02, 0, 0.012], [0.27, 0.095, 0.024], 'soleColor'),
      pill([0.05, 0, 0.062], [0.042, 0.12], 'upperColor', ALONG_X),
      rod([-0.06, 0, 0.16], [0.052, 0.27], 'upperColor'),
      rod([-0.06, 0, 0.295], [0.055, 0.014], 'soleColor'),
    ],
  },
  {
    name: 'Sandal',
    model: 'shoe',
    kind: 'loose',
    about: 'A sandal pointing to +x, 6 cm high: below the LIDAR plane.',
    colors: { strapColor: [0.45, 0.28, 0.16], soleColor: [0.7, 0.55, 0.38] },
    parts: [
      box([0, 0, 0.014], [0.25, 0.085, 0.028], 'soleColor'),
      box([0.07, 0, 0.045], [0.045, 0.09, 0.012], 'strapColor'),
      box([0.02, 0, 0.052], [0.04, 0.088, 0.012], 'strapColor'),
      box([-0.11, 0, 0.042], [0.012, 0.08, 0.03], 'strapColor'),
      ...[0.041, -0.041].flatMap((y) => [
        box([0.07, y, 0.034], [0.045, 0.008, 0.024], 'strapColor'),
        box([0.02, y, 0.038], [0.04, 0.008, 0.03], 'strapColor'),
      ]),
    ],
  },
  {
    name: 'Clog',
    model: 'shoe',
    kind: 'loose',
    about: 'A clog pointing to +x, 9 cm high: below the LIDAR plane.',
    colors: { upperColor: [0.85, 0.75, 0.4], soleColor: [0.6, 0.48, 0.3] },
    parts: [
      box([0.01, 0, 0.012], [0.22, 0.08, 0.024], 'soleColor'),
      pill([0.045, 0, 0.045], [0.045, 0.07], 'upperColor', ALONG_X),
      pill([-0.06, 0, 0.04], [0.036, 0.06], 'upperColor', ALONG_X),
      box([0.03, 0, 0.075], [0.06, 0.06, 0.03], 'upperColor', [0, 1, 0, 0.3]),
    ],
  },
];

const people = [
  {
    name: 'ChildPerson',
    model: 'person',
    kind: 'walker',
    about: 'A child of 1.12 m in shorts, heading +x; rigid, moved along a path by the simulator.',
    colors: {
      shirtColor: [0.85, 0.7, 0.2],
      trousersColor: [0.25, 0.35, 0.55],
      shoeColor: [0.85, 0.3, 0.3],
      skinColor: [0.8, 0.62, 0.5],
      hairColor: [0.3, 0.2, 0.12],
    },
    parts: [
      box([0.1, 0.065, 0.03], [0.17, 0.07, 0.06], 'shoeColor'),
      box([-0.06, -0.065, 0.03], [0.17, 0.07, 0.06], 'shoeColor'),
      pill([0.07, 0.065, 0.22], [0.036, 0.3], 'skinColor', [0, 1, 0, -0.06]),
      pill([-0.06, -0.065, 0.22], [0.036, 0.3], 'skinColor', [0, 1, 0, 0.12]),
      pill([0.03, 0.06, 0.44], [0.062, 0.12], 'trousersColor'),
      pill([-0.02, -0.06, 0.44], [0.062, 0.12], 'trousersColor'),
      pill([0, 0.03, 0.68], [0.095, 0.18], 'shirtColor'),
      pill([0, -0.03, 0.68], [0.095, 0.18], 'shirtColor'),
      pill([-0.05, 0.16, 0.68], [0.03, 0.26], 'skinColor', [0, 1, 0, 0.3]),
      pill([0.06, -0.16, 0.68], [0.03, 0.26], 'skinColor', [0, 1, 0, -0.4]),
      orb([0.01, 0, 0.99], 0.1, 'skinColor'),
      orb([-0.012, 0, 1.02], 0.103, 'hairColor'),
    ],
  },
  {
    name: 'CoatPerson',
    model: 'person',
    kind: 'walker',
    about:
      'Somebody of 1.7 m in a long coat, feet together, heading +x; rigid, moved along a path by the simulator.',
    colors: {
      shirtColor: [0.5, 0.4, 0.3],
      trousersColor: [0.12, 0.12, 0.13],
      shoeColor: [0.3, 0.18, 0.1],
      skinColor: [0.6, 0.44, 0.34],
      hairColor: [0.75, 0.72, 0.7],
    },
    parts: [
      box([0.04, 0.08, 0.035], [0.26, 0.09, 0.07], 'shoeColor'),
      box([0.04, -0.08, 0.035], [0.26, 0.09, 0.07], 'shoeColor'),
      rod([0, 0.08, 0.22], [0.05, 0.34], 'trousersColor'),
      rod([0, -0.08, 0.22], [0.05, 0.34], 'trousersColor'),
      rod([0, 0, 0.58], [0.2, 0.5], 'shirtColor'),
      rod([0, 0, 0.98], [0.17, 0.34], 'shirtColor'),
      pill([0, 0, 1.26], [0.12, 0.24], 'shirtColor', ALONG_Y),
      rod([0, 0, 1.2], [0.16, 0.16], 'shirtColor'),
      pill([0.02, 0.23, 1.05], [0.055, 0.42], 'shirtColor'),
      pill([0.02, -0.23, 1.05], [0.055, 0.42], 'shirtColor'),
      orb([0.03, 0.23, 0.77], 0.045, 'skinColor'),
      orb([0.03, -0.23, 0.77], 0.045, 'skinColor'),
      rod([0.01, 0, 1.42], [0.05, 0.1], 'skinColor'),
      orb([0.02, 0, 1.55], 0.105, 'skinColor'),
      rod([0.01, 0, 1.64], [0.14, 0.02], 'hairColor'),
      rod([0.01, 0, 1.68], [0.09, 0.08], 'hairColor'),
    ],
  },
];

export const heldOut = [...boxes, ...chairs, ...tables, ...plants, ...balls, ...cones, ...shoes, ...people];
