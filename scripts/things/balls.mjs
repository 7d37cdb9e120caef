// Balls: patterns, seams, ovals.
import { ALONG_X, ALONG_Y, around, mark, orb, pill, polar, rod, turned } from './parts.mjs';

const hoop = (radius, wide, paint, turn) => mark(rod([0, 0, 0], [radius, wide], paint, turn));
/** A patch of a ball's surface: a flat disc that just comes out of it. */
const patch = (radius, angle, tilt, size, paint) =>
  mark(
    rod(
      polar(Math.sin(tilt) * radius * 0.97, angle, Math.cos(tilt) * radius * 0.97),
      [size, radius * 0.09],
      paint,
      turned(angle, tilt),
    ),
  );

export const balls = [
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
  {
    name: 'PatchedBall',
    model: 'ball',
    kind: 'loose',
    massKg: 0.35,
    originM: 0.11,
    about: 'A football: dark patches on a light ball of 22 cm.',
    paints: { color: 'light', patchColor: 'any' },
    parts: [
      orb([0, 0, 0], 0.11, 'color'),
      ...around(5, (a) => patch(0.11, a, 1.1, 0.032, 'patchColor')),
      ...around(5, (a) => patch(0.11, a, 2.05, 0.032, 'patchColor'), 0.63),
      patch(0.11, 0, 0.02, 0.032, 'patchColor'),
    ],
  },
  {
    name: 'SeamedBall',
    model: 'ball',
    kind: 'loose',
    massKg: 0.5,
    originM: 0.12,
    about: 'A basketball: dark seams round a ball of 24 cm.',
    paints: { color: 'warm', seamColor: 'dark' },
    parts: [
      orb([0, 0, 0], 0.12, 'color'),
      hoop(0.121, 0.006, 'seamColor'),
      hoop(0.121, 0.006, 'seamColor', ALONG_X),
      hoop(0.121, 0.006, 'seamColor', [0, 0.6, 0.8, 2]),
      hoop(0.121, 0.006, 'seamColor', [0, 0.6, -0.8, 2]),
    ],
  },
  {
    name: 'RugbyBall',
    model: 'ball',
    kind: 'loose',
    massKg: 0.4,
    originM: 0.09,
    about: 'An egg of 29 cm with a band at each end, lying.',
    paints: { color: 'any', bandColor: 'any' },
    parts: [
      pill([0, 0, 0], [0.09, 0.035], 'color', ALONG_X),
      pill([0, 0, 0], [0.078, 0.09], 'color', ALONG_X),
      pill([0, 0, 0], [0.055, 0.16], 'color', ALONG_X),
      pill([0, 0, 0], [0.03, 0.23], 'color', ALONG_X),
      ...[0.085, -0.085].map((x) => mark(rod([x, 0, 0], [0.071, 0.014], 'bandColor', ALONG_X))),
    ],
  },
  {
    name: 'FeltBall',
    model: 'ball',
    kind: 'loose',
    massKg: 0.08,
    originM: 0.055,
    about: 'A ball of felt with a pale line that winds round it, 11 cm.',
    paints: { color: 'any', lineColor: 'light' },
    parts: [
      orb([0, 0, 0], 0.055, 'color'),
      mark(rod([0.02, 0, 0], [0.0519, 0.005], 'lineColor', turned(0, 1.1))),
      mark(rod([-0.02, 0, 0], [0.0519, 0.005], 'lineColor', turned(1.57, 1.1))),
    ],
  },
  {
    name: 'YarnBall',
    model: 'ball',
    kind: 'loose',
    massKg: 0.12,
    originM: 0.075,
    about: 'A ball of wool: hoops of thread across one another every way.',
    paints: { color: 'any', threadColor: 'any' },
    parts: [
      orb([0, 0, 0], 0.073, 'color'),
      ...[0, 0.8, 1.6, 2.4].map((a, i) =>
        hoop(0.075, 0.02, i % 2 === 0 ? 'color' : 'threadColor', turned(a, 0.5 + i * 0.35)),
      ),
      hoop(0.0752, 0.012, 'threadColor', turned(1, 1.3)),
    ],
  },
  {
    name: 'BeachBall',
    model: 'ball',
    kind: 'loose',
    massKg: 0.15,
    originM: 0.15,
    about: 'A light ball of 30 cm with segments of two colours and caps.',
    paints: { color: 'light', segmentColor: 'bright', capColor: 'bright' },
    parts: [
      orb([0, 0, 0], 0.15, 'color'),
      hoop(0.1495, 0.09, 'segmentColor', ALONG_X),
      hoop(0.1492, 0.09, 'capColor', ALONG_Y),
      ...[0.138, -0.138].map((z) => mark(rod([0, 0, z], [0.06, 0.025], 'capColor'))),
    ],
  },
  {
    name: 'HalvedBall',
    model: 'ball',
    kind: 'loose',
    massKg: 0.3,
    originM: 0.08,
    about: 'A ball of two halves of different colour and a belt between them, 16 cm.',
    paints: { color: 'any', otherColor: 'any', beltColor: 'any' },
    parts: [
      orb([0, 0, 0.001], 0.08, 'color'),
      orb([0, 0, -0.004], 0.0788, 'otherColor'),
      hoop(0.0806, 0.022, 'beltColor', turned(0.5, 0.2)),
    ],
  },
];
