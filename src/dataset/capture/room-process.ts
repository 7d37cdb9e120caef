// Rooms captured in a process of its own: both ends of the conversation.
import { fork, type ChildProcess } from 'node:child_process';
import { Fault, toFault } from '../../fault/fault.js';
import { faultCodes, type FaultCode } from '../../fault/codes.js';
import { captureRoom, type CaptureTools, type RoomOrder } from './capture-room.js';
import type { RoomWorker } from './capture.js';

type Answer =
  | { readonly kind: 'frames'; readonly frames: number }
  | { readonly kind: 'fault'; readonly code: FaultCode; readonly what: string; readonly found?: string };

/** `module` with `args` ends in `serveRooms`; it is started for the first room. */
export function openRoomProcess(module: string, args: readonly string[]): RoomWorker {
  let child: ChildProcess | undefined;
  return {
    async capture(order) {
      child ??= fork(module, args, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
      const answer = await ask(child, order);
      if (answer.kind === 'frames') return answer.frames;
      if (answer.code === 'rooms/impossible') return 'impossible';
      throw new Fault(answer.code, { what: answer.what, found: answer.found, where: order.folder });
    },
    close() {
      if (child?.connected === true) child.disconnect();
      child = undefined;
    },
  };
}

function ask(child: ChildProcess, order: RoomOrder): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const settle = (outcome: () => void): void => {
      child.off('exit', onExit).off('error', onError).off('message', onMessage);
      outcome();
    };
    const onExit = (code: number | null, signal: string | null): void =>
      settle(() => reject(ended(order, signal ?? `exit code ${code}`)));
    const onError = (error: Error): void => settle(() => reject(ended(order, error.message)));
    const onMessage = (message: unknown): void => settle(() => resolve(message as Answer));
    child.once('exit', onExit).once('error', onError).once('message', onMessage);
    child.send(order, (error) => {
      if (error !== null) onError(error);
    });
  });
}

function ended({ folder }: RoomOrder, found: string): Fault {
  return new Fault('dataset/write-failed', {
    what: 'a process of the capture ended',
    found,
    where: folder,
    next: 'Run the same command again: it goes on where it stopped.',
  });
}

/** In the process: answers orders until the parent goes. */
export function serveRooms(tools: CaptureTools): void {
  process.on('disconnect', () => process.exit(0));
  // A terminal sends the signal to all: the parent decides, and the room under way is finished.
  process.on('SIGINT', () => undefined);
  process.on('message', (order: RoomOrder) => {
    void captureRoom(order, tools).then(
      (frames) => process.send?.({ kind: 'frames', frames } satisfies Answer),
      (thrown: unknown) => process.send?.(faultAnswer(thrown)),
    );
  });
}

function faultAnswer(thrown: unknown): Answer {
  const { code, what, found } = toFault(thrown, 'dataset/write-failed', {
    what: 'a room could not be captured',
  });
  return {
    kind: 'fault',
    code: code in faultCodes ? code : 'dataset/write-failed',
    what,
    ...(found === undefined ? {} : { found }),
  };
}
