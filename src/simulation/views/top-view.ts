// The room from above as a plan: floors by surface, things by class, the robot with its heading.
import { Canvas } from '../../picture/canvas.js';
import type { Color, Spot } from '../../picture/canvas.js';
import { listObjects } from '../camera/objects.js';
import { createRigid, movePoint, rigidOfPose, writeRigid } from '../camera/rigid.js';
import type { Vector } from '../camera/rigid.js';
import { outlineOf } from '../camera/shape-outline.js';
import { POSE_STRIDE } from '../scene/poses.js';
import type { Poses } from '../scene/poses.js';
import type { Scene, Solid } from '../scene/scene.js';
import { hullOf } from './hull.js';
import { colorOfClass, colorOfFloor } from './palette.js';

export interface TopViewOptions {
  /** Pixels of the longer side; default 800. */
  readonly size?: number;
  /** Write the class beside each obstacle; default true. */
  readonly names?: boolean;
  /** World points to draw as dots, such as LIDAR returns: x y per point. */
  readonly points?: Float64Array;
  /** World points to join, such as the way driven: x y per point. */
  readonly way?: Float64Array;
}

/** From world metres to pixels of the plan: x to the right, y up. */
export interface Plan {
  readonly canvas: Canvas;
  readonly pixelsPerMetre: number;
  readonly spotOf: (x: number, y: number) => Spot;
}

/** What lies wholly above this does not belong on a floor plan: lamps, lintels, ceilings. Metres. */
const TOP_METRES = 1.9;
const MARGIN_METRES = 0.25;
const PAPER: Color = [250, 250, 248];
const INK: Color = [40, 40, 44];
const RED: Color = [220, 40, 40];
const BLUE: Color = [40, 90, 200];

export function drawTopView(scene: Scene, poses: Poses, options: TopViewOptions = {}): Plan {
  const pieces = footprintsOf(scene, poses);
  const plan = createPlan(pieces, options.size ?? 800);
  plan.canvas.fill(PAPER);
  for (const piece of pieces) drawPiece(plan, piece);
  if (options.names ?? true) writeNames(plan, scene, poses);
  if (options.way !== undefined) drawWay(plan, options.way);
  if (options.points !== undefined) drawPoints(plan, options.points);
  if (scene.robot !== undefined) drawRobot(plan, poses, scene.robot.solid);
  drawScale(plan);
  return plan;
}

interface Piece {
  readonly solid: Solid;
  readonly model: string;
  readonly low: number;
  readonly high: number;
  readonly hull: readonly Spot[];
}

/** Footprints of all shapes near the floor, lowest tops first, so that what is higher lies over what is lower. */
function footprintsOf(scene: Scene, poses: Poses): Piece[] {
  const objects = listObjects(scene);
  const modelOf = (solid: Solid) => objects.list[objects.ofSolid[solid.index]!]?.model ?? solid.model;
  const pieces = scene.solids
    .filter((solid) => !solid.robot && modelOf(solid) !== 'ceiling')
    .flatMap((solid) => piecesOf(solid, modelOf(solid), poses));
  return pieces.filter(({ low }) => low < TOP_METRES).sort((a, b) => a.high - b.high);
}

function piecesOf(solid: Solid, model: string, poses: Poses): Piece[] {
  const inWorld = createRigid();
  writeRigid(inWorld, poses, solid.index);
  return solid.shapes.map(({ geometry, pose }) => {
    const inSolid = rigidOfPose(pose);
    const points = outlineOf(geometry).vertices.map((vertex) =>
      movePoint(inWorld, movePoint(inSolid, vertex)),
    );
    const heights = points.map((point) => point[2]);
    return {
      solid,
      model,
      low: Math.min(...heights),
      high: Math.max(...heights),
      hull: hullOf(points.map(([x, y]: Vector) => [x, y] as const)),
    };
  });
}

function createPlan(pieces: readonly Piece[], size: number): Plan {
  const spots = pieces.flatMap(({ hull }) => hull);
  const bound = (axis: 0 | 1, pick: (...values: number[]) => number) =>
    spots.reduce((bounds, spot) => pick(bounds, spot[axis]), spots[0]?.[axis] ?? 0);
  const left = bound(0, Math.min) - MARGIN_METRES;
  const right = bound(0, Math.max) + MARGIN_METRES;
  const bottom = bound(1, Math.min) - MARGIN_METRES;
  const top = bound(1, Math.max) + MARGIN_METRES;
  const pixelsPerMetre = size / Math.max(right - left, top - bottom);
  const pixels = (metres: number) => Math.max(1, Math.round(metres * pixelsPerMetre));
  return {
    canvas: new Canvas(pixels(right - left), pixels(top - bottom)),
    pixelsPerMetre,
    spotOf: (x, y) => [(x - left) * pixelsPerMetre, (top - y) * pixelsPerMetre],
  };
}

function drawPiece({ canvas, spotOf }: Plan, { solid, model, hull }: Piece): void {
  const corners = hull.map(([x, y]) => spotOf(x, y));
  const floor = model === 'floor' || model === 'rug';
  const [r, g, b] = floor ? colorOfFloor(solid.contactMaterial) : colorOfClass(model);
  canvas.polygon(corners, floor ? [r, g, b] : [r, g, b, 0.88]);
  canvas.polyline(corners, floor ? [r * 0.85, g * 0.85, b * 0.85] : [r * 0.6, g * 0.6, b * 0.6], {
    closed: true,
  });
}

function writeNames({ canvas, spotOf }: Plan, scene: Scene, poses: Poses): void {
  for (const { obstacle, model, solid } of listObjects(scene).list) {
    if (!obstacle) continue;
    const at = solid * POSE_STRIDE;
    const [x, y] = spotOf(poses[at]!, poses[at + 1]!);
    canvas.label(model, [x - 3 * model.length, y - 4], { ink: INK, plate: [255, 255, 255, 0.55] });
  }
}

function drawWay({ canvas, spotOf }: Plan, way: Float64Array): void {
  const spots = Array.from({ length: way.length >> 1 }, (_, i) => spotOf(way[i * 2]!, way[i * 2 + 1]!));
  canvas.polyline(spots, BLUE, { width: 2 });
}

function drawPoints({ canvas, spotOf }: Plan, points: Float64Array): void {
  for (let i = 0; i + 1 < points.length; i += 2) canvas.disc(spotOf(points[i]!, points[i + 1]!), 1.6, RED);
}

function drawRobot({ canvas, spotOf, pixelsPerMetre }: Plan, poses: Poses, solid: number): void {
  const rigid = createRigid();
  writeRigid(rigid, poses, solid);
  const place = (forward: number, left: number) => {
    const [x, y] = movePoint(rigid, [forward, left, 0]);
    return spotOf(x, y);
  };
  const radius = 0.1 * pixelsPerMetre;
  canvas.disc(place(0, 0), radius, [255, 255, 255]);
  canvas.circle(place(0, 0), radius, BLUE, 2);
  canvas.polygon([place(0.13, 0), place(-0.03, 0.06), place(-0.03, -0.06)], BLUE);
}

function drawScale({ canvas, pixelsPerMetre }: Plan): void {
  const y = canvas.height - 8;
  canvas.line([8, y], [8 + pixelsPerMetre, y], INK, 2);
  canvas.text('1 m', [12, y - 11], INK);
}
