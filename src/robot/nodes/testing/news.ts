// Something of which there is news until it ends, and a test that waits for what it wants to see of it.
import assert from 'node:assert/strict';

/** Longer than anything takes on a slow machine that others use too: whoever waits so long waits for what will not come. */
export const PATIENCE_MS = 90_000;

/** For a test: several such waits are long, and none of them is at its end. */
export const LONGEST_MS = 300_000;

export class News {
  readonly #describe: () => string;
  readonly #waiting = new Set<() => void>();
  #over = false;

  /** `describe`: what there has been, for whoever waited in vain. */
  constructor(describe: () => string) {
    this.#describe = describe;
  }

  tell(): void {
    for (const look of this.#waiting) look();
  }

  /** There will be no more. */
  end(): void {
    this.#over = true;
    this.tell();
  }

  /** Looks at once and whenever there is news; fails when there will be none, or after PATIENCE_MS. */
  until(what: string, holds: () => boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      const settle = (give: () => void): void => {
        clearTimeout(deadline);
        this.#waiting.delete(look);
        give();
      };
      const fail = (why: string): void =>
        settle(() => reject(new assert.AssertionError({ message: `${what}: ${why}\n${this.#describe()}` })));
      const look = (): void => {
        if (holds()) settle(resolve);
        else if (this.#over) fail('it has ended');
      };
      const deadline = setTimeout(() => fail(`not in ${PATIENCE_MS / 1000} s`), PATIENCE_MS);
      this.#waiting.add(look);
      look();
    });
  }
}
