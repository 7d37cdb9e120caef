// Where the parts of one picture meet: its detections, the end of its floor, and the transform of its moment.
import type { Detection2DArray, LaserScan } from '../../message/messages.js';
import { fromTime, msToNs, nsToMs, type TimeNs } from '../../message/time.js';
import { floorScanProblem } from './floor-end.js';
import type { FuseConfig } from './fuse-config.js';

/** The floor of the same picture is waited for so long, then the detections go alone. */
const FLOOR_WAIT_NS = msToNs(20);

export interface Picture {
  readonly stamp: TimeNs;
  readonly detections: Detection2DArray;
  readonly floor: LaserScan | undefined;
}

/** One picture waits at a time: the next one sends it on as it is. */
export class PictureDesk {
  #waiting: { picture: Picture; readonly since: TimeNs } | undefined;
  #newest: TimeNs | undefined;
  #refused = 0;

  /** Parts that were late, early or malformed. */
  get refused(): number {
    return this.#refused;
  }

  /** Returns the picture that must wait no longer. */
  takeDetections(detections: Detection2DArray, now: TimeNs, config: FuseConfig): Picture | undefined {
    const stamp = fromTime(detections.header.stamp);
    const ageMs = nsToMs(now - stamp);
    const isOld = this.#newest !== undefined && stamp <= this.#newest;
    if (isOld || ageMs < -config.waitMs || ageMs > config.maxAgeMs) {
      this.#refused++;
      return undefined;
    }
    const before = this.#waiting?.picture;
    this.#newest = stamp;
    this.#waiting = { picture: { stamp, detections, floor: undefined }, since: now };
    return before;
  }

  takeFloor(floor: LaserScan, { footFrame }: FuseConfig): void {
    const waiting = this.#waiting;
    if (waiting?.picture.stamp !== fromTime(floor.header.stamp)) return;
    if (floor.header.frame_id !== footFrame || floorScanProblem(floor) !== undefined) this.#refused++;
    else waiting.picture = { ...waiting.picture, floor };
  }

  /** The picture whose parts are all there, or whose time is over. */
  due(now: TimeNs, config: FuseConfig, isPlaced: (stamp: TimeNs) => boolean): Picture | undefined {
    const waiting = this.#waiting;
    if (waiting === undefined) return undefined;
    const { picture, since } = waiting;
    const isWhole = picture.floor !== undefined || now - since >= FLOOR_WAIT_NS;
    const isOver = now - since >= msToNs(config.waitMs);
    if (!isOver && !(isWhole && isPlaced(picture.stamp))) return undefined;
    this.#waiting = undefined;
    return picture;
  }
}
