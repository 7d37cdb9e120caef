// The contacts between two messages: the strongest with each object, so that no short touch is missed.
import type { Contacts, Header } from '../../message/messages.js';
import type { Touch, Touches } from '../physics/touch.js';
import { POSE_STRIDE, type Poses } from '../scene/poses.js';
import type { Scene, Solid } from '../scene/scene.js';
import { classOf, isCollision } from './collisions.js';

/** Collects touches over some steps, then tells them twice: as the bumper feels them, and as they are. */
export class ContactWindow {
  readonly #solids: readonly Solid[];
  readonly #robot: number;
  readonly #strongest = new Map<number, Touch>();

  constructor({ solids }: Scene, robot: number) {
    this.#solids = solids;
    this.#robot = robot;
  }

  take(touches: Touches): void {
    for (let k = 0; k < touches.count; k++) {
      const touch = touches.at(k);
      if (touch === undefined || !isCollision(touch, this.#solids)) continue;
      const known = this.#strongest.get(touch.object);
      if (known === undefined || known.force < touch.force) this.#strongest.set(touch.object, { ...touch });
    }
  }

  clear(): void {
    if (this.#strongest.size > 0) this.#strongest.clear();
  }

  /** What happened: objects by name and class, places in the world. */
  truth(header: Header): Contacts {
    const contacts = [...this.#strongest.values()].map((touch) => ({
      object: this.#solids[touch.object]?.name ?? '',
      class_id: classOf(this.#solids, touch),
      position: { x: touch.x, y: touch.y, z: touch.z },
      force: touch.force,
    }));
    return { header, contacts };
  }

  /** What a bumper feels: where on the robot (base_link) and how hard, but not what it was. */
  bumper(header: Header, poses: Poses, axleHeightM: number): Contacts {
    const contacts = [...this.#strongest.values()].map((touch) => ({
      object: '',
      class_id: '',
      position: this.#onRobot(touch, poses, axleHeightM),
      force: touch.force,
    }));
    return { header, contacts };
  }

  #onRobot(touch: Touch, poses: Poses, axleHeightM: number) {
    const at = this.#robot * POSE_STRIDE;
    const z = poses[at + 5]!;
    const w = poses[at + 6]!;
    const [cos, sin] = [w * w - z * z, 2 * w * z];
    const [dx, dy] = [touch.x - poses[at]!, touch.y - poses[at + 1]!];
    return { x: cos * dx + sin * dy, y: cos * dy - sin * dx, z: touch.z - poses[at + 2]! - axleHeightM };
  }
}
