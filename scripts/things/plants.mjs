// Plants: cactuses, palms, blades, what hangs, what flowers.
import { around, box, leaning, mark, orb, pill, polar, rod, spike, turned } from './parts.mjs';

const pot = (radius, height) => [
  rod([0, 0, height / 2], [radius * 0.88, height], 'potColor'),
  rod([0, 0, height - 0.015], [radius, 0.03], 'potColor'),
];

export const plants = [
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
  {
    name: 'ArmedCactus',
    model: 'plant',
    about: 'A cactus like a column, an arm on each side bent upwards.',
    paints: { potColor: 'pot', leafColor: 'leaf' },
    parts: [
      ...pot(0.11, 0.15),
      pill([0, 0, 0.36], [0.055, 0.34], 'leafColor'),
      pill([0, 0.08, 0.34], [0.032, 0.09], 'leafColor', [1, 0, 0, 1.5708]),
      pill([0, 0.125, 0.42], [0.032, 0.14], 'leafColor'),
      pill([0.02, -0.08, 0.27], [0.028, 0.07], 'leafColor', [1, 0, 0, 1.5708]),
      pill([0.02, -0.115, 0.33], [0.028, 0.1], 'leafColor'),
    ],
  },
  {
    name: 'GlobeCactus',
    model: 'plant',
    about: 'Round cactuses, three in a shallow bowl, with flowers on top.',
    paints: { potColor: 'pot', leafColor: 'leaf', flowerColor: 'bright' },
    parts: [
      rod([0, 0, 0.04], [0.15, 0.08], 'potColor'),
      ...[
        [0.04, 0.05, 0.14, 0.08],
        [-0.06, -0.03, 0.12, 0.06],
        [0.06, -0.07, 0.1, 0.045],
      ].flatMap(([x, y, z, r]) => [
        orb([x, y, z], r, 'leafColor'),
        mark(orb([x, y, z + r], r * 0.3, 'flowerColor')),
      ]),
    ],
  },
  {
    name: 'CrownPalm',
    model: 'plant',
    about: 'A palm: a thin stem, long leaves that rise from its top and hang down.',
    paints: { potColor: 'pot', leafColor: 'leaf', trunkColor: 'wood' },
    parts: [
      ...pot(0.14, 0.2),
      rod([0, 0, 0.5], [0.025, 0.62], 'trunkColor'),
      ...around(6, (a) => box(polar(0.15, a, 0.86), [0.32, 0.06, 0.008], 'leafColor', turned(a, -0.45))),
      ...around(6, (a) => box(polar(0.37, a, 0.86), [0.26, 0.05, 0.008], 'leafColor', turned(a, 0.65))),
    ],
  },
  {
    name: 'SwordPlant',
    model: 'plant',
    about: 'Stiff upright blades from one pot, pale at their edges.',
    paints: { potColor: 'pot', leafColor: 'leaf', lightLeafColor: 'lightLeaf' },
    parts: [
      ...pot(0.12, 0.17),
      ...around(4, (a) => box(polar(0.05, a, 0.38), [0.012, 0.06, 0.46], 'leafColor', turned(a, 0.12))),
      ...around(
        5,
        (a) => box(polar(0.07, a, 0.32), [0.012, 0.05, 0.34], 'lightLeafColor', turned(a, 0.24)),
        0.4,
      ),
    ],
  },
  {
    name: 'CascadePlant',
    model: 'plant',
    about: 'A high pot with vines that hang over its rim nearly to the floor.',
    paints: { potColor: 'pot', leafColor: 'leaf', lightLeafColor: 'lightLeaf' },
    parts: [
      rod([0, 0, 0.16], [0.1, 0.32], 'potColor'),
      orb([0, 0, 0.35], 0.1, 'leafColor'),
      ...around(5, (a) => pill(polar(0.13, a, 0.24), [0.03, 0.16], 'lightLeafColor', leaning(a, 0.12))),
      ...around(4, (a) => pill(polar(0.12, a, 0.17), [0.025, 0.22], 'leafColor', leaning(a, 0.05)), 0.5),
    ],
  },
  {
    name: 'ReedGrass',
    model: 'plant',
    about: 'Tall grass in a square tub: thin blades that lean every way.',
    paints: { potColor: 'pot', leafColor: 'lightLeaf' },
    parts: [
      box([0, 0, 0.11], [0.22, 0.22, 0.22], 'potColor'),
      ...around(6, (a) => box(polar(0.08, a, 0.48), [0.006, 0.02, 0.56], 'leafColor', turned(a, 0.16))),
      ...around(5, (a) => box(polar(0.13, a, 0.38), [0.006, 0.022, 0.4], 'leafColor', turned(a, 0.45)), 0.3),
    ],
  },
  {
    name: 'FlowerPot',
    model: 'plant',
    about: 'Flowers on stems over a low cushion of leaves.',
    paints: { potColor: 'pot', leafColor: 'leaf', flowerColor: 'bright' },
    parts: [
      ...pot(0.1, 0.13),
      orb([0, 0, 0.16], 0.1, 'leafColor'),
      ...around(4, (a) =>
        mark(rod(polar(0.05, a, 0.26), [0.006, 0.16], 'leafColor', leaning(a + Math.PI, 0.25))),
      ),
      ...around(4, (a) => orb(polar(0.075, a, 0.34), 0.035, 'flowerColor')),
      orb([0, 0, 0.37], 0.035, 'flowerColor'),
    ],
  },
  {
    name: 'RosetteBowl',
    model: 'plant',
    about: 'A succulent: thick pointed leaves in two rings, 14 cm high: below the LIDAR plane.',
    paints: { potColor: 'pot', leafColor: 'leaf', lightLeafColor: 'lightLeaf' },
    parts: [
      rod([0, 0, 0.035], [0.12, 0.07], 'potColor'),
      ...around(6, (a) => pill(polar(0.075, a, 0.09), [0.022, 0.07], 'leafColor', turned(a, 1.1))),
      ...around(4, (a) => pill(polar(0.035, a, 0.105), [0.018, 0.05], 'lightLeafColor', turned(a, 0.5)), 0.5),
    ],
  },
  {
    name: 'ClippedTree',
    model: 'plant',
    about: 'A small tree cut to balls, in a box of wood.',
    paints: { potColor: 'furniture', leafColor: 'leaf', trunkColor: 'wood' },
    parts: [
      box([0, 0, 0.14], [0.28, 0.28, 0.28], 'potColor'),
      ...[0.13, -0.13].flatMap((x) =>
        [0.13, -0.13].map((y) => mark(box([x, y, 0.15], [0.04, 0.04, 0.3], 'potColor'))),
      ),
      rod([0, 0, 0.6], [0.02, 0.7], 'trunkColor'),
      orb([0, 0, 0.52], 0.15, 'leafColor'),
      orb([0, 0, 0.9], 0.2, 'leafColor'),
    ],
  },
  {
    name: 'BroadLeafPlant',
    model: 'plant',
    about: 'A stem with large leaves one over the other, each turned from the last.',
    paints: { potColor: 'pot', leafColor: 'leaf', trunkColor: 'wood' },
    parts: [
      ...pot(0.13, 0.19),
      rod([0, 0, 0.44], [0.014, 0.52], 'trunkColor'),
      ...[0, 1, 2, 3, 4, 5, 6].map((i) =>
        box(
          polar(0.13, i * 2.4, 0.3 + i * 0.065),
          [0.2, 0.12, 0.008],
          'leafColor',
          turned(i * 2.4, -0.35 + (i % 3) * 0.3),
        ),
      ),
    ],
  },
  {
    name: 'PottedFir',
    model: 'plant',
    about: 'A small fir: three skirts of needles over one another.',
    paints: { potColor: 'pot', leafColor: 'leaf' },
    parts: [
      ...pot(0.11, 0.14),
      spike([0, 0, 0.29], [0.19, 0.24], 'leafColor'),
      spike([0, 0, 0.44], [0.15, 0.24], 'leafColor'),
      spike([0, 0, 0.58], [0.1, 0.22], 'leafColor'),
    ],
  },
];
