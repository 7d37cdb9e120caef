// Which floor the pictures before showed free: what stands does not come from nowhere.
import { seenFrom, type Planar } from '../../runtime/geometry/planar.js';
import { rangeToward, type FreeFloor } from './seen-free.js';
import { spanOf, type Outlook } from './sighting.js';

/** Of so many pictures, each from another place: they lie so far apart, or the robot has turned by so much. */
const PICTURES = 60;
const STEP = { m: 0.02, rad: 0.05 };
/** The floor goes on at a place if it ends so much farther away than the place may be, metres. */
const SLACK_M = 0.05;

interface Glimpse {
  readonly foot: Planar;
  readonly floor: FreeFloor;
}

export class FloorMemory {
  readonly #glimpses: Glimpse[] = [];

  /** `foot`: where the picture was taken, in the frame that stands still. */
  add(foot: Planar, floor: FreeFloor): void {
    const last = this.#glimpses.at(-1)?.foot;
    const isElsewhere =
      last === undefined ||
      Math.hypot(foot.x - last.x, foot.y - last.y) >= STEP.m ||
      Math.abs(Math.sin((foot.yaw - last.yaw) / 2)) >= STEP.rad / 2;
    if (!isElsewhere) return;
    this.#glimpses.push({ foot, floor });
    if (this.#glimpses.length > PICTURES) this.#glimpses.shift();
  }

  /** In how many pictures the floor went on at a place of the frame that stands still; counted up to `most`. */
  timesFree(x: number, y: number, outlook: Outlook, most: number): number {
    let times = 0;
    for (let i = this.#glimpses.length - 1; i >= 0 && times < most; i--)
      if (wasFree(x, y, this.#glimpses[i]!, outlook)) times++;
    return times;
  }
}

function wasFree(x: number, y: number, { foot, floor }: Glimpse, { camera, config }: Outlook): boolean {
  const place = seenFrom(foot, { x, y });
  if (!camera.see(place.x, place.y, 0, { u: 0, v: 0 })) return false;
  const span = spanOf(place, camera, config);
  if (span.distance > config.floorRangeM) return false;
  return rangeToward(place, floor) > Math.hypot(place.x, place.y) + (span.far - span.distance) + SLACK_M;
}
