// Zones about the robot: circles and polygons in its base frame, and whether a point lies inside.
import { z } from 'zod';

const metres = z.number().min(-5).max(5);

const shape = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('circle'), radiusM: z.number().positive().max(5) }),
  z.strictObject({
    kind: z.literal('polygon'),
    pointsM: z
      .array(z.tuple([metres, metres]))
      .min(3)
      .max(64),
  }),
]);

export const zoneSchema = z.strictObject({
  name: z.string().min(1).max(40),
  action: z.enum(['stop', 'slow']),
  /** While driving in which direction it counts. */
  when: z.enum(['always', 'forward', 'backward']).default('always'),
  /** So many points inside, over all scans remembered, trigger it. */
  minPoints: z.int().min(1).max(1000).default(1),
  /** Greatest linear speed while a slow zone is triggered, m/s. */
  speedMps: z.number().min(0).max(5).default(0.12),
  shape,
});

export type Zone = z.infer<typeof zoneSchema>;
export type ZoneShape = Zone['shape'];

/** Whether the point, in the robot's base frame, lies in the shape. */
export function isInside(shape: ZoneShape, x: number, y: number): boolean {
  if (shape.kind === 'circle') return x * x + y * y < shape.radiusM * shape.radiusM;
  let inside = false;
  const { pointsM } = shape;
  for (let i = 0, j = pointsM.length - 1; i < pointsM.length; j = i++) {
    const [ax, ay] = pointsM[i]!;
    const [bx, by] = pointsM[j]!;
    // Even-odd rule: count the edges that a ray along +x crosses.
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
  }
  return inside;
}

/** Farthest any part of the shape reaches from the robot's centre, metres. */
export function reachOf(shape: ZoneShape): number {
  if (shape.kind === 'circle') return shape.radiusM;
  return Math.max(...shape.pointsM.map(([x, y]) => Math.hypot(x, y)));
}

/** Farthest any part of the shape reaches to either side of a robot that drives straight, metres. */
export function sidewardsOf(shape: ZoneShape): number {
  if (shape.kind === 'circle') return shape.radiusM;
  return Math.max(...shape.pointsM.map(([, y]) => Math.abs(y)));
}

/** Corners to draw, in the base frame, metres; a circle becomes a polygon of 48. */
export function outlineOf(shape: ZoneShape): readonly (readonly [number, number])[] {
  if (shape.kind === 'polygon') return shape.pointsM;
  return Array.from({ length: 48 }, (_, i) => {
    const angle = (2 * Math.PI * i) / 48;
    return [shape.radiusM * Math.cos(angle), shape.radiusM * Math.sin(angle)] as const;
  });
}
