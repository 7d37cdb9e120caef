// A process of its own that answers orders one after another: both ends of the conversation.
import { fork, type ChildProcess } from 'node:child_process';
import { faultCodes, type FaultCode } from '../fault/codes.js';
import { Fault, toFault, type FaultDetails } from '../fault/fault.js';

/** Orders and answers are plain data. One order at a time. */
export interface OrderProcess<O, A> {
  /** Rejects with the Fault of the work, or process/ended. */
  ask(order: O): Promise<A>;
  /** It ends once its parent is gone; the order under way is lost. */
  close(): void;
}

type Reply<A> =
  | { readonly kind: 'answer'; readonly answer: A }
  | { readonly kind: 'fault'; readonly code: FaultCode; readonly details: FaultDetails };

/** `module` with `args` ends in `serveOrders`; it is started for the first order. */
export function openOrderProcess<O extends object, A>(
  module: string,
  args: readonly string[],
): OrderProcess<O, A> {
  let child: ChildProcess | undefined;
  return {
    async ask(order) {
      child ??= fork(module, args, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
      const reply = await exchange<A>(child, order);
      if (reply.kind === 'answer') return reply.answer;
      throw new Fault(reply.code, reply.details);
    },
    close() {
      if (child?.connected === true) child.disconnect();
      child = undefined;
    },
  };
}

function exchange<A>(child: ChildProcess, order: object): Promise<Reply<A>> {
  return new Promise((resolve, reject) => {
    const settle = (outcome: () => void): void => {
      child.off('exit', onExit).off('error', onError).off('message', onMessage);
      outcome();
    };
    const onExit = (code: number | null, signal: string | null): void =>
      settle(() => reject(ended(signal ?? `exit code ${code}`)));
    const onError = (error: Error): void => settle(() => reject(ended(error.message)));
    const onMessage = (message: unknown): void => settle(() => resolve(message as Reply<A>));
    child.once('exit', onExit).once('error', onError).once('message', onMessage);
    child.send(order, (error) => {
      if (error !== null) onError(error);
    });
  });
}

function ended(found: string): Fault {
  return new Fault('process/ended', { what: 'A process that did part of the work ended.', found });
}

/** In the process: answers orders until the parent goes. */
export function serveOrders<O, A>(work: (order: O) => Promise<A>): void {
  process.on('disconnect', () => process.exit(0));
  // A terminal sends the signal to all: the parent decides, and the order under way is finished.
  process.on('SIGINT', () => undefined);
  process.on('message', (order: O) => {
    void work(order).then(
      (answer) => process.send?.({ kind: 'answer', answer } satisfies Reply<A>),
      (thrown: unknown) => process.send?.(refusal(thrown)),
    );
  });
}

function refusal(thrown: unknown): Reply<never> {
  const { code, what, found, expected, next, where } = toFault(thrown, 'process/ended', {
    what: 'An order could not be carried out.',
  });
  const known = code in faultCodes ? code : 'process/ended';
  return { kind: 'fault', code: known, details: { what, found, expected, next, where } };
}
