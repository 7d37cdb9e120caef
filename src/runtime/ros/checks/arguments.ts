// The check `arguments`: what was wrong with them when the node began, for as long as it lives.
import type { Fault } from '../../../fault/fault.js';
import { WARN } from '../../watch/topic-health.js';
import type { Check, Concern } from '../check.js';

export class ArgumentCheck implements Check {
  readonly name = 'arguments';
  readonly #concerns: readonly Concern[];

  constructor(faults: readonly Fault[]) {
    this.#concerns = faults.map((fault) => ({ key: fault.what, level: WARN, fault }));
  }

  look(): readonly Concern[] {
    return this.#concerns;
  }
}
