// Boxes: cartons, cases, stacks, devices.
import { ALONG_X, ALONG_Y, around, box, DARK, mark, orb, rod } from './parts.mjs';

const handle = (z, half, rise, paint) => [
  mark(rod([0, 0, z + rise], [0.009, 2 * half], paint, ALONG_Y)),
  ...[half, -half].map((y) => mark(rod([0, y, z + rise / 2], [0.009, rise], paint))),
];

export const boxes = [
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
  {
    name: 'FlapCarton',
    model: 'box',
    about: 'A carton with its four flaps open and nothing in it.',
    paints: { color: 'card', insideColor: 'card' },
    parts: [
      box([0, 0, 0.01], [0.36, 0.28, 0.02], 'insideColor'),
      ...[1, -1].flatMap((side) => [
        box([side * 0.18, 0, 0.13], [0.01, 0.29, 0.26], 'color'),
        box([0, side * 0.14, 0.13], [0.36, 0.01, 0.26], 'color'),
        box([side * 0.225, 0, 0.27], [0.12, 0.27, 0.006], 'insideColor', [0, 1, 0, side * 0.7]),
        box([0, side * 0.2, 0.245], [0.34, 0.12, 0.006], 'color', [1, 0, 0, -side * 0.4]),
      ]),
    ],
  },
  {
    name: 'TravelCase',
    model: 'box',
    tips: true,
    about: 'A suitcase on small wheels, ribs along its front, its handle drawn out.',
    paints: { color: 'any', ribColor: 'any', handleColor: 'metal' },
    parts: [
      box([0, 0, 0.33], [0.22, 0.38, 0.56], 'color'),
      ...[-0.12, 0, 0.12].map((y) => mark(box([0.112, y, 0.33], [0.012, 0.05, 0.5], 'ribColor'))),
      ...[0.08, -0.08].flatMap((x) =>
        [0.15, -0.15].map((y) => rod([x, y, 0.025], [0.025, 0.02], DARK, ALONG_Y)),
      ),
      ...[0.08, -0.08].map((y) => box([-0.06, y, 0.7], [0.014, 0.014, 0.2], 'handleColor')),
      box([-0.06, 0, 0.8], [0.03, 0.19, 0.025], DARK),
    ],
  },
  {
    name: 'CarryCase',
    model: 'box',
    kind: 'loose',
    massKg: 1.8,
    about: 'A case for drills and the like: a seam, two clasps, a handle on top.',
    paints: { color: 'any', claspColor: 'any' },
    parts: [
      box([0, 0, 0.07], [0.13, 0.36, 0.14], 'color'),
      box([0, 0, 0.2], [0.12, 0.35, 0.11], 'color'),
      mark(box([0, 0, 0.142], [0.136, 0.366, 0.008], DARK)),
      ...[0.1, -0.1].map((y) => mark(box([0.066, y, 0.15], [0.012, 0.04, 0.06], 'claspColor'))),
      ...handle(0.255, 0.06, 0.035, 'claspColor'),
    ],
  },
  {
    name: 'BookStack',
    model: 'box',
    about: 'Books on one another, no two of one size, each a little turned.',
    paints: { color: 'any', secondColor: 'bright', thirdColor: 'any', pageColor: 'light' },
    parts: [
      [0.022, 0.044, 0.22, 0.3, 0.1, 'color'],
      [0.06, 0.03, 0.19, 0.26, -0.25, 'secondColor'],
      [0.093, 0.036, 0.2, 0.24, 0.3, 'thirdColor'],
      [0.124, 0.026, 0.15, 0.21, -0.1, 'color'],
    ].flatMap(([z, thick, x, y, turn, paint]) => [
      box([0, 0, z], [x, y, thick], paint, [0, 0, 1, turn]),
      mark(box([0.006, 0, z], [x, y + 0.004, thick * 0.7], 'pageColor', [0, 0, 1, turn])),
    ]),
  },
  {
    name: 'PlasticTote',
    model: 'box',
    kind: 'loose',
    massKg: 0.9,
    about: 'An open tub whose sides lean outwards, with a rim.',
    paints: { color: 'any' },
    parts: [
      box([0, 0, 0.008], [0.26, 0.38, 0.016], 'color'),
      ...[1, -1].flatMap((side) => [
        box([side * 0.15, 0, 0.12], [0.012, 0.42, 0.24], 'color', [0, 1, 0, side * 0.16]),
        box([0, side * 0.21, 0.12], [0.3, 0.012, 0.24], 'color', [1, 0, 0, -side * 0.16]),
        box([side * 0.18, 0, 0.236], [0.03, 0.48, 0.014], 'color'),
        box([0, side * 0.235, 0.236], [0.36, 0.03, 0.014], 'color'),
      ]),
    ],
  },
  {
    name: 'PulledDrawer',
    model: 'box',
    about: 'A drawer out of its chest, 13 cm high: below the LIDAR plane.',
    paints: { color: 'wood', frontColor: 'furniture' },
    parts: [
      box([0, 0, 0.012], [0.38, 0.4, 0.012], 'color'),
      ...[0.2, -0.2].map((y) => box([0, y, 0.065], [0.38, 0.014, 0.12], 'color')),
      box([-0.19, 0, 0.065], [0.014, 0.4, 0.12], 'color'),
      box([0.2, 0, 0.065], [0.02, 0.46, 0.13], 'frontColor'),
      ...[0.11, -0.11].map((y) => mark(orb([0.222, y, 0.07], 0.014, DARK))),
    ],
  },
  {
    name: 'TapedParcel',
    model: 'box',
    kind: 'loose',
    massKg: 1.2,
    about: 'A parcel with tape along and across, and a label.',
    paints: { color: 'card', tapeColor: 'any', labelColor: 'light' },
    parts: [
      box([0, 0, 0.1], [0.3, 0.42, 0.2], 'color'),
      mark(box([0, 0, 0.1], [0.045, 0.424, 0.204], 'tapeColor')),
      mark(box([0, 0.05, 0.1], [0.304, 0.04, 0.204], 'tapeColor')),
      mark(box([0.02, -0.12, 0.1], [0.262, 0.1, 0.206], 'labelColor')),
    ],
  },
  {
    name: 'CoolBox',
    model: 'box',
    about: 'A cool box: a thick lid of another colour and a handle over it.',
    paints: { color: 'bright', lidColor: 'light' },
    parts: [
      box([0, 0, 0.14], [0.26, 0.4, 0.28], 'color'),
      box([0, 0, 0.315], [0.28, 0.42, 0.07], 'lidColor'),
      mark(box([0, 0, 0.03], [0.27, 0.41, 0.06], 'lidColor')),
      ...[0.225, -0.225].map((y) => box([0, y, 0.28], [0.03, 0.015, 0.22], 'lidColor')),
      box([0, 0, 0.39], [0.03, 0.465, 0.02], 'lidColor'),
    ],
  },
  {
    name: 'SoundBox',
    model: 'box',
    about: 'A loudspeaker: two round cones in its front, feet below.',
    paints: { color: 'furniture', frontColor: 'dark', ringColor: 'metal' },
    parts: [
      box([0, 0, 0.21], [0.26, 0.28, 0.38], 'color'),
      mark(box([0.132, 0, 0.21], [0.01, 0.25, 0.35], 'frontColor')),
      mark(rod([0.138, 0, 0.14], [0.095, 0.012], 'ringColor', ALONG_X)),
      mark(rod([0.142, 0, 0.14], [0.075, 0.012], 'frontColor', ALONG_X)),
      mark(rod([0.138, 0, 0.3], [0.05, 0.012], 'ringColor', ALONG_X)),
      ...around(
        4,
        (a) => rod([0.11 * Math.sign(Math.cos(a)), 0.11 * Math.sign(Math.sin(a)), 0.01], [0.02, 0.02], DARK),
        0.785,
      ),
    ],
  },
  {
    name: 'ComputerTower',
    model: 'box',
    about: 'A computer: a front panel with two slots and a lamp, standing or lying.',
    tips: true,
    paints: { color: 'furniture', frontColor: 'any' },
    parts: [
      box([0, 0, 0.215], [0.42, 0.18, 0.4], 'color'),
      mark(box([0.212, 0, 0.215], [0.012, 0.17, 0.38], 'frontColor')),
      ...[0.36, 0.31].map((z) => mark(box([0.219, 0, z], [0.004, 0.14, 0.025], DARK))),
      mark(rod([0.219, 0, 0.24], [0.016, 0.006], [0.2, 0.6, 0.9], ALONG_X)),
      ...[0.15, -0.15].map((x) => box([x, 0, 0.0075], [0.05, 0.17, 0.015], DARK)),
    ],
  },
];
