// A room from above: floors by material, things by class, darker where they cross the LIDAR's plane, people's paths, the robot.
import { Drawing, type Pixel } from '../../picture/drawing.js';
import { outlinesOf, type Slab } from '../rooms/outline.js';
import type { Bound, Path, Scene, Solid } from '../scene/scene.js';
import { colorOfClass, colorOfFloor } from './palette.js';

const SIDE = 720;
const MARGIN = 28;
const HEAD = 40;
const ROBOT_RADIUS_M = 0.1;

/** What stands on the floor, up to where the robot's top is; all of it, however high; what the LIDAR's plane cuts. */
const slabs = {
  all: { lowM: 0.03, highM: 3 },
  hazard: { lowM: 0.01, highM: 0.19 },
  plane: { lowM: 0.165, highM: 0.175 },
} as const satisfies Record<string, Slab>;

const INK = '#27303a';

type Plan = (x: number, y: number) => Pixel;

/** PNG bytes. The world as it is at the start. */
export async function renderPlan(scene: Scene): Promise<Uint8Array> {
  const extent = extentOf(scene);
  const scale = (SIDE - 2 * MARGIN) / Math.max(extent.maxX - extent.minX, extent.maxY - extent.minY);
  const height = Math.ceil((extent.maxY - extent.minY) * scale + 2 * MARGIN + HEAD);
  const drawing = new Drawing(SIDE, height);
  const plan: Plan = (x, y) => [
    MARGIN + (x - extent.minX) * scale,
    height - MARGIN - (y - extent.minY) * scale,
  ];
  drawFloors(drawing, plan, scene);
  for (const slab of [slabs.all, slabs.hazard, slabs.plane]) drawThings(drawing, plan, scene, slab);
  for (const { path } of scene.solids) if (path !== undefined) drawPath(drawing, plan, path);
  drawRobot(drawing, plan, scene, scale);
  drawHead(drawing, scene, scale);
  return drawing.toPng('#ffffff');
}

function drawFloors(drawing: Drawing, plan: Plan, scene: Scene): void {
  for (const solid of scene.solids.filter(isFloor)) {
    const color = colorOfFloor(solid.contactMaterial) ?? '#e8e8e8';
    for (const outline of outlinesOfSolid(solid, { lowM: -1, highM: 0.05 })) {
      drawing.polygon(
        outline.map(([x, y]) => plan(x, y)),
        { fill: { color } },
      );
    }
  }
}

function drawThings(drawing: Drawing, plan: Plan, scene: Scene, slab: Slab): void {
  for (const solid of scene.solids) {
    if (isFloor(solid) || solid.robot) continue;
    const color = colorOfClass(modelOf(scene, solid));
    const style = styleOf(slab, color, isGlass(solid));
    for (const outline of outlinesOfSolid(solid, slab))
      drawing.polygon(
        outline.map(([x, y]) => plan(x, y)),
        style,
      );
  }
}

/** Faint: somewhere above. Hatched by half: a hazard. Full: the LIDAR sees it, unless it is glass. */
function styleOf(slab: Slab, color: string, glass: boolean): Parameters<Drawing['polygon']>[1] {
  if (slab === slabs.all) return { fill: { color, opacity: 0.18 } };
  if (slab === slabs.hazard) return { fill: { color, opacity: 0.35 }, stroke: { color, width: 0.8 } };
  return glass
    ? { stroke: { color: colorOfClass('glass'), width: 2 } }
    : { fill: { color }, stroke: { color: INK, width: 0.8 } };
}

function drawPath(drawing: Drawing, plan: Plan, { points }: Path): void {
  const first = points[0];
  if (first === undefined) return;
  const loop = [...points, first].map(([x, y]) => plan(x, y));
  drawing.polyline(loop, { color: colorOfClass('person'), width: 1.5, dashed: true });
}

function drawRobot(drawing: Drawing, plan: Plan, { robot, solids }: Scene, scale: number): void {
  const pose = robot === undefined ? undefined : solids[robot.solid]?.pose;
  if (pose === undefined) return;
  const [x, y] = pose.position;
  const [, , qz, qw] = pose.orientation;
  const yaw = 2 * Math.atan2(qz, qw);
  drawing.circle(plan(x, y), ROBOT_RADIUS_M * scale, {
    fill: { color: '#ffc400' },
    stroke: { color: INK, width: 1.5 },
  });
  const nose = plan(x + Math.cos(yaw) * ROBOT_RADIUS_M * 1.6, y + Math.sin(yaw) * ROBOT_RADIUS_M * 1.6);
  drawing.line(plan(x, y), nose, { color: INK, width: 2.5 });
}

function drawHead(drawing: Drawing, { title }: Scene, scale: number): void {
  drawing.text(title, [MARGIN, 24], { color: INK, height: 12 });
  const end: Pixel = [SIDE - MARGIN, 24];
  drawing.line([end[0] - scale, end[1]], end, { color: INK, width: 2 });
  drawing.text('1 m', [end[0] - scale - 6, end[1] + 4], { color: INK, height: 9, anchor: 'right' });
}

function outlinesOfSolid(solid: Solid, slab: Slab): (readonly (readonly [number, number])[])[] {
  const bodies: readonly Bound[] = solid.bounds.length > 0 ? solid.bounds : solid.shapes;
  return bodies.flatMap((body) => outlinesOf(body, solid.pose, slab)).filter((outline) => outline.length > 2);
}

function isFloor({ model, contactMaterial }: Solid): boolean {
  return model === 'floor' || colorOfFloor(contactMaterial) !== undefined;
}

function isGlass({ shapes }: Solid): boolean {
  return shapes.length > 0 && shapes.every(({ appearance }) => appearance.transparency >= 0.5);
}

/** Parts have no class of their own: it is that of what they belong to. */
function modelOf({ solids }: Scene, solid: Solid): string {
  if (solid.model !== '' || solid.parent < 0) return solid.model;
  const parent = solids[solid.parent];
  return parent === undefined ? '' : modelOf({ solids } as Scene, parent);
}

interface Extent {
  readonly minX: number;
  readonly minY: number;
  readonly maxX: number;
  readonly maxY: number;
}

/** Of what stands on the floor; a world of endless floor alone is shown 4 m wide. */
function extentOf(scene: Scene): Extent {
  const points = scene.solids.flatMap((solid) => outlinesOfSolid(solid, slabs.all)).flat();
  const near = points.filter(([x, y]) => Math.abs(x) < 200 && Math.abs(y) < 200);
  if (near.length === 0) return { minX: -2, minY: -2, maxX: 2, maxY: 2 };
  const xs = near.map(([x]) => x);
  const ys = near.map(([, y]) => y);
  return {
    minX: least(xs),
    minY: least(ys),
    maxX: -least(xs.map((x) => -x)),
    maxY: -least(ys.map((y) => -y)),
  };
}

function least(values: readonly number[]): number {
  return values.reduce((a, b) => Math.min(a, b), Infinity);
}
