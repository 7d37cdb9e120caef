// What makes a room for learning out of a plausible one: light, tints, mixed floors, rugs, posters and the camera, all from the seed.
import { node } from '../worldfile/builder.js';
import { createRandom, type Random } from '../random.js';
import { chance, choose, count, drawYaw, tinted } from './choice.js';
import type { CameraFields, Draft } from './document.js';
import { drawPoint } from './furnish.js';
import { RUG_M } from './furniture.js';
import type { Kit } from './kit.js';
import { drawLighting } from './lighting.js';
import type { Plan, Space } from './plan.js';
import { contains, grown, overlap, rectAround, sizeOf, type Rect } from './rect.js';
import { liftOffRugs } from './rugs.js';
import { floorOf } from './site.js';
import { appearanceOf, drawFloor, floorMaterials, type FloorFinish } from './surfaces.js';
import { thing, type Color, type Placed, type Thing } from './thing.js';
import { drawPosters } from './wall-pictures.js';

/** Its own source of chance, apart from that of the room. */
const VARIETY_STREAM = 64;

/** The robot's camera looks down by this much. */
const PITCH_RAD = 0.19;
const DEGREE_RAD = Math.PI / 180;

export function vary(draft: Draft, kit: Kit, attempt: number): Draft {
  const random = createRandom(draft.seed + (VARIETY_STREAM + attempt) * 2 ** 32);
  const finishes = {
    floors: draft.finishes.floors.map((floor) => varied(random, floor)),
    wall: {
      ...draft.finishes.wall,
      patternM: draft.finishes.wall.patternM * drawScale(random),
      tint: tinted(random, draft.finishes.wall.tint, 0.15),
    },
    skirting: chance(random, 0.5) ? tinted(random, [0.9, 0.9, 0.88], 0.1) : anyColor(random, 0.1, 0.8),
    frame: tinted(random, draft.finishes.frame, 0.15),
  };
  const covers = drawCovers(random, draft, kit);
  const repaint = new Repaint(random, finishes.floors);
  const things = draft.placed.map((placed) => ({ ...placed, thing: repaint.thing(placed.thing) }));
  return {
    ...draft,
    finishes,
    placed: [
      ...liftOffRugs([...covers, ...things]),
      ...drawPosters(random, draft.plan),
      ...drawBlinds(random, draft.plan),
    ],
    lighting: drawLighting(random, draft.plan, kit.assets),
    camera: drawCamera(random),
  };
}

function drawCamera(random: Random): CameraFields {
  return {
    pitchRad: PITCH_RAD + random.between(-DEGREE_RAD, DEGREE_RAD),
    exposure: 2 ** random.between(-0.6, 0.6),
    noise: random.between(0.004, 0.02),
  };
}

function varied(random: Random, floor: FloorFinish): FloorFinish {
  return { ...floor, patternM: floor.patternM * drawScale(random), tint: wideTint(random) };
}

/** Boards, tiles and tufts come in sizes. */
function drawScale(random: Random): number {
  return 2 ** random.between(-0.6, 0.6);
}

/** Around white, each channel by itself: kinds of floor overlap in colour. */
function wideTint(random: Random): Color {
  const bright = random.between(0.55, 1);
  const channel = (): number => Math.min(1, bright * random.between(0.85, 1.12));
  return [channel(), channel(), channel()];
}

function anyColor(random: Random, low: number, high: number): Color {
  return [random.between(low, high), random.between(low, high), random.between(low, high)];
}

/** Rugs, mats and patches of another floor: nothing that the robot could bump into. */
function drawCovers(random: Random, { plan, start, placed }: Draft, kit: Kit): Placed[] {
  const covers: Placed[] = [];
  const taken: Rect[] = [
    rectAround(start.at, [0.3, 0.3]),
    ...placed.filter(({ thing: { model } }) => model === 'floor').map(floorOf),
  ];
  for (const space of plan.spaces) {
    for (let wanted = count(random, 0, 2); wanted > 0; wanted--) {
      const cover = drawCover(random, space, kit);
      const rect = floorOf(cover);
      if (taken.some((other) => overlap(grown(other, 0.02), rect))) continue;
      if (!contains(grown(space.area, -0.1), rect)) continue;
      taken.push(rect);
      covers.push(cover);
    }
  }
  return covers;
}

