// Chairs: shells, stools, rockers, benches.
import { ALONG_X, ALONG_Y, around, box, leaning, mark, pill, polar, rod, turned } from './parts.mjs';

/** Four legs with their tops at `top` and their feet farther out. */
const splayed = (out, height, lean, paint, radius = 0.014) =>
  around(
    4,
    (a) => rod(polar(out, a, height / 2), [radius, height / Math.cos(lean)], paint, leaning(a, lean)),
    0.785,
  );

export const chairs = [
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
  {
    name: 'BucketChair',
    model: 'chair',
    tips: true,
    about: 'A moulded seat, its back bent round the sitter, on four thin legs that splay.',
    paints: { seatColor: 'furniture', legColor: 'leg' },
    parts: [
      ...splayed(0.2, 0.42, 0.2, 'legColor'),
      box([0.01, 0, 0.43], [0.4, 0.4, 0.04], 'seatColor'),
      box([0.2, 0, 0.42], [0.06, 0.36, 0.03], 'seatColor', [0, 1, 0, 0.5]),
      ...[0.22, -0.22].map((y) =>
        box([-0.05, y, 0.5], [0.28, 0.025, 0.14], 'seatColor', [1, 0, 0, -Math.sign(y) * 0.3]),
      ),
      box([-0.22, 0, 0.62], [0.03, 0.36, 0.36], 'seatColor', [0, 1, 0, -0.2]),
    ],
  },
  {
    name: 'ColumnStool',
    model: 'chair',
    tips: true,
    about: 'A high stool on one column: a disc below, a ring for the feet, a low back.',
    paints: { seatColor: 'furniture', legColor: 'metal' },
    parts: [
      rod([0, 0, 0.012], [0.2, 0.024], 'legColor'),
      rod([0, 0, 0.37], [0.025, 0.7], 'legColor'),
      ...around(3, (a) => box(polar(0.09, a, 0.28), [0.16, 0.018, 0.018], 'legColor', [0, 0, 1, a])),
      rod([0, 0, 0.73], [0.18, 0.06], 'seatColor'),
      box([-0.16, 0, 0.83], [0.025, 0.26, 0.16], 'seatColor'),
    ],
  },
  {
    name: 'RunnerChair',
    model: 'chair',
    about: 'A chair that rocks: under each side a runner bent up at both ends.',
    paints: { frameColor: 'wood', seatColor: 'cloth' },
    parts: [
      ...[0.23, -0.23].flatMap((y) => [
        box([0, y, 0.02], [0.4, 0.035, 0.035], 'frameColor'),
        box([0.3, y, 0.055], [0.24, 0.035, 0.035], 'frameColor', [0, 1, 0, -0.28]),
        box([-0.32, y, 0.06], [0.28, 0.035, 0.035], 'frameColor', [0, 1, 0, 0.28]),
        box([0.18, y, 0.24], [0.035, 0.03, 0.42], 'frameColor'),
        box([-0.2, y, 0.22], [0.035, 0.03, 0.4], 'frameColor', [0, 1, 0, -0.1]),
      ]),
      box([0, 0, 0.42], [0.46, 0.48, 0.05], 'seatColor', [0, 1, 0, -0.08]),
      box([-0.3, 0, 0.72], [0.04, 0.46, 0.6], 'seatColor', [0, 1, 0, -0.28]),
    ],
  },
  {
    name: 'CantileverChair',
    model: 'chair',
    tips: true,
    about: 'A chair without hind legs: a bent tube on the floor, up in front, and back under the seat.',
    paints: { frameColor: 'metal', seatColor: 'furniture' },
    parts: [
      ...[0.21, -0.21].flatMap((y) => [
        rod([0, y, 0.013], [0.013, 0.44], 'frameColor', ALONG_X),
        rod([0.21, y, 0.22], [0.013, 0.43], 'frameColor', [0, 1, 0, -0.06]),
        rod([-0.23, y, 0.66], [0.013, 0.46], 'frameColor', [0, 1, 0, -0.18]),
      ]),
      rod([-0.22, 0, 0.013], [0.013, 0.42], 'frameColor', ALONG_Y),
      box([0, 0, 0.44], [0.44, 0.42, 0.03], 'seatColor'),
      box([-0.25, 0, 0.76], [0.03, 0.42, 0.26], 'seatColor', [0, 1, 0, -0.18]),
    ],
  },
  {
    name: 'BackBench',
    model: 'chair',
    about: 'A bench for two with a back of two slats.',
    paints: { frameColor: 'leg', seatColor: 'wood' },
    parts: [
      ...[0.42, -0.42].flatMap((y) => [
        box([0.16, y, 0.21], [0.045, 0.045, 0.42], 'frameColor'),
        box([-0.18, y, 0.42], [0.045, 0.045, 0.84], 'frameColor'),
        box([0, y, 0.12], [0.32, 0.03, 0.03], 'frameColor'),
      ]),
      box([0, 0, 0.44], [0.4, 1, 0.035], 'seatColor'),
      ...[0.64, 0.78].map((z) => box([-0.16, 0, z], [0.025, 0.96, 0.09], 'seatColor')),
    ],
  },
  {
    name: 'HighChair',
    model: 'chair',
    about: 'A chair for a small child: four long legs that splay, a tray in front.',
    paints: { frameColor: 'wood', seatColor: 'bright' },
    parts: [
      ...splayed(0.24, 0.56, 0.16, 'frameColor', 0.017),
      box([0.2, 0, 0.26], [0.1, 0.34, 0.02], 'frameColor'),
      box([0, 0, 0.57], [0.28, 0.28, 0.04], 'seatColor'),
      box([-0.15, 0, 0.75], [0.03, 0.28, 0.34], 'seatColor', [0, 1, 0, -0.1]),
      ...[0.15, -0.15].map((y) => box([0.04, y, 0.7], [0.34, 0.02, 0.06], 'frameColor')),
      box([0.19, 0, 0.74], [0.22, 0.4, 0.02], 'frameColor'),
    ],
  },
  {
    name: 'LadderChair',
    model: 'chair',
    tips: true,
    about: 'A farmhouse chair: posts, rungs between all legs, three slats in its back.',
    paints: { frameColor: 'wood', seatColor: 'furniture' },
    parts: [
      ...[0.18, -0.18].flatMap((y) => [
        rod([0.18, y, 0.22], [0.018, 0.44], 'frameColor'),
        rod([-0.18, y, 0.47], [0.018, 0.94], 'frameColor'),
        rod([0, y, 0.14], [0.01, 0.36], 'frameColor', ALONG_X),
      ]),
      rod([0.18, 0, 0.2], [0.01, 0.36], 'frameColor', ALONG_Y),
      box([0, 0, 0.44], [0.4, 0.4, 0.03], 'seatColor'),
      ...[0.6, 0.73, 0.86].map((z) => box([-0.18, 0, z], [0.014, 0.35, 0.06], 'frameColor')),
    ],
  },
  {
    name: 'TubChair',
    model: 'chair',
    about: 'A round easy chair whose back runs round it, on a flat star of four.',
    paints: { seatColor: 'cloth', legColor: 'metal' },
    parts: [
      ...[0, 1.5708].map((a) => box([0, 0, 0.02], [0.56, 0.05, 0.03], 'legColor', [0, 0, 1, a + 0.785])),
      rod([0, 0, 0.14], [0.03, 0.24], 'legColor'),
      rod([0, 0, 0.33], [0.3, 0.16], 'seatColor'),
      ...[-1.6, -0.8, 0, 0.8, 1.6].map((a) =>
        box(polar(0.3, a + Math.PI, 0.5), [0.08, 0.3, 0.36], 'seatColor', turned(a + Math.PI, 0.08)),
      ),
    ],
  },
  {
    name: 'CounterStool',
    model: 'chair',
    tips: true,
    about: 'A high stool of wood: four legs that lean in, rungs at 20 cm.',
    paints: { frameColor: 'leg', seatColor: 'furniture' },
    parts: [
      ...splayed(0.2, 0.64, 0.12, 'frameColor', 0.018),
      ...around(4, (a) => mark(box(polar(0.16, a, 0.2), [0.016, 0.32, 0.016], 'frameColor', [0, 0, 1, a]))),
      box([0, 0, 0.66], [0.34, 0.34, 0.045], 'seatColor'),
      pill([0, 0, 0.685], [0.03, 0.24], 'seatColor', ALONG_Y),
    ],
  },
];
