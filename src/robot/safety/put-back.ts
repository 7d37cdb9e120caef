// After a collision the robot is put back to where it last stood free, as a person at its side would do.
import type { Collision, Placement, World } from '../../simulation/world.js';
import type { Envelope } from '../../runtime/stage.js';
import { yawOf } from '../../runtime/geometry/rigid.js';

/** It is put back at least so far from where it touched, metres. */
const BACK_M = 0.04;
/** Poses of the last second, every 20 ms. */
const KEPT = 50;

export class PutBack {
  readonly #world: World;
  #free: Placement[] = [];
  #touching = false;
  /** How far it has been carried so far, metres: not driven. */
  carriedM = 0;
  #seen = 0;

  constructor(world: World) {
    this.#world = world;
  }

  /** To be called with every envelope. */
  observe(envelope: Envelope): void {
    if (envelope.topic === 'ground_truth/contacts') this.#touching = envelope.message.contacts.length > 0;
    if (envelope.topic !== 'ground_truth/pose') return;
    const { position, orientation } = envelope.message.pose;
    const here = { x: position.x, y: position.y, yawRad: yawOf(orientation) };
    const fresh = this.#news();
    if (fresh.some(({ robotMoving }) => robotMoving)) this.#back(here);
    else if (!this.#touching) this.#keep(here);
  }

  #news(): readonly Collision[] {
    const { collisions } = this.#world.account();
    const fresh = collisions.slice(this.#seen);
    this.#seen = collisions.length;
    return fresh;
  }

  #keep(here: Placement): void {
    this.#free.push(here);
    if (this.#free.length > KEPT) this.#free.shift();
  }

  #back(here: Placement): void {
    const away = this.#free.findLast(({ x, y }) => Math.hypot(x - here.x, y - here.y) >= BACK_M);
    const place = away ?? this.#free[0];
    if (place === undefined) return;
    this.carriedM += Math.hypot(place.x - here.x, place.y - here.y);
    this.#world.place(place);
    this.#free = [place];
  }
}
