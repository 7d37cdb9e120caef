// Shoes, all pointing to +x.
import { ALONG_X, box, mark, orb, pill, rod } from './parts.mjs';

const sole = (length, width, thick, paint) => [
  box([0, 0, thick / 2], [length - width, width * 0.88, thick], paint),
  rod([(length - width) / 2, 0, thick / 2], [width / 2, thick], paint),
  rod([-(length - width) / 2, 0, thick / 2], [width * 0.42, thick], paint),
];
/** A strap over the foot: up on both sides and across. */
const strap = (x, z, width, rise, long, paint) => [
  ...[1, -1].map((side) =>
    box([x, side * width * 0.46, z + rise / 2], [long, 0.008, rise], paint, [1, 0, 0, side * 0.25]),
  ),
  box([x, 0, z + rise], [long, width * 0.78, 0.008], paint),
];

export const shoes = [
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
  {
    name: 'LaceBoot',
    model: 'shoe',
    tips: ['Lying'],
    about: 'A boot over the ankle, laced, with a thick tread.',
    paints: { upperColor: 'any', soleColor: 'sole', laceColor: 'light' },
    parts: [
      ...sole(0.29, 0.105, 0.035, 'soleColor'),
      pill([0.065, 0, 0.07], [0.044, 0.09], 'upperColor', ALONG_X),
      rod([-0.07, 0, 0.12], [0.05, 0.18], 'upperColor'),
      box([-0.01, 0, 0.1], [0.1, 0.075, 0.09], 'upperColor', [0, 1, 0, 0.6]),
      ...[0.1, 0.14, 0.18].map((z, i) =>
        mark(box([0.01 - i * 0.02, 0, z + 0.02], [0.012, 0.07, 0.012], 'laceColor')),
      ),
    ],
  },
  {
    name: 'RubberBoot',
    model: 'shoe',
    tips: ['Lying'],
    about: 'A boot for rain up to below the knee, open at the top.',
    paints: { upperColor: 'any', soleColor: 'sole' },
    parts: [
      ...sole(0.29, 0.1, 0.025, 'soleColor'),
      pill([0.06, 0, 0.065], [0.045, 0.1], 'upperColor', ALONG_X),
      rod([-0.07, 0, 0.18], [0.052, 0.3], 'upperColor'),
      mark(rod([-0.07, 0, 0.325], [0.056, 0.02], 'soleColor')),
      mark(rod([-0.07, 0, 0.331], [0.044, 0.01], [0.06, 0.06, 0.06])),
    ],
  },
  {
    name: 'StrapSandal',
    model: 'shoe',
    kind: 'loose',
    massKg: 0.2,
    tips: true,
    about:
      'A flat sole with two straps over the foot and one round the heel, 8 cm high: below the LIDAR plane.',
    paints: { strapColor: 'any', soleColor: 'sole' },
    parts: [
      ...sole(0.26, 0.095, 0.022, 'soleColor'),
      ...strap(0.06, 0.02, 0.095, 0.035, 0.035, 'strapColor'),
      ...strap(-0.02, 0.02, 0.085, 0.055, 0.025, 'strapColor'),
      mark(box([-0.115, 0, 0.05], [0.008, 0.07, 0.06], 'strapColor')),
    ],
  },
  {
    name: 'RoundToeClog',
    model: 'shoe',
    kind: 'loose',
    massKg: 0.25,
    tips: true,
    about: 'A bulging toe of foam on a thick sole, open at the heel but for a strap.',
    paints: { upperColor: 'any', soleColor: 'sole' },
    parts: [
      ...sole(0.25, 0.11, 0.03, 'soleColor'),
      pill([0.05, 0, 0.05], [0.052, 0.05], 'upperColor', ALONG_X),
      pill([0.01, 0, 0.065], [0.045, 0.03], 'upperColor', ALONG_X),
      ...[0.048, -0.048].map((y) => box([-0.06, y, 0.055], [0.12, 0.012, 0.05], 'upperColor')),
      mark(box([-0.115, 0, 0.075], [0.012, 0.1, 0.016], 'upperColor')),
    ],
  },
  {
    name: 'StackedTrainer',
    model: 'shoe',
    kind: 'loose',
    massKg: 0.45,
    tips: true,
    about: 'A running shoe on a sole of two colours, thick at the heel, with a stripe at its side.',
    paints: { upperColor: 'any', soleColor: 'light', stripeColor: 'bright' },
    parts: [
      ...sole(0.3, 0.105, 0.028, 'soleColor'),
      box([-0.06, 0, 0.04], [0.16, 0.095, 0.025], 'stripeColor'),
      pill([0.06, 0, 0.055], [0.04, 0.09], 'upperColor', ALONG_X),
      box([-0.065, 0, 0.085], [0.13, 0.075, 0.07], 'upperColor'),
      box([0.015, 0, 0.085], [0.09, 0.065, 0.03], 'upperColor', [0, 1, 0, 0.4]),
      mark(box([-0.02, 0, 0.075], [0.016, 0.084, 0.06], 'stripeColor', [0, 1, 0, 0.5])),
      mark(box([-0.125, 0, 0.12], [0.014, 0.05, 0.03], 'stripeColor')),
    ],
  },
  {
    name: 'BalletFlat',
    model: 'shoe',
    kind: 'loose',
    massKg: 0.15,
    tips: true,
    about: 'A thin low shoe, open over the foot, with a bow, 5 cm high: below the LIDAR plane.',
    paints: { upperColor: 'any', insideColor: 'sole' },
    parts: [
      ...sole(0.24, 0.08, 0.012, 'insideColor'),
      pill([0.075, 0, 0.026], [0.026, 0.03], 'upperColor', ALONG_X),
      ...[0.036, -0.036].map((y) => box([-0.02, y, 0.03], [0.16, 0.007, 0.04], 'upperColor')),
      box([-0.108, 0, 0.032], [0.01, 0.06, 0.045], 'upperColor'),
      mark(box([0.055, 0, 0.054], [0.012, 0.035, 0.012], 'insideColor')),
    ],
  },
  {
    name: 'ToeThong',
    model: 'shoe',
    kind: 'loose',
    massKg: 0.12,
    tips: ['Upturned'],
    about:
      'A flip-flop: a flat sole and two straps that meet between the toes, 5 cm high: below the LIDAR plane.',
    paints: { strapColor: 'any', soleColor: 'any' },
    parts: [
      ...sole(0.27, 0.1, 0.02, 'soleColor'),
      ...[1, -1].map((side) =>
        box([0.035, side * 0.026, 0.038], [0.11, 0.016, 0.008], 'strapColor', [0, 0, 1, -side * 0.5]),
      ),
      rod([0.08, 0, 0.03], [0.006, 0.025], 'strapColor'),
    ],
  },
  {
    name: 'HouseSlipper',
    model: 'shoe',
    kind: 'loose',
    massKg: 0.15,
    tips: true,
    about: 'A soft slipper with a fluffy rim, closed in front, open behind.',
    paints: { upperColor: 'cloth', soleColor: 'sole', rimColor: 'light' },
    parts: [
      ...sole(0.26, 0.1, 0.02, 'soleColor'),
      pill([0.055, 0, 0.045], [0.046, 0.06], 'upperColor', ALONG_X),
      ...[-0.04, 0, 0.04].map((y) => mark(orb([-0.005, y, 0.07 - Math.abs(y) * 0.6], 0.024, 'rimColor'))),
    ],
  },
  {
    name: 'OxfordShoe',
    model: 'shoe',
    kind: 'loose',
    massKg: 0.45,
    tips: true,
    about: 'A low leather shoe with a heel and a pointed toe.',
    paints: { upperColor: 'leather', soleColor: 'dark' },
    parts: [
      box([0.05, 0, 0.008], [0.17, 0.085, 0.016], 'soleColor'),
      box([-0.095, 0, 0.015], [0.08, 0.075, 0.03], 'soleColor'),
      pill([0.075, 0, 0.04], [0.034, 0.11], 'upperColor', ALONG_X),
      box([-0.07, 0, 0.065], [0.13, 0.068, 0.07], 'upperColor'),
      box([0.01, 0, 0.075], [0.08, 0.055, 0.03], 'upperColor', [0, 1, 0, 0.4]),
      mark(box([-0.085, 0, 0.099], [0.08, 0.045, 0.006], [0.08, 0.07, 0.06])),
    ],
  },
];
