// Light as it varies over training and proof: sun from anywhere, lamps of any warmth, in number and place; held-out rooms have set-ups of their own.
import { node } from '../worldfile/builder.js';
import type { Node } from '../worldfile/tree.js';
import type { Random } from '../random.js';
import { chance, choose, count } from './choice.js';
import type { AssetSet } from './kit.js';
import type { Plan, Space } from './plan.js';
import { areaOf, centreOf, sizeOf, type Point } from './rect.js';
import type { Color } from './thing.js';

export function drawLighting(random: Random, plan: Plan, assets: AssetSet): Node[] {
  return assets === 'heldout' ? heldOutLight(random, plan) : standardLight(random, plan);
}

/** The sun at any hour and weather, and up to two lamps a space; never darkness. */
function standardLight(random: Random, plan: Plan): Node[] {
  const clouded = chance(random, 0.3);
  const sun = sunNode(random, {
    elevationRad: random.between(0.5, 1.35),
    intensity: clouded ? random.between(0, 0.3) : random.between(1, 4),
    ambient: random.between(0.12, 0.5),
  });
  const warmth = random.next();
  const lamps = plan.spaces.flatMap((space) =>
    Array.from({ length: count(random, clouded ? 1 : 0, 2) }, () => {
      const at = offCentre(random, space, 0.5);
      return lampNode(random, {
        location: [...at, plan.heightM - random.between(0.1, 0.6)],
        color: lampColor(warmth + random.between(-0.15, 0.15)),
        intensity: (0.5 + Math.min(0.9, areaOf(space.area) / 25)) * random.between(0.5, 1.4),
      });
    }),
  );
  return [sun, ...lamps];
}

/** Three set-ups that training never has: evening sun, spots in a row, standing lamps beside the walls. */
function heldOutLight(random: Random, plan: Plan): Node[] {
  const setUp = choose(random, [eveningSun, spotRows, standingLamps]);
  return setUp(random, plan);
}

function eveningSun(random: Random, plan: Plan): Node[] {
  const sun = sunNode(random, {
    elevationRad: random.between(0.38, 0.5),
    intensity: random.between(1.5, 4),
    ambient: random.between(0.15, 0.4),
    color: [1, random.between(0.62, 0.78), random.between(0.4, 0.55)],
  });
  const lamps = plan.spaces.map(({ area }) =>
    lampNode(random, {
      location: [...centreOf(area), plan.heightM - 0.2],
      color: lampColor(1),
      intensity: random.between(0.25, 0.6),
    }),
  );
  return [sun, ...lamps];
}

function spotRows(random: Random, plan: Plan): Node[] {
  const color = lampColor(random.next());
  const spots = plan.spaces.flatMap(({ area }) => {
    const [width, depth] = sizeOf(area);
    const [x, y] = centreOf(area);
    const along = width >= depth;
    return [-0.28, 0.28].map((part) =>
      node('SpotLight', {
        ambientIntensity: 0.2,
        attenuation: [1, 0, 0.08],
        beamWidth: 0.5,
        castShadows: true,
        color,
        cutOffAngle: random.between(0.9, 1.2),
        direction: [random.between(-0.2, 0.2), random.between(-0.2, 0.2), -1],
        intensity: random.between(1.2, 2),
        location: [along ? x + part * width : x, along ? y : y + part * depth, plan.heightM - 0.1],
        radius: 12,
      }),
    );
  });
  const sky = sunNode(random, { elevationRad: 1.2, intensity: random.between(0, 0.2), ambient: 0.5 });
  return [sky, ...spots];
}

function standingLamps(random: Random, plan: Plan): Node[] {
  const lamps = plan.spaces.flatMap((space) =>
    Array.from({ length: 2 }, () =>
      lampNode(random, {
        location: [...offCentre(random, space, 0.8), random.between(0.9, 1.5)],
        color: lampColor(random.between(0.6, 1)),
        intensity: random.between(0.5, 1),
      }),
    ),
  );
  const sky = sunNode(random, {
    elevationRad: 1.1,
    intensity: random.between(0, 0.25),
    ambient: random.between(0.3, 0.5),
  });
  return [sky, ...lamps];
}

interface SunFacts {
  readonly elevationRad: number;
  readonly intensity: number;
  readonly ambient: number;
  readonly color?: Color;
}

function sunNode(random: Random, { elevationRad, intensity, ambient, color }: SunFacts): Node {
  const azimuthRad = random.between(-Math.PI, Math.PI);
  const flat = Math.cos(elevationRad);
  const drawn: Color = [1, random.between(0.82, 0.97), random.between(0.62, 1)];
  return node('DirectionalLight', {
    ambientIntensity: ambient,
    castShadows: true,
    color: color ?? drawn,
    direction: [-Math.cos(azimuthRad) * flat, -Math.sin(azimuthRad) * flat, -Math.sin(elevationRad)],
    intensity,
  });
}

interface LampFacts {
  readonly location: readonly number[];
  readonly color: Color;
  readonly intensity: number;
}

function lampNode(random: Random, { location, color, intensity }: LampFacts): Node {
  return node('PointLight', {
    ambientIntensity: random.between(0.08, 0.25),
    attenuation: [1, 0, random.between(0.08, 0.2)],
    castShadows: true,
    color,
    intensity,
    location,
    radius: 12,
  });
}

/** From bluish daylight tubes (0) to candle-like bulbs (1). */
function lampColor(warmth: number): Color {
  const t = Math.min(1, Math.max(0, warmth));
  return [0.85 + 0.15 * t, 0.97 - 0.15 * t, 1 - 0.45 * t];
}

/** Up to `share` of the way from the middle of a space to its walls. */
function offCentre(random: Random, { area }: Space, share: number): Point {
  const [x, y] = centreOf(area);
  const [width, depth] = sizeOf(area);
  return [x + (random.between(-share, share) * width) / 2, y + (random.between(-share, share) * depth) / 2];
}
