// The LIDAR's own obstacles of the last few scans, to go into the list beside what the camera sees.
import type { Obstacle, ObstacleArray } from '../../message/messages.js';
import { fromTime, msToNs, type TimeNs } from '../../message/time.js';
import { composePlanar, type Planar } from '../../runtime/geometry/planar.js';

const LENGTH = 8;
const MAX_OBSTACLES = 512;
/** They keep their own ids, in the upper half of the numbers. */
const ID_OFFSET = 0x8000_0000;

export class LidarObstacles {
  readonly #lists: ObstacleArray[] = [];

  add(list: ObstacleArray): void {
    this.#lists.push(list);
    if (this.#lists.length > LENGTH) this.#lists.shift();
  }

  /** Those of the scan nearest to a time, in the frame that stands still; none if it was taken longer than `withinMs` away. */
  near(
    time: TimeNs,
    withinMs: number,
    poseAt: (frame: string, time: TimeNs) => Planar | undefined,
  ): Obstacle[] {
    const list = this.#nearest(time, msToNs(withinMs));
    if (list === undefined) return [];
    const frame = poseAt(list.header.frame_id, fromTime(list.header.stamp));
    if (frame === undefined) return [];
    return list.obstacles.slice(0, MAX_OBSTACLES).flatMap((obstacle) => moved(obstacle, frame) ?? []);
  }

  #nearest(time: TimeNs, withinNs: TimeNs): ObstacleArray | undefined {
    let best: ObstacleArray | undefined;
    let apart = withinNs;
    for (const list of this.#lists) {
      const stamp = fromTime(list.header.stamp);
      const distance = stamp > time ? stamp - time : time - stamp;
      if (distance > apart) continue;
      best = list;
      apart = distance;
    }
    return best;
  }
}

function moved(obstacle: Obstacle, frame: Planar): Obstacle | undefined {
  const { id, position, size, yaw } = obstacle;
  if (!Number.isFinite(position.x + position.y + position.z + size.x + size.y + yaw)) return undefined;
  const place = composePlanar(frame, { x: position.x, y: position.y, yaw, mirrored: false });
  return {
    ...obstacle,
    id: (id % ID_OFFSET) + ID_OFFSET,
    position: { x: place.x, y: place.y, z: position.z },
    yaw: place.yaw,
  };
}