function drawCover(random: Random, space: Space, kit: Kit): Placed {
  const [width, depth] = sizeOf(space.area);
  const size = [
    random.between(0.4, Math.min(2.4, 0.6 * width)),
    random.between(0.4, Math.min(1.8, 0.6 * depth)),
  ] as const;
  const at = drawPoint(random, space.area);
  if (chance(random, 0.4)) {
    const floor = varied(random, drawFloor(random, choose(random, floorMaterials), kit.floors));
    const fields = {
      size: [...size, PATCH_M],
      centre: [0, 0, PATCH_M / 2],
      contactMaterial: floor.material,
      appearance: appearanceOf(floor, size),
    };
    return { thing: thing('FloorPatch', 'floor', { footprint: size, fields }), at, yawRad: 0, name: 'patch' };
  }
  const carpets = [...kit.floors.carpet.map(([surface]) => surface), ...kit.coverSurfaces];
  const scale = [size[0] / 0.6, size[1] / 0.6];
  const appearance = node(choose(random, carpets), {
    baseColor: anyColor(random, 0.4, 1),
    textureTransform: node('TextureTransform', { scale }),
  });
  const isRound = chance(random, 0.3);
  const radius = Math.min(...size) / 2;
  return {
    thing: isRound
      ? thing('RoundRug', 'floor', { footprint: [2 * radius, 2 * radius], fields: { radius, appearance } })
      : thing('Rug', 'floor', { footprint: size, fields: { size: [...size, RUG_M], appearance } }),
    at,
    yawRad: isRound || chance(random, 0.5) ? 0 : drawYaw(random),
  };
}

/** Thickness of another floor let into a floor. */
const PATCH_M = 0.003;

/** Slats over a part of a space, at ceiling height: the sun falls between them in stripes. */
function drawBlinds(random: Random, plan: Plan): Placed[] {
  return plan.spaces.flatMap(({ area }) => {
    if (!chance(random, 0.35)) return [];
    const [width, depth] = sizeOf(area);
    const slats = count(random, 2, 4);
    const step = width / slats;
    const slat = step * random.between(0.35, 0.7);
    return Array.from({ length: slats }, (_, index): Placed => ({
      thing: thing('WallSlab', 'wall', {
        footprint: [slat, depth],
        originM: plan.heightM + 0.1,
        fields: { size: [slat, depth, 0.03] },
      }),
      at: [area.minX + step * (index + 0.5), (area.minY + area.maxY) / 2],
      yawRad: 0,
      name: 'blind',
    }));
  });
}

/** New colours: all things of one PROTO shift together, some take the colour of the floor they stand on. */
class Repaint {
  readonly #random: Random;
  readonly #floors: readonly FloorFinish[];
  readonly #seedByProto = new Map<string, number>();

  constructor(random: Random, floors: readonly FloorFinish[]) {
    this.#random = random;
    this.#floors = floors;
  }

  thing(given: Thing): Thing {
    if (given.model === 'floor' || given.model === 'glass') return given;
    const random = createRandom(this.#seedOf(given.proto));
    const style = random.next();
    const floor = choose(random, this.#floors);
    const like: Color = [0, 1, 2].map((c) => floor.tone[c]! * floor.tint[c]!) as unknown as Color;
    const fields = Object.entries(given.fields).map(([name, value]) => {
      if (!/color\d?$/i.test(name) || !isColor(value) || name === 'skinColor') return [name, value];
      if (style < 0.2) return [name, tinted(random, like, 0.12)];
      if (style < 0.45) return [name, tinted(random, anyColor(random, 0.08, 0.92), 0.02)];
      return [name, tinted(random, value, 0.14)];
    });
    return { ...given, fields: Object.fromEntries(fields) as Thing['fields'] };
  }

  #seedOf(proto: string): number {
    let seed = this.#seedByProto.get(proto);
    if (seed === undefined) {
      seed = this.#random.below(2 ** 31);
      this.#seedByProto.set(proto, seed);
    }
    return seed;
  }
}

function isColor(value: unknown): value is Color {
  return Array.isArray(value) && value.length === 3 && value.every((channel) => typeof channel === 'number');
}
