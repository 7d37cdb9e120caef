// The safety bench: the same rooms driven by every arm, by processes side by side, until there is enough to tell.
import { Fault } from '../../fault/fault.js';
import type { OrderProcess } from '../../runtime/order-process.js';
import { shareOut } from '../../runtime/share-out.js';
import type { ArmName } from './arm-names.js';
import type { Drive, DriveOrder } from './drive-room.js';
import type { Hindrances } from './hindrances.js';

/** Drives rooms: a process of its own, or a twin in this one. */
export type Driver = OrderProcess<DriveOrder, Drive>;

export interface BenchOrder {
  readonly arms: readonly ArmName[];
  /** Driven at least, and how many more are added at a time until there are enough collisions. */
  readonly rooms: number;
  readonly seed: number;
  /** In each room, by each arm. */
  readonly seconds: number;
  /** The lidar arm must have had so many; 0: the rooms asked for are enough. */
  readonly collisions: number;
  readonly maxRooms: number;
  readonly hindrances: Hindrances;
  /** Usual cruising speed, m/s. */
  readonly cruiseMps: number;
}

export interface BenchTools {
  readonly workers: number;
  readonly openDriver: () => Driver;
  readonly signal?: AbortSignal | undefined;
  /** Drives done and to be done, as far as is known. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

export interface BenchDrives {
  /** By arm, in the order of the rooms; all arms have the same rooms. */
  readonly byArm: ReadonlyMap<ArmName, readonly Drive[]>;
  /** Seeds of rooms that the generator could not make; they are left out of all arms. */
  readonly impossible: readonly number[];
}

/** The arm whose speed the slow one drives at: the model's, or what stands for it. */
const PACE_SETTERS: readonly ArmName[] = ['model', 'oracle', 'floor-colour'];

/** Rejects with what a drive fails with. Ends early, with what there is, when the signal aborts. */
export async function driveBench(order: BenchOrder, tools: BenchTools): Promise<BenchDrives> {
  const crew = new Crew(order, tools);
  try {
    const seeds: number[] = [];
    const first = order.arms.filter((arm) => arm !== 'slow');
    while (tools.signal?.aborted !== true) {
      const more = Array.from({ length: order.rooms }, (_, i) => order.seed + seeds.length + i);
      seeds.push(...more);
      crew.planned = seeds.length * order.arms.length;
      await crew.drive(more.flatMap((seed) => first.map((arm) => crew.orderFor(arm, seed))));
      if (seeds.length >= order.maxRooms || crew.collisionsOf('lidar') >= order.collisions) break;
    }
    if (order.arms.includes('slow')) {
      const speedMps = order.cruiseMps * crew.paceOf(PACE_SETTERS);
      await crew.drive(seeds.map((seed) => ({ ...crew.orderFor('slow', seed), speedMps })));
    }
    return crew.drives(order.arms);
  } finally {
    crew.close();
  }
}

class Crew {
  readonly #order: BenchOrder;
  readonly #tools: BenchTools;
  readonly #drivers: readonly Driver[];
  readonly #drives: Drive[] = [];
  readonly #impossible = new Set<number>();
  /** Drives in all, as far as is known. */
  planned = 0;
  #done = 0;

  constructor(order: BenchOrder, tools: BenchTools) {
    this.#order = order;
    this.#tools = tools;
    this.#drivers = Array.from({ length: Math.max(1, tools.workers) }, () => tools.openDriver());
  }

  orderFor(arm: ArmName, seed: number): DriveOrder {
    const { seconds, hindrances } = this.#order;
    return { kind: 'drive', arm, seed, seconds, hindrances };
  }

  async drive(orders: readonly DriveOrder[]): Promise<void> {
    const workers = this.#drivers.map((driver) => ({
      ask: (order: DriveOrder) => this.#ask(driver, order),
    }));
    await shareOut(orders, workers, {
      signal: this.#tools.signal,
      take: () => this.#tools.onProgress?.(++this.#done, this.planned),
    });
  }

  collisionsOf(arm: ArmName): number {
    return this.#of(arm).reduce((sum, { collisions }) => sum + collisions.length, 0);
  }

  /** Mean speed of the first of the arms that drove, relative to the LIDAR's. */
  paceOf(arms: readonly ArmName[]): number {
    const pacer = arms.find((arm) => this.#of(arm).length > 0);
    const usual = meanSpeed(this.#of('lidar'));
    return pacer === undefined || usual === 0 ? 1 : meanSpeed(this.#of(pacer)) / usual;
  }

  drives(arms: readonly ArmName[]): BenchDrives {
    const byArm = new Map(arms.map((arm) => [arm, this.#of(arm)]));
    const whole = arms.map((arm) => new Set(byArm.get(arm)!.map(({ seed }) => seed)));
    for (const [arm, drives] of byArm) {
      const inAll = drives.filter(({ seed }) => whole.every((seeds) => seeds.has(seed)));
      byArm.set(
        arm,
        inAll.sort((a, b) => a.seed - b.seed),
      );
    }
    return { byArm, impossible: [...this.#impossible] };
  }

  close(): void {
    for (const driver of this.#drivers) driver.close();
  }

  #of(arm: ArmName): Drive[] {
    return this.#drives.filter((drive) => drive.arm === arm && !this.#impossible.has(drive.seed));
  }

  async #ask(driver: Driver, order: DriveOrder): Promise<void> {
    if (this.#impossible.has(order.seed)) return;
    try {
      this.#drives.push(await driver.ask(order));
    } catch (thrown) {
      if (!(thrown instanceof Fault) || thrown.code !== 'rooms/impossible') throw thrown;
      this.#impossible.add(order.seed);
    }
  }
}

function meanSpeed(drives: readonly Drive[]): number {
  const seconds = drives.reduce((sum, drive) => sum + drive.seconds, 0);
  return seconds === 0 ? 0 : drives.reduce((sum, { metres }) => sum + metres, 0) / seconds;
}
