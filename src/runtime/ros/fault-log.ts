// Faults on a node's log without a flood: the same one from the same member is said once in a while, with how often it came.
import type { Fault } from '../../fault/fault.js';
import type { Clock } from '../clock.js';

/** A thousand bad messages a second are one line in this time. */
const QUIET_MS = 5000;
/** So many kinds are told apart; then it begins anew. */
const MOST_KINDS = 200;

interface Said {
  readonly atMs: number;
  unsaid: number;
}

export class FaultLog {
  readonly #say: (text: string) => void;
  readonly #clock: Pick<Clock, 'monotonicMs'>;
  readonly #saidByKind = new Map<string, Said>();

  constructor(say: (text: string) => void, clock: Pick<Clock, 'monotonicMs'>) {
    this.#say = say;
    this.#clock = clock;
  }

  take({ code, what, message }: Fault, member: string): void {
    const kind = `${member} ${code} ${what}`;
    const said = this.#saidByKind.get(kind);
    const nowMs = this.#clock.monotonicMs();
    if (said !== undefined && nowMs - said.atMs < QUIET_MS) {
      said.unsaid += 1;
      return;
    }
    if (this.#saidByKind.size >= MOST_KINDS) this.#saidByKind.clear();
    this.#saidByKind.set(kind, { atMs: nowMs, unsaid: 0 });
    const before = said === undefined || said.unsaid === 0 ? '' : `${said.unsaid} times more, and again: `;
    this.#say(`${member}: ${before}${message}`);
  }
}
