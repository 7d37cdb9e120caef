// Obstacles that the LIDAR does not see, as points on the rims of their boxes in the frame that stands still.
import type { ObstacleArray } from '../message/messages.js';
import type { Planar } from '../runtime/planar.js';

/** ObstacleArray.sources: seen by the camera. */
const FROM_CAMERA = 2;
const SPACING_M = 0.04;
/** Bigger boxes and longer lists than a room holds are cut. */
const MAX_SIDE_M = 4;
const MAX_OBSTACLES = 128;

/** Rim points of the newest list. Reused: `replace` overwrites them. */
export class SeenObstacles {
  readonly x: number[] = [];
  readonly y: number[] = [];

  /** `frame`: pose of the list's frame in the fixed frame at its stamp. What only the LIDAR saw is in the scan already. */
  replace({ obstacles }: ObstacleArray, frame: Planar): void {
    this.x.length = 0;
    this.y.length = 0;
    const c = Math.cos(frame.yaw);
    const s = Math.sin(frame.yaw);
    for (const { position, size, sources } of obstacles.slice(0, MAX_OBSTACLES)) {
      if ((sources & FROM_CAMERA) === 0) continue;
      if (!Number.isFinite(position.x + position.y + size.x + size.y)) continue;
      forRim(Math.min(MAX_SIDE_M, size.x), Math.min(MAX_SIDE_M, size.y), (dx, dy) => {
        const x = position.x + dx;
        const y = position.y + dy;
        this.x.push(frame.x + c * x - s * y);
        this.y.push(frame.y + s * x + c * y);
      });
    }
  }
}

/** Points around a box about its centre, close enough that no robot slips between two. */
function forRim(width: number, depth: number, each: (dx: number, dy: number) => void): void {
  const across = Math.max(1, Math.ceil(width / SPACING_M));
  const along = Math.max(1, Math.ceil(depth / SPACING_M));
  for (let i = 0; i <= across; i++) {
    const dx = (i / across - 0.5) * width;
    each(dx, -depth / 2);
    each(dx, depth / 2);
  }
  for (let j = 1; j < along; j++) {
    const dy = (j / along - 0.5) * depth;
    each(-width / 2, dy);
    each(width / 2, dy);
  }
}
