// Cluttered rooms for Flatland from a seed: chairs on thin legs, boxes, pillars, and things the LIDAR does not see.
import { room, type Thing } from './flatland.js';

/** Numbers in 0..1 from a seed: a small linear congruence is chance enough for furniture. */
export function sequence(seed: number): () => number {
  let state = (seed * 2_654_435_761) >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 0x1_0000_0000;
  };
}

/** A room of 4 to 8 m a side; the middle is free for the robot to start in. */
export function clutter(seed: number): Thing[] {
  const next = sequence(seed);
  const between = (low: number, high: number): number => low + (high - low) * next();
  const width = between(4, 8);
  const depth = between(4, 8);
  const things = room(width, depth);
  const count = 8 + Math.floor(14 * next());
  for (let i = 0; i < count; i++) {
    const at = [between(-0.45, 0.45) * width, between(-0.45, 0.45) * depth] as const;
    const turn = between(0, Math.PI);
    const kind = Math.floor(4 * next());
    const size = next();
    if (Math.hypot(...at) > 0.7) things.push(...furniture(kind, at, turn, size));
  }
  return things;
}

function furniture(kind: number, at: readonly [number, number], turn: number, size: number): Thing[] {
  switch (kind) {
    case 0:
      return corners(at, 0.25 + 0.1 * size, turn).map((leg) => ({ kind: 'pillar', at: leg, radius: 0.018 }));
    case 1: {
      const box = corners(at, 0.1 + 0.3 * size, turn);
      return box.map((a, k) => ({ kind: 'wall', a, b: box[(k + 1) % 4]! }));
    }
    case 2:
      return [{ kind: 'pillar', at, radius: 0.05 + 0.2 * size }];
    default:
      return [{ kind: 'pillar', at, radius: 0.05 + 0.07 * size, seen: false }];
  }
}

function corners(
  [x, y]: readonly [number, number],
  reach: number,
  turn: number,
): (readonly [number, number])[] {
  return [0, 1, 2, 3].map((k) => {
    const angle = turn + (k * Math.PI) / 2;
    return [x + reach * Math.cos(angle), y + reach * Math.sin(angle)] as const;
  });
}
