// Obstacles that the LIDAR does not see, as points on the rims of their boxes in the frame that stands still.
import type { Obstacle, ObstacleArray } from '../message/messages.js';
import type { Planar } from '../runtime/geometry/planar.js';
import type { Surroundings } from './surroundings.js';

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
  /** By point: the class of the obstacle, 'obstacle' where it has none. */
  readonly names: string[] = [];

  /** `frame`: pose of the list's frame in the fixed frame at its stamp. What only the LIDAR saw is in the scan already. */
  replace({ obstacles }: ObstacleArray, frame: Planar): void {
    this.x.length = this.y.length = this.names.length = 0;
    let kept = 0;
    for (const obstacle of obstacles) {
      if (!isUsable(obstacle)) continue;
      if (++kept > MAX_OBSTACLES) return;
      this.#addRim(obstacle, frame);
    }
  }

  /** Adds those within reach to the points about a pose in the fixed frame. */
  addTo(points: Surroundings, pose: Planar, reachM: number): void {
    const c = Math.cos(pose.yaw);
    const s = Math.sin(pose.yaw);
    for (let i = 0; i < this.x.length; i++) {
      const ux = this.x[i]! - pose.x;
      const uy = this.y[i]! - pose.y;
      if (ux * ux + uy * uy < reachM * reachM)
        points.include(c * ux + s * uy, c * uy - s * ux, this.names[i]);
    }
  }

  #addRim({ position, size, yaw, class_id: name }: Obstacle, frame: Planar): void {
    const c = Math.cos(frame.yaw);
    const s = Math.sin(frame.yaw);
    const x = frame.x + c * position.x - s * position.y;
    const y = frame.y + s * position.x + c * position.y;
    const turnC = Math.cos(frame.yaw + yaw);
    const turnS = Math.sin(frame.yaw + yaw);
    forRim(Math.min(MAX_SIDE_M, size.x), Math.min(MAX_SIDE_M, size.y), (dx, dy) => {
      this.x.push(x + turnC * dx - turnS * dy);
      this.y.push(y + turnS * dx + turnC * dy);
      this.names.push(name === '' ? 'obstacle' : name);
    });
  }
}

function isUsable({ position, size, yaw, sources }: Obstacle): boolean {
  if ((sources & FROM_CAMERA) === 0) return false;
  return Number.isFinite(position.x + position.y + size.x + size.y + yaw) && size.x >= 0 && size.y >= 0;
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
