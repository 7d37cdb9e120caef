// The approach bench: room after room, until there are enough approaches and enough of them to hazards.
import { Fault } from '../../fault/fault.js';
import type { OrderProcess } from '../../runtime/order-process.js';
import { shareOut } from '../../runtime/share-out.js';
import type { Approach, ApproachOrder } from './approach.js';
import type { ArmName } from './arm-names.js';
import type { Hindrances } from './hindrances.js';

export type ApproachDriver = OrderProcess<ApproachOrder, Approach[]>;

export interface ApproachBenchOrder {
  readonly arm: ArmName;
  /** Of the first room. */
  readonly seed: number;
  /** At least so many in all, and so many to what no LIDAR beam returns from. */
  readonly approaches: number;
  readonly hazards: number;
  readonly perRoom: number;
  readonly maxRooms: number;
  readonly speedMps: number;
  readonly hindrances: Hindrances;
}

export interface ApproachBenchTools {
  readonly workers: number;
  readonly openDriver: () => ApproachDriver;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

/** Rooms driven at a time: which rooms there are does not depend on who is fastest. */
const ROUND = 8;

/** In the order of the rooms. Rejects with what a drive fails with; ends early, with what there is, when the signal aborts. */
export async function benchApproaches(
  order: ApproachBenchOrder,
  { workers, openDriver, signal, onProgress }: ApproachBenchTools,
): Promise<{ readonly approaches: readonly Approach[]; readonly rooms: number }> {
  const drivers = Array.from({ length: Math.max(1, workers) }, () => openDriver());
  const byRoom = new Map<number, readonly Approach[]>();
  const all = (): Approach[] => [...byRoom].sort(([a], [b]) => a - b).flatMap(([, approaches]) => approaches);
  try {
    let rooms = 0;
    while (rooms < order.maxRooms && signal?.aborted !== true && !isEnough(all(), order)) {
      const round = Array.from({ length: Math.min(ROUND, order.maxRooms - rooms) }, (_, i) =>
        orderFor(order, order.seed + rooms + i),
      );
      const workersOf = drivers.map((driver) => ({ ask: (room: ApproachOrder) => askFor(driver, room) }));
      await shareOut(round, workersOf, {
        signal,
        take(approaches, { seed }) {
          byRoom.set(seed, approaches);
          onProgress?.(Math.min(all().length, order.approaches), order.approaches);
        },
      });
      rooms += round.length;
    }
    return { approaches: all(), rooms };
  } finally {
    for (const driver of drivers) driver.close();
  }
}

function isEnough(done: readonly Approach[], { approaches, hazards }: ApproachBenchOrder): boolean {
  return done.length >= approaches && done.filter(({ hazard }) => hazard).length >= hazards;
}

function orderFor(
  { arm, perRoom: most, speedMps, hindrances }: ApproachBenchOrder,
  seed: number,
): ApproachOrder {
  return { kind: 'approaches', arm, seed, most, speedMps, hindrances };
}

/** A room that the generator cannot make has no approaches. */
async function askFor(driver: ApproachDriver, order: ApproachOrder): Promise<Approach[]> {
  try {
    return await driver.ask(order);
  } catch (thrown) {
    if (thrown instanceof Fault && thrown.code === 'rooms/impossible') return [];
    throw thrown;
  }
}
