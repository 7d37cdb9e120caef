// People: what the robot sees of them is mostly legs and feet. Heading +x; rigid, moved along a path by the simulator.
import { ALONG_X, box, orb, pill, rod } from './parts.mjs';

const paints = {
  shirtColor: 'any',
  trousersColor: 'any',
  shoeColor: 'any',
  skinColor: 'skin',
  hairColor: 'dark',
};
const lean = (angle) => [0, 1, 0, angle];

/** Both legs with feet: how far apart in the stride and sideways, how thick, bare from `bareTo` downwards, what they stand in. */
function legs({ hip, stride, apart, thick, bareTo = 0, feet = 'shoe' }) {
  return [1, -1].flatMap((side) => {
    const [foot, y] = [side * stride, (side * apart) / 2];
    const tilt = Math.atan2(-foot, hip);
    const between = (low, high, radius, paint) =>
      pill(
        [foot * (1 - (low + high) / 2 / hip), y, (low + high) / 2],
        [radius, Math.max(0.02, high - low - 2 * radius)],
        paint,
        lean(tilt),
      );
    const covered = between(Math.max(bareTo, feet === 'boot' ? 0.3 : 0.05), hip, thick, 'trousersColor');
    const skin = bareTo > 0 ? [between(0.04, bareTo + 0.05, thick * 0.62, 'skinColor')] : [];
    const shaft =
      feet === 'boot' ? [rod([foot * 0.8, y, 0.2], [thick * 0.95, 0.36], 'shoeColor', lean(tilt))] : [];
    return [covered, ...skin, ...shaft, ...standing(foot, y, feet)];
  });
}

function standing(x, y, feet) {
  if (feet === 'bare') return [pill([x + 0.06, y, 0.035], [0.035, 0.15], 'skinColor', ALONG_X)];
  if (feet === 'sock') return [pill([x + 0.06, y, 0.04], [0.04, 0.14], 'shoeColor', ALONG_X)];
  return [
    box([x + 0.05, y, 0.015], [0.27, 0.095, 0.03], 'shoeColor'),
    pill([x + 0.07, y, 0.05], [0.04, 0.12], 'shoeColor', ALONG_X),
  ];
}

/** From the hips up, for somebody of the height. */
function upper(hip, height, wide) {
  const shoulder = height - 0.3;
  return [
    rod([0, 0, (hip + shoulder) / 2], [wide, shoulder - hip + 0.06], 'shirtColor'),
    ...[1, -1].map((side) =>
      pill(
        [side * 0.05, side * (wide + 0.05), shoulder - 0.24],
        [0.045, 0.4],
        'shirtColor',
        lean(side * -0.2),
      ),
    ),
    orb([0.01, 0, height - 0.13], 0.105, 'skinColor'),
    orb([-0.02, 0, height - 0.1], 0.11, 'hairColor'),
  ];
}

const person = (name, about, parts) => ({ name, model: 'person', kind: 'walker', about, paints, parts });

export const people = [
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
  person('WidePantsPerson', 'Somebody in wide trousers that reach the floor.', [
    ...legs({ hip: 0.86, stride: 0.14, apart: 0.24, thick: 0.1 }),
    ...upper(0.84, 1.76, 0.18),
  ]),
  person('ShortsPerson', 'Somebody in shorts, legs bare below the knee.', [
    ...legs({ hip: 0.86, stride: 0.2, apart: 0.2, thick: 0.085, bareTo: 0.48 }),
    ...upper(0.84, 1.78, 0.17),
  ]),
  person('LongSkirtPerson', 'Somebody in a skirt down to the ankles.', [
    ...standing(0.1, 0.09, 'shoe'),
    ...standing(-0.06, -0.09, 'shoe'),
    rod([0, 0, 0.3], [0.24, 0.44], 'trousersColor'),
    rod([0, 0, 0.62], [0.19, 0.24], 'trousersColor'),
    rod([0, 0, 0.82], [0.15, 0.2], 'trousersColor'),
    ...upper(0.9, 1.66, 0.14),
  ]),
  person('RaincoatPerson', 'Somebody in a coat to below the knee and tall boots.', [
    ...legs({ hip: 0.7, stride: 0.12, apart: 0.2, thick: 0.07, feet: 'boot' }),
    rod([0, 0, 0.62], [0.22, 0.4], 'shirtColor'),
    ...upper(0.8, 1.72, 0.19),
  ]),
  person('SchoolPerson', 'Somebody of 1.25 m: large head, short legs, bare knees.', [
    ...legs({ hip: 0.55, stride: 0.13, apart: 0.15, thick: 0.06, bareTo: 0.3 }),
    ...upper(0.54, 1.25, 0.13),
  ]),
  person('ToddlerPerson', 'Somebody of 0.9 m in socks, legs wide apart.', [
    ...legs({ hip: 0.34, stride: 0.06, apart: 0.18, thick: 0.06, feet: 'sock' }),
    ...upper(0.34, 0.9, 0.13),
  ]),
  person('BarefootPerson', 'Somebody in narrow trousers rolled up, without shoes.', [
    ...legs({ hip: 0.84, stride: 0.17, apart: 0.16, thick: 0.065, bareTo: 0.2, feet: 'bare' }),
    ...upper(0.82, 1.7, 0.15),
  ]),
  person('BootsPerson', 'Somebody in tall boots with a long stride.', [
    ...legs({ hip: 0.9, stride: 0.28, apart: 0.16, thick: 0.075, feet: 'boot' }),
    ...upper(0.88, 1.84, 0.18),
  ]),
  person('StandingPerson', 'Somebody whose legs are together, in slim trousers.', [
    ...legs({ hip: 0.86, stride: 0.02, apart: 0.17, thick: 0.07 }),
    ...upper(0.85, 1.74, 0.16),
  ]),
];
