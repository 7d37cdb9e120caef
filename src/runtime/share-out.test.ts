// Orders shared out among workers.
import assert from 'node:assert/strict';
import { setTimeout as after } from 'node:timers/promises';
import { shareOut, type Worker } from './share-out.js';

/** Answers ten times the order; the slower, the longer it takes. */
const worker = (ms: number): Worker<number, number> => ({
  async ask(order) {
    await after(ms);
    if (order === 13) throw new Error('thirteen');
    return order * 10;
  },
});

describe('shareOut', () => {
  it('asks for every order once, whoever is free', async () => {
    const answers = new Map<number, number>();
    await shareOut([1, 2, 3, 4, 5], [worker(0), worker(5)], {
      take: (answer, order) => answers.set(order, answer),
    });
    assert.deepEqual(
      [...answers].sort(([a], [b]) => a - b),
      [1, 2, 3, 4, 5].map((order) => [order, order * 10]),
    );
  });

  it('begins no other order after a failure, keeps what is under way, and rejects with it', async () => {
    const taken: number[] = [];
    const run = shareOut([13, 1, 2, 3], [worker(0), worker(5)], { take: (_, order) => taken.push(order) });
    await assert.rejects(run, /thirteen/);
    assert.deepEqual(taken, [1]);
  });

  it('begins no other order once the signal has aborted', async () => {
    const stop = new AbortController();
    const taken: number[] = [];
    await shareOut([1, 2, 3], [worker(0)], {
      signal: stop.signal,
      take(_, order) {
        taken.push(order);
        stop.abort();
      },
    });
    assert.deepEqual(taken, [1]);
  });
});
