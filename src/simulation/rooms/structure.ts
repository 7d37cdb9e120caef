// The shell of a flat as nodes: floors, walls with their openings, door frames, windows and lights.
import { node } from '../worldfile/builder.js';
import type { Node } from '../worldfile/tree.js';
import { centreOf, sizeOf, type Point } from './rect.js';
import { WALL_THICKNESS_M, type Opening, type Plan, type Space, type Wall } from './plan.js';
import { appearanceOf, type Finish, type FloorFinish } from './surfaces.js';
import type { Color } from './thing.js';

export interface Finishes {
  /** One for each space. */
  readonly floors: readonly FloorFinish[];
  readonly wall: Finish;
  readonly skirting: Color;
  readonly frame: Color;
}

const DOOR_TOP_M = 2.1;
const SILL_M = 0.9;
const FLOOR_SLAB_M = 0.1;
const SKIRTING_M = { height: 0.07, depth: 0.012 };
const POST_M = 0.05;

export function floorNodes(plan: Plan, floors: readonly FloorFinish[]): Node[] {
  return plan.spaces.map((space, index) => floorNode(space, floors[index] as FloorFinish));
}

export function wallNodes(plan: Plan, finishes: Finishes): Node[] {
  return plan.walls.flatMap((wall) => wallPieces(wall, plan.heightM, finishes));
}

function floorNode({ area }: Space, finish: FloorFinish): Node {
  const size = sizeOf(area);
  return node('RoomFloor', {
    translation: [...centreOf(area), -FLOOR_SLAB_M / 2],
    size: [...size, FLOOR_SLAB_M],
    contactMaterial: finish.material,
    appearance: appearanceOf(finish, size),
  });
}

/** Full pieces between the openings; over a door a slab and its frame, round a window a sill wall, a slab and the pane. */
function wallPieces(wall: Wall, heightM: number, finishes: Finishes): Node[] {
  const nodes: Node[] = [];
  const reach = wall.outer ? WALL_THICKNESS_M / 2 : 0;
  let from = wall.from - reach;
  for (const opening of wall.openings) {
    const [start, end] = [opening.at - opening.widthM / 2, opening.at + opening.widthM / 2];
    nodes.push(fullPiece(wall, [from, start], heightM, finishes), ...fill(wall, opening, heightM, finishes));
    from = end;
  }
  nodes.push(fullPiece(wall, [from, wall.to + reach], heightM, finishes));
  return nodes;
}

function fill(wall: Wall, opening: Opening, heightM: number, finishes: Finishes): Node[] {
  const slab = slabOver(wall, opening, heightM, finishes);
  if (opening.kind === 'door') return [slab, doorFrame(wall, opening, finishes.frame)];
  const span = [opening.at - opening.widthM / 2, opening.at + opening.widthM / 2] as const;
  return [fullPiece(wall, span, SILL_M, finishes), slab, windowPane(wall, opening)];
}

function fullPiece(wall: Wall, [from, to]: Point, heightM: number, finishes: Finishes): Node {
  const length = to - from;
  const { height, depth } = SKIRTING_M;
  return node('RoomWall', {
    ...stance(wall, (from + to) / 2, 0),
    size: [length, WALL_THICKNESS_M, heightM],
    centre: [0, 0, heightM / 2],
    skirtingSize: [length, WALL_THICKNESS_M + 2 * depth, height],
    skirtingCentre: [0, 0, height / 2],
    appearance: appearanceOf(finishes.wall, [length, heightM]),
    skirtingColor: finishes.skirting,
  });
}

function slabOver(wall: Wall, { at, widthM }: Opening, heightM: number, finishes: Finishes): Node {
  const height = heightM - DOOR_TOP_M;
  return node('WallSlab', {
    ...stance(wall, at, DOOR_TOP_M + height / 2),
    size: [widthM, WALL_THICKNESS_M, height],
    appearance: appearanceOf(finishes.wall, [widthM, height]),
  });
}

function doorFrame(wall: Wall, { at, widthM }: Opening, color: Color): Node {
  const depth = WALL_THICKNESS_M + 0.04;
  const postHeight = DOOR_TOP_M - POST_M;
  const side = (widthM - POST_M) / 2;
  return node('DoorFrame', {
    ...stance(wall, at, 0),
    postSize: [POST_M, depth, postHeight],
    leftPost: [side, 0, postHeight / 2],
    rightPost: [-side, 0, postHeight / 2],
    lintelSize: [widthM, depth, POST_M],
    lintel: [0, 0, DOOR_TOP_M - POST_M / 2],
    color,
  });
}

function windowPane(wall: Wall, { at, widthM }: Opening): Node {
  const height = DOOR_TOP_M - SILL_M;
  const bar = 0.05;
  return node('WindowPane', {
    ...stance(wall, at, SILL_M + height / 2),
    size: [widthM, 0.02, height],
    barSize: [bar, 0.06, height],
    railSize: [widthM, 0.06, bar],
    left: [(widthM - bar) / 2, 0, 0],
    right: [(bar - widthM) / 2, 0, 0],
    top: [0, 0, (height - bar) / 2],
    bottom: [0, 0, (bar - height) / 2],
  });
}

/** Translation and rotation of a piece whose x runs along the wall. */
function stance({ along, at }: Wall, middle: number, heightM: number): Record<string, readonly number[]> {
  if (along === 'x') return { translation: [middle, at, heightM] };
  return { translation: [at, middle, heightM], rotation: [0, 0, 1, Math.PI / 2] };
}
