// A scan of a small furnished room, computed ray by ray: for tests and the benchmark.
import type { LaserScan } from '../../message/messages.js';
import { toTime } from '../../message/time.js';

export type Shape =
  | {
      readonly kind: 'wall';
      readonly from: readonly [number, number];
      readonly to: readonly [number, number];
    }
  | { readonly kind: 'pillar'; readonly at: readonly [number, number]; readonly radius: number };

export interface ExampleOptions {
  readonly beams?: number;
  /** Radians; the whole turn if absent. A clockwise scanner has clockwise true. */
  readonly fieldOfView?: number;
  readonly clockwise?: boolean;
  /** Amplitude of a fixed ripple on the ranges, metres. */
  readonly rippleM?: number;
  readonly scan?: Partial<LaserScan>;
}

/** Four walls about the sensor, 5 m by 4 m, a chair's legs, a pillar behind and a box in front. */
export const furnishedRoom: readonly Shape[] = [
  ...rectangle(-2, -1.5, 3, 2.5),
  ...rectangle(1.2, -0.3, 1.6, 0.3),
  { kind: 'pillar', at: [-1.2, 0.02], radius: 0.15 },
  { kind: 'pillar', at: [0.3, 1.2], radius: 0.02 },
  { kind: 'pillar', at: [0.7, 1.2], radius: 0.02 },
  { kind: 'pillar', at: [0.3, 1.6], radius: 0.02 },
  { kind: 'pillar', at: [0.7, 1.6], radius: 0.02 },
];

export function rectangle(left: number, bottom: number, right: number, top: number): Shape[] {
  const corners = [
    [left, bottom],
    [right, bottom],
    [right, top],
    [left, top],
  ] as const;
  return corners.map((from, i) => ({ kind: 'wall', from, to: corners[(i + 1) % 4]! }) as const);
}

/** What a sensor at the origin measures; range_min 0.12, range_max 8 m, +Inf where nothing is. */
export function exampleScan(shapes: readonly Shape[], options: ExampleOptions = {}): LaserScan {
  const { beams = 360, fieldOfView = 2 * Math.PI, clockwise = false, rippleM = 0 } = options;
  const whole = fieldOfView >= 2 * Math.PI;
  const step = ((clockwise ? -1 : 1) * fieldOfView) / (whole ? beams : beams - 1);
  const first = ((clockwise ? 1 : -1) * fieldOfView) / 2;
  const ranges = Float32Array.from({ length: beams }, (_, i) => {
    const range = nearestHit(shapes, first + i * step);
    return range > 8 ? Infinity : range + rippleM * Math.sin(12.9898 * i);
  });
  return {
    header: { stamp: toTime(0n), frame_id: 'laser' },
    angle_min: first,
    angle_max: first + (beams - 1) * step,
    angle_increment: step,
    time_increment: 0,
    scan_time: 0.1,
    range_min: 0.12,
    range_max: 8,
    ranges,
    intensities: new Float32Array(0),
    ...options.scan,
  };
}

function nearestHit(shapes: readonly Shape[], angle: number): number {
  const c = Math.cos(angle);
  const s = Math.sin(angle);
  return Math.min(
    ...shapes.map((shape) => (shape.kind === 'wall' ? toWall(shape, c, s) : toPillar(shape, c, s))),
  );
}

function toWall({ from, to }: Shape & { kind: 'wall' }, c: number, s: number): number {
  const dx = to[0] - from[0];
  const dy = to[1] - from[1];
  const turn = c * dy - s * dx;
  const along = (from[0] * dy - from[1] * dx) / turn;
  const share = (from[0] * s - from[1] * c) / turn;
  return along > 0 && share >= 0 && share <= 1 ? along : Infinity;
}

function toPillar({ at, radius }: Shape & { kind: 'pillar' }, c: number, s: number): number {
  const along = at[0] * c + at[1] * s;
  const across = at[1] * c - at[0] * s;
  const half = radius * radius - across * across;
  return along > 0 && half > 0 ? along - Math.sqrt(half) : Infinity;
}
