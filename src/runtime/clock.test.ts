// The clocks: sleeping and waking, on the system's clock and on the manual one.
import assert from 'node:assert/strict';
import { ManualClock, openSystemClock } from './clock.js';

describe('the manual clock', () => {
  it('when it advances, then sleepers wake in order of their time, each at its own', async () => {
    const clock = new ManualClock(1_000_000_000n);
    const log: string[] = [];
    const sleeper = async (ms: number) => {
      await clock.sleep(ms);
      log.push(`${ms} at ${clock.monotonicMs()}`);
    };
    const all = [sleeper(30), sleeper(10), sleeper(20)];
    await clock.advance(25);
    assert.deepEqual(log, ['10 at 10', '20 at 20']);
    assert.deepEqual([clock.monotonicMs(), clock.wallNs()], [25, 1_025_000_000n]);
    await clock.advance(5);
    await Promise.all(all);
  });

  it('when it jumps, then sleepers wake late', async () => {
    const clock = new ManualClock();
    let wokeAt = 0;
    void clock.sleep(10).then(() => (wokeAt = clock.monotonicMs()));
    clock.jump(50);
    await clock.advance(0);
    assert.equal(wokeAt, 50);
  });
});

for (const [name, open] of [
  ['system', openSystemClock],
  ['manual', () => new ManualClock()],
] as const) {
  it(`when the signal aborts, then a sleep on the ${name} clock ends at once and does not reject`, async () => {
    const abort = new AbortController();
    const clock = open();
    const sleeping = clock.sleep(3_600_000, abort.signal);
    abort.abort();
    await sleeping;
    await clock.sleep(3_600_000, abort.signal);
  });
}
