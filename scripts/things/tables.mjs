// Tables: what stands on the floor is all that the robot sees of most of them.
import { ALONG_Y, around, box, DARK, leaning, mark, orb, polar, rod, turned } from './parts.mjs';

const legs = (x, y, height, side, paint) =>
  [x, -x].flatMap((atX) => [y, -y].map((atY) => box([atX, atY, height / 2], [side, side, height], paint)));

export const tables = [
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
  {
    name: 'SawhorseTable',
    model: 'table',
    about: 'A board on two wooden horses, each two leaning frames.',
    paints: { topColor: 'furniture', legColor: 'leg' },
    parts: [
      box([0, 0, 0.73], [0.64, 1.3, 0.028], 'topColor'),
      ...[0.45, -0.45].flatMap((y) => [
        ...[0.2, -0.2].map((x) =>
          box([x, y, 0.36], [0.035, 0.05, 0.75], 'legColor', [0, 1, 0, -Math.sign(x) * 0.2]),
        ),
        box([0, y, 0.69], [0.56, 0.06, 0.05], 'legColor'),
        box([0, y, 0.22], [0.46, 0.03, 0.04], 'legColor'),
      ]),
    ],
  },
  {
    name: 'StarFootTable',
    model: 'table',
    about: 'A round table on one column with four feet that slope down from it.',
    paints: { topColor: 'furniture', footColor: 'leg' },
    parts: [
      rod([0, 0, 0.72], [0.42, 0.03], 'topColor'),
      rod([0, 0, 0.38], [0.045, 0.68], 'footColor'),
      ...around(4, (a) => box(polar(0.2, a, 0.07), [0.36, 0.05, 0.045], 'footColor', turned(a, 0.26))),
    ],
  },
  {
    name: 'BarrelTable',
    model: 'table',
    about: 'A low table like a barrel: a wide drum to the floor, two hoops, a lid that overhangs.',
    paints: { topColor: 'furniture', sideColor: 'furniture', hoopColor: 'metal' },
    parts: [
      rod([0, 0, 0.19], [0.24, 0.38], 'sideColor'),
      rod([0, 0, 0.395], [0.28, 0.03], 'topColor'),
      ...[0.07, 0.31].map((z) => mark(rod([0, 0, z], [0.244, 0.03], 'hoopColor'))),
    ],
  },
  {
    name: 'CrossLegTable',
    model: 'table',
    about: 'A table with two crossed legs at each end and a bar between the crossings.',
    paints: { topColor: 'furniture', legColor: 'leg' },
    parts: [
      box([0, 0, 0.72], [0.68, 1.1, 0.035], 'topColor'),
      ...[0.4, -0.4].flatMap((y) =>
        [1, -1].map((side) =>
          box([0, y + side * 0.025, 0.355], [0.05, 0.05, 0.88], 'legColor', [0, 1, 0, side * 0.65]),
        ),
      ),
      rod([0, 0, 0.36], [0.02, 0.8], 'legColor', ALONG_Y),
    ],
  },
  {
    name: 'HoopTable',
    model: 'table',
    about: 'A glass top on a wire frame: rods between a hoop at the floor and one below the top.',
    paints: { topColor: 'glass', frameColor: 'metal' },
    parts: [
      rod([0, 0, 0.45], [0.3, 0.012], 'topColor'),
      ...around(5, (a) => rod(polar(0.2, a, 0.22), [0.009, 0.44], 'frameColor', leaning(a, -0.2))),
      ...around(6, (a) => box(polar(0.135, a, 0.008), [0.016, 0.17, 0.016], 'frameColor', [0, 0, 1, a])),
    ],
  },
  {
    name: 'FrameTable',
    model: 'table',
    about: 'A cube of square bars with a pale top and a shelf near the floor.',
    paints: { topColor: 'glass', frameColor: 'leg', shelfColor: 'furniture' },
    parts: [
      ...legs(0.25, 0.3, 0.5, 0.03, 'frameColor'),
      box([0, 0, 0.51], [0.55, 0.65, 0.02], 'topColor'),
      box([0, 0, 0.14], [0.5, 0.6, 0.02], 'shelfColor'),
      ...[0.25, -0.25].map((x) => box([x, 0, 0.485], [0.03, 0.6, 0.03], 'frameColor')),
    ],
  },
  {
    name: 'TripodTable',
    model: 'table',
    about: 'A small round table on three legs that lean far out.',
    paints: { topColor: 'furniture', legColor: 'leg' },
    parts: [
      rod([0, 0, 0.48], [0.26, 0.03], 'topColor'),
      ...around(3, (a) => rod(polar(0.18, a, 0.235), [0.02, 0.5], 'legColor', leaning(a, 0.36))),
      ...around(3, (a) => box(polar(0.07, a, 0.3), [0.14, 0.02, 0.02], 'legColor', [0, 0, 1, a])),
    ],
  },
  {
    name: 'PanelTable',
    model: 'table',
    about: 'A board bent down to the floor at both ends.',
    paints: { topColor: 'furniture', legColor: 'furniture' },
    parts: [
      box([0, 0, 0.42], [0.45, 0.8, 0.035], 'topColor'),
      ...[0.38, -0.38].map((y) => box([0, y, 0.21], [0.45, 0.035, 0.42], 'legColor')),
      box([0, 0, 0.2], [0.4, 0.74, 0.02], 'topColor'),
    ],
  },
  {
    name: 'HairpinTable',
    model: 'table',
    about: 'A table whose four legs are pairs of thin rods that meet at the floor.',
    paints: { topColor: 'wood', legColor: 'leg' },
    parts: [
      box([0, 0, 0.6], [0.5, 0.8, 0.04], 'topColor'),
      ...[0.2, -0.2].flatMap((x) =>
        [0.34, -0.34].flatMap((y) =>
          [1, -1].map((side) =>
            rod([x, y + side * 0.03, 0.29], [0.008, 0.59], 'legColor', [1, 0, 0, -side * 0.1]),
          ),
        ),
      ),
    ],
  },
];
