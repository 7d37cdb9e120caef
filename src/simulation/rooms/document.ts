// A finished room as a world: settings, light, shell, things and robot, every name unique and every PROTO declared.
import { node, world } from '../worldfile/builder.js';
import { findFields } from '../worldfile/fields.js';
import type { Node, NodeOrUse, World } from '../worldfile/tree.js';
import { areaOf, centreOf, grown, sizeOf, type Point, type Rect } from './rect.js';
import { contactPairs } from './contacts.js';
import type { Plan } from './plan.js';
import { floorNodes, wallNodes, type Finishes } from './structure.js';
import { nodeOf, tidy, type Color, type Placed } from './thing.js';

export interface Stance {
  readonly at: Point;
  readonly yawRad: number;
}

export interface Sun {
  /** Where the light comes from: turn from +x, and height above the horizon. */
  readonly azimuthRad: number;
  readonly elevationRad: number;
  readonly color: Color;
  readonly intensity: number;
}

export interface Draft {
  readonly title: string;
  /** Lines for WorldInfo.info: how the world was made. */
  readonly info: readonly string[];
  readonly seed: number;
  readonly plan: Plan;
  readonly finishes: Finishes;
  readonly placed: readonly Placed[];
  readonly start: Stance;
  readonly sun: Sun;
  readonly lampColor: Color;
  /** Light nodes instead of sun and lamps. */
  readonly lighting?: readonly Node[] | undefined;
  /** Instead of what the robot's PROTO says. */
  readonly camera?: CameraFields | undefined;
}

export interface CameraFields {
  /** Down from the horizon. */
  readonly pitchRad: number;
  readonly exposure: number;
  /** Standard deviation over full scale. */
  readonly noise: number;
}

/** `urlOf`: from the world's folder to a PROTO, which may be in `surfaces/`: `../protos/Rug.proto` for `Rug`. */
export function worldFrom(draft: Draft, urlOf: (proto: string) => string): World {
  const nodes = [
    worldInfo(draft),
    viewpoint(draft.plan),
    node('Background', { skyColor: [0.62, 0.72, 0.82] }),
    ...lights(draft),
    ...named(floorNodes(draft.plan, draft.finishes.floors), 'floor'),
    ...named(wallNodes(draft.plan, draft.finishes), 'wall'),
    ...thingNodes(draft.placed),
    robot(draft),
  ].map(tidy);
  return world(nodes, protoUrls(nodes, urlOf));
}

function worldInfo({ title, info, seed }: Draft): Node {
  return node('WorldInfo', {
    title,
    info,
    basicTimeStep: 5,
    randomSeed: seed % 2 ** 31,
    contactProperties: contactPairs(),
  });
}

/** From above, the whole plan in view. */
function viewpoint({ spaces }: Plan): Node {
  const all = boundsOf(spaces.map(({ area }) => area));
  const heightM = Math.max(...sizeOf(all)) * 1.4 + 2;
  return node('Viewpoint', { orientation: [0, 1, 0, Math.PI / 2], position: [...centreOf(all), heightM] });
}

/** The sun over open roofs and through windows, and one lamp a space. */
function lights({ plan, sun, lampColor, lighting }: Draft): Node[] {
  if (lighting !== undefined) return [...lighting];
  const { azimuthRad, elevationRad, color, intensity } = sun;
  const flat = Math.cos(elevationRad);
  const direction = [-Math.cos(azimuthRad) * flat, -Math.sin(azimuthRad) * flat, -Math.sin(elevationRad)];
  const lamps = plan.spaces.map(({ area }) =>
    node('PointLight', {
      ambientIntensity: 0.15,
      attenuation: [1, 0, 0.12],
      color: lampColor,
      intensity: 0.6 + Math.min(0.9, areaOf(area) / 25),
      location: [...centreOf(area), plan.heightM - 0.15],
      radius: 12,
      castShadows: true,
    }),
  );
  return [
    node('DirectionalLight', { ambientIntensity: 0.35, color, direction, intensity, castShadows: true }),
    ...lamps,
  ];
}

function named(nodes: readonly Node[], stem: string): Node[] {
  return nodes.map((piece, index) => withName(piece, `${stem} ${index + 1}`));
}

function withName(piece: Node, name: string): Node {
  const [field] = node(piece.type, { name }).fields;
  return field === undefined ? piece : { ...piece, fields: [...piece.fields, field] };
}

const stemByModel: Readonly<Record<string, string>> = { floor: 'rug', wall: 'pillar' };

/** Names count by class: "chair 1", "chair 2"; those of the shell are not used again. */
function thingNodes(placed: readonly Placed[]): Node[] {
  const counts = new Map<string, number>();
  return placed.map((one) => {
    const stem = one.name ?? stemByModel[one.thing.model] ?? one.thing.model;
    const number = (counts.get(stem) ?? 0) + 1;
    counts.set(stem, number);
    return nodeOf(one, `${stem} ${number}`);
  });
}

function robot({ start, camera }: Draft): Node {
  return node('JackdawRobot', {
    translation: [...start.at, 0],
    rotation: [0, 0, 1, start.yawRad],
    ...(camera === undefined
      ? {}
      : {
          cameraRotation: [0, 1, 0, camera.pitchRad],
          cameraExposure: camera.exposure,
          cameraNoise: camera.noise,
        }),
  });
}

/** One URL for every PROTO the nodes use, in alphabetical order; surfaces have a folder of their own. */
function protoUrls(nodes: readonly Node[], urlOf: (proto: string) => string): string[] {
  const types = new Set<string>();
  const visit = (one: NodeOrUse | undefined, inside: string): void => {
    if (one?.kind !== 'node') return;
    if (findFields(one.type) === undefined) types.add(`${inside}${one.type}`);
    for (const { value } of one.fields) {
      if (value.kind === 'nodes') value.nodes.forEach((inner) => visit(inner, 'surfaces/'));
      if (value.kind === 'untyped')
        for (const item of value.items) if (typeof item === 'object') visit(item, 'surfaces/');
    }
  };
  nodes.forEach((one) => visit(one, ''));
  return [...types].sort().map(urlOf);
}

export function boundsOf(areas: readonly Rect[]): Rect {
  const all = areas.reduce((sum, area) => ({
    minX: Math.min(sum.minX, area.minX),
    minY: Math.min(sum.minY, area.minY),
    maxX: Math.max(sum.maxX, area.maxX),
    maxY: Math.max(sum.maxY, area.maxY),
  }));
  return grown(all, 0);
}
