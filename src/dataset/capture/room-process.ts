// Rooms captured in a process of its own.
import { Fault } from '../../fault/fault.js';
import { openOrderProcess, serveOrders } from '../../runtime/order-process.js';
import { captureRoom, type CaptureTools, type RoomOrder } from './capture-room.js';
import type { RoomWorker } from './capture.js';

/** `module` with `args` ends in `serveRooms`; it is started for the first room. */
export function openRoomProcess(module: string, args: readonly string[]): RoomWorker {
  const room = openOrderProcess<RoomOrder, number>(module, args);
  return {
    async capture(order) {
      try {
        return await room.ask(order);
      } catch (thrown) {
        if (!(thrown instanceof Fault)) throw thrown;
        if (thrown.code === 'rooms/impossible') return 'impossible';
        throw thrown.code === 'process/ended' ? interrupted(order, thrown) : thrown;
      }
    },
    close: () => room.close(),
  };
}

function interrupted({ folder }: RoomOrder, { found }: Fault): Fault {
  return new Fault('dataset/write-failed', {
    what: 'a process of the capture ended',
    found,
    where: folder,
    next: 'Run the same command again: it goes on where it stopped.',
  });
}

/** In the process: answers orders until the parent goes. */
export function serveRooms(tools: CaptureTools): void {
  serveOrders((order: RoomOrder) => captureRoom(order, tools));
}
