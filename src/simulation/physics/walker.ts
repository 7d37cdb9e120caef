// A person on a closed path: constant speed, facing the way, waiting politely while the robot stands in front.
import type { Path, Pose } from '../scene/scene.js';
import { aboutZ, multiply, yawOf } from '../../runtime/geometry/rigid-tuples.js';

/** How fast a person turns at a corner, rad/s. */
const TURN_RATE = 4;
/** A person waits while the robot's centre is nearer than this, metres, and within the angle of the way ahead. */
const POLITE_DISTANCE_M = 0.6;
const POLITE_COSINE = 0.5;

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Where a person stands and which way he faces, radians. */
export interface Stance extends Point {
  readonly yawRad: number;
}

/** Where a person wants to be on a path; stepped by physics, which pushes the body there. */
export class Walker implements Stance {
  readonly #path: Path;
  readonly #height: number;
  readonly #upright: Pose['orientation'];
  readonly #lengths: readonly number[];
  #leg = 0;
  #along = 0;
  x: number;
  y: number;
  yawRad: number;
  waiting = false;

  /** Starts at the point of the path nearest to `start`, upright as there. */
  constructor(path: Path, start: Pose) {
    this.#path = path;
    this.#lengths = path.points.map(([x, y], leg) => {
      const [nextX, nextY] = path.points[(leg + 1) % path.points.length]!;
      return Math.hypot(nextX - x, nextY - y);
    });
    this.#height = start.position[2];
    this.yawRad = yawOf(start.orientation);
    this.#upright = multiply(aboutZ(-this.yawRad), start.orientation);
    this.x = start.position[0];
    this.y = start.position[1];
    this.#joinNearest();
  }

  get heading(): number {
    const [x, y] = this.#path.points[this.#leg]!;
    const [nextX, nextY] = this.#path.points[(this.#leg + 1) % this.#path.points.length]!;
    return Math.atan2(nextY - y, nextX - x);
  }

  /** World pose of the person's solid there. */
  pose({ x, y, yawRad }: Stance = this): Pose {
    return { position: [x, y, this.#height], orientation: multiply(aboutZ(yawRad), this.#upright) };
  }

  step(seconds: number, robot: Point | undefined): void {
    this.waiting = robot !== undefined && this.#isAhead(robot);
    if (this.waiting || this.#path.speed <= 0) return;
    this.#walk(this.#path.speed * seconds);
    this.#turn(TURN_RATE * seconds);
  }

  #isAhead({ x, y }: Point): boolean {
    const [dx, dy] = [x - this.x, y - this.y];
    const distance = Math.hypot(dx, dy);
    const heading = this.heading;
    const ahead = dx * Math.cos(heading) + dy * Math.sin(heading);
    return distance < POLITE_DISTANCE_M && ahead > POLITE_COSINE * distance;
  }

  #walk(distance: number): void {
    this.#along += distance;
    for (
      let passed = 0;
      this.#along >= this.#lengths[this.#leg]! && passed < this.#lengths.length;
      passed++
    ) {
      this.#along -= this.#lengths[this.#leg]!;
      this.#leg = (this.#leg + 1) % this.#lengths.length;
    }
    this.#place();
  }

  #place(): void {
    const [x, y] = this.#path.points[this.#leg]!;
    const [nextX, nextY] = this.#path.points[(this.#leg + 1) % this.#lengths.length]!;
    const length = this.#lengths[this.#leg]!;
    const share = length > 0 ? this.#along / length : 0;
    this.x = x + (nextX - x) * share;
    this.y = y + (nextY - y) * share;
  }

  #turn(most: number): void {
    const off = this.heading - this.yawRad;
    const shortest = Math.atan2(Math.sin(off), Math.cos(off));
    this.yawRad += Math.max(-most, Math.min(most, shortest));
  }

  #joinNearest(): void {
    const start = { x: this.x, y: this.y };
    let nearest = Infinity;
    let found = { leg: 0, along: 0 };
    this.#path.points.forEach(([x, y], leg) => {
      const [nextX, nextY] = this.#path.points[(leg + 1) % this.#lengths.length]!;
      const length = this.#lengths[leg]!;
      if (length === 0) return;
      const dot = ((start.x - x) * (nextX - x) + (start.y - y) * (nextY - y)) / length;
      const along = Math.max(0, Math.min(length, dot));
      const off = Math.hypot(
        x + ((nextX - x) * along) / length - start.x,
        y + ((nextY - y) * along) / length - start.y,
      );
      if (off < nearest - 1e-9) {
        nearest = off;
        found = { leg, along };
      }
    });
    this.#leg = found.leg;
    this.#along = found.along;
    this.#place();
  }
}
