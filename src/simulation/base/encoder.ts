// A wheel encoder: the joint's angle in ticks, with the sensor's noise.
import type { Random } from '../random.js';
import type { PositionSensor } from '../scene/scene.js';
import type { Drive } from '../physics/drive.js';

export class Encoder {
  readonly #drive: Drive;
  readonly #sensor: PositionSensor | undefined;
  readonly #random: Random;

  constructor(drive: Drive, random: Random) {
    this.#drive = drive;
    this.#sensor = drive.solid.joint?.sensor;
    this.#random = random;
  }

  /** rad since the start, rounded down to whole ticks. */
  read(): number {
    const noise = this.#sensor?.noise ?? 0;
    const angle = this.#drive.position + (noise > 0 ? noise * this.#random.normal() : 0);
    const resolution = this.#sensor?.resolution;
    return resolution === undefined || resolution <= 0 ? angle : Math.floor(angle / resolution) * resolution;
  }
}
