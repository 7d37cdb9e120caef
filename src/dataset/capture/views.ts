// Where to look from: random places that the robot's hull fits into, looking anywhere, at something, or at nothing in particular.
import { isObstacleClass } from '../../simulation/scene/obstacle-classes.js';
import type { Random } from '../../simulation/random.js';
import { distanceToOutline, obstacleOutlines } from '../../simulation/rooms/reach.js';
import { POSE_STRIDE } from '../../simulation/scene/poses.js';
import type { Scene, Solid } from '../../simulation/scene/scene.js';
import { walked, type Stance } from './stance.js';

type Point = readonly [number, number];

/** The hull and a hand's breadth, metres. */
const CLEAR_M = 0.125;
const PERSON_M = 0.4;
const TRIES = 60;
/** Half the camera's width and a little more, and how far a thing is still seen as one. */
const IN_VIEW = { halfRad: 0.62, farM: 4 };

/** Shares of the kinds of views. */
const AT_SOMETHING = 0.4;
const AT_NOTHING = 0.22;
/** People have walked for up to so long. */
const WALKED_S = 30;

export class ViewSampler {
  readonly #outlines: readonly (readonly Point[])[];
  readonly #floors: readonly Solid[];
  readonly #targets: readonly Solid[];
  readonly #classes: readonly string[];

  constructor(scene: Scene) {
    this.#outlines = obstacleOutlines(scene);
    this.#floors = scene.solids.filter(({ model, name }) => model === 'floor' && name.startsWith('floor'));
    this.#targets = scene.solids.filter(({ model, parent }) => parent < 0 && isObstacleClass(model));
    this.#classes = [...new Set(this.#targets.map(({ model }) => model))];
  }

  /** undefined if no place was found: the room is too full. */
  sample(random: Random): Stance | undefined {
    const kind = random.next();
    const walkedS = random.between(0, WALKED_S);
    for (let attempt = 0; attempt < TRIES; attempt++) {
      const stance = kind < AT_SOMETHING ? this.#atSomething(random, walkedS) : this.#anywhere(random);
      if (stance === undefined || !this.#fits(stance)) continue;
      const wantsNothing = kind > 1 - AT_NOTHING && attempt < TRIES / 2;
      if (wantsNothing && this.#targets.some((target) => isInView(stance, target))) continue;
      return { ...stance, walkedS };
    }
    return undefined;
  }

  #anywhere(random: Random): Omit<Stance, 'walkedS'> | undefined {
    const floor = this.#floors[random.below(this.#floors.length)];
    const geometry = floor?.shapes[0]?.geometry;
    if (floor === undefined || geometry?.kind !== 'box') return undefined;
    const [width, depth] = geometry.size;
    return {
      x: floor.pose.position[0] + random.between(-width / 2, width / 2),
      y: floor.pose.position[1] + random.between(-depth / 2, depth / 2),
      yawRad: random.between(-Math.PI, Math.PI),
    };
  }

  /** Each class as likely as the others; the nearer the likelier: what is about to be hit matters most. */
  #atSomething(random: Random, walkedS: number): Omit<Stance, 'walkedS'> | undefined {
    const wanted = this.#classes[random.below(Math.max(1, this.#classes.length))];
    const targets = this.#targets.filter(({ model }) => model === wanted);
    const target = targets[random.below(Math.max(1, targets.length))];
    if (target === undefined) return undefined;
    const pose = target.path === undefined ? target.pose : walked(target.path, target.pose, walkedS);
    const bearing = random.between(-Math.PI, Math.PI);
    const away = 0.25 + 2.2 * random.next() ** 1.6;
    const [x, y] = pose.position;
    return {
      x: x + away * Math.cos(bearing),
      y: y + away * Math.sin(bearing),
      yawRad: wrapped(bearing + Math.PI + random.between(-0.45, 0.45)),
    };
  }

  #fits({ x, y }: Omit<Stance, 'walkedS'>): boolean {
    const onFloor = this.#floors.some(({ pose, shapes }) => {
      const geometry = shapes[0]?.geometry;
      if (geometry?.kind !== 'box') return false;
      const [dx, dy] = [Math.abs(x - pose.position[0]), Math.abs(y - pose.position[1])];
      return dx < geometry.size[0] / 2 && dy < geometry.size[1] / 2;
    });
    return onFloor && this.#outlines.every((outline) => distanceToOutline(outline, [x, y]) >= CLEAR_M);
  }
}

/** Whether people keep the distance that they would keep by themselves. */
export function isClearOfPeople(scene: Scene, poses: Float64Array, { x, y }: Stance): boolean {
  return scene.solids
    .filter(({ path }) => path !== undefined)
    .every(
      ({ index }) =>
        Math.hypot(poses[index * POSE_STRIDE]! - x, poses[index * POSE_STRIDE + 1]! - y) >= PERSON_M,
    );
}

function isInView({ x, y, yawRad }: Omit<Stance, 'walkedS'>, { pose }: Solid): boolean {
  const [dx, dy] = [pose.position[0] - x, pose.position[1] - y];
  const distance = Math.hypot(dx, dy);
  const off = Math.abs(wrapped(Math.atan2(dy, dx) - yawRad));
  return distance < 0.5 || (distance < IN_VIEW.farM && off < IN_VIEW.halfRad);
}

function wrapped(angleRad: number): number {
  return Math.atan2(Math.sin(angleRad), Math.cos(angleRad));
}
