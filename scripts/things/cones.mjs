// Cones and markers: tall and flat, with collars, weights and handles.
import { around, box, mark, polar, rod, spike } from './parts.mjs';

/** A cone's frustum in steps: [z, radius] from below to above. */
const steps = (from, to, count, paint, band) =>
  Array.from({ length: count }, (_, i) => {
    const part = (i + 0.5) / count;
    const height = (to[0] - from[0]) / count;
    const radius = from[1] + (to[1] - from[1]) * part;
    return rod([0, 0, from[0] + (i + 0.5) * height], [radius, height], i % 2 === 1 ? band : paint);
  });

export const cones = [
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
  {
    name: 'RoadCone',
    model: 'cone',
    tips: true,
    about: 'A road cone with an open top and two collars, on a square foot.',
    paints: { color: 'cone', bandColor: 'light', footColor: 'coneFoot' },
    parts: [
      box([0, 0, 0.015], [0.34, 0.34, 0.03], 'footColor'),
      spike([0, 0, 0.27], [0.13, 0.48], 'color'),
      rod([0, 0, 0.2], [0.1, 0.08], 'bandColor'),
      rod([0, 0, 0.34], [0.063, 0.06], 'bandColor'),
      rod([0, 0, 0.47], [0.032, 0.06], 'color'),
    ],
  },
  {
    name: 'NeedleCone',
    model: 'cone',
    tips: true,
    about: 'A slim cone, 0.6 m high, with a ring of rubber that weighs it down.',
    paints: { color: 'cone', bandColor: 'light', footColor: 'coneFoot' },
    parts: [
      rod([0, 0, 0.01], [0.14, 0.02], 'color'),
      rod([0, 0, 0.035], [0.11, 0.04], 'footColor'),
      spike([0, 0, 0.31], [0.08, 0.58], 'color'),
      rod([0, 0, 0.3], [0.046, 0.12], 'bandColor'),
    ],
  },
  {
    name: 'SaucerMarker',
    model: 'cone',
    kind: 'loose',
    massKg: 0.08,
    about: 'A flat marker of a playing field, like a saucer upside down, 6 cm high: below the LIDAR plane.',
    paints: { color: 'cone' },
    parts: steps([0, 0.12], [0.06, 0.045], 4, 'color', 'color'),
  },
  {
    name: 'TerraceCone',
    model: 'cone',
    kind: 'loose',
    massKg: 0.3,
    about: 'Wide low rings on one another, the smallest on top, in two colours.',
    paints: { color: 'cone', bandColor: 'coneBand' },
    parts: steps([0, 0.15], [0.2, 0.04], 5, 'color', 'bandColor'),
  },
  {
    name: 'MarkerStack',
    model: 'cone',
    kind: 'loose',
    massKg: 0.25,
    about: 'Flat field markers put on one another, 11 cm high: below the LIDAR plane.',
    paints: { color: 'cone', bandColor: 'cone' },
    parts: [
      ...[0, 1, 2, 3].map((i) => rod([0, 0, 0.006 + i * 0.02], [0.11, 0.012], i % 2 ? 'bandColor' : 'color')),
      ...[0, 1, 2, 3].map((i) => rod([0, 0, 0.02 + i * 0.02], [0.085, 0.018], i % 2 ? 'bandColor' : 'color')),
      rod([0, 0, 0.1], [0.06, 0.025], 'color'),
    ],
  },
  {
    name: 'BandedBollard',
    model: 'cone',
    tips: true,
    about: 'A post with a rounded head and two bands, on a dark round foot.',
    paints: { color: 'cone', bandColor: 'light', footColor: 'coneFoot' },
    parts: [
      rod([0, 0, 0.025], [0.16, 0.05], 'footColor'),
      rod([0, 0, 0.35], [0.045, 0.62], 'color'),
      ...[0.36, 0.52].map((z) => rod([0, 0, z], [0.047, 0.08], 'bandColor')),
      rod([0, 0, 0.68], [0.03, 0.05], 'color'),
    ],
  },
  {
    name: 'WedgeMarker',
    model: 'cone',
    about: 'A warning stand: two boards that lean on one another, a sign on each.',
    paints: { color: 'cone', signColor: 'coneFoot' },
    parts: [
      ...[1, -1].flatMap((side) => [
        box([side * 0.09, 0, 0.29], [0.02, 0.26, 0.6], 'color', [0, 1, 0, -side * 0.27]),
        mark(box([side * 0.097, 0, 0.34], [0.02, 0.14, 0.2], 'signColor', [0, 1, 0, -side * 0.27])),
      ]),
      box([0, 0, 0.57], [0.06, 0.2, 0.05], 'color'),
    ],
  },
  {
    name: 'LoopCone',
    model: 'cone',
    tips: true,
    about: 'A cone cut off in the middle, with a weight round its foot and a loop to carry it.',
    paints: { color: 'cone', bandColor: 'coneBand', footColor: 'coneFoot' },
    parts: [
      rod([0, 0, 0.02], [0.19, 0.04], 'footColor'),
      ...steps([0.04, 0.14], [0.36, 0.05], 5, 'color', 'bandColor'),
      ...[0.035, -0.035].map((y) => mark(rod([0, y, 0.39], [0.009, 0.06], 'footColor'))),
      mark(box([0, 0, 0.425], [0.018, 0.088, 0.018], 'footColor')),
    ],
  },
  {
    name: 'FacetCone',
    model: 'cone',
    about: 'A pyramid on a foot with cut corners: four boards that meet at the top.',
    paints: { color: 'cone', footColor: 'cone' },
    parts: [
      ...[0, 0.785].map((a) => box([0, 0, 0.012], [0.28, 0.28, 0.024], 'footColor', [0, 0, 1, a])),
      ...[0, 1, 2, 3, 4, 5].map((i) =>
        box([0, 0, 0.05 + i * 0.055], [0.2 - i * 0.03, 0.2 - i * 0.03, 0.056], 'color'),
      ),
      ...around(4, (a) => mark(box(polar(0.1, a, 0.04), [0.03, 0.05, 0.03], 'footColor', [0, 0, 1, a]))),
    ],
  },
];
