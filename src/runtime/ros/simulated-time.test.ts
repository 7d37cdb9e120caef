// Simulated time: it moves with /clock, and sleepers wake by it.
import assert from 'node:assert/strict';
import { msToNs } from '../../message/time.js';
import { SimulatedClock } from './simulated-time.js';

describe('simulated time', () => {
  it('when /clock moves, then sleepers whose time has come wake, the others sleep on', async () => {
    const clock = new SimulatedClock();
    clock.advance(msToNs(1000));
    const woken: string[] = [];
    const early = clock.sleep(20).then(() => woken.push('early'));
    void clock.sleep(200).then(() => woken.push('late'));
    clock.advance(msToNs(1020));
    await early;
    assert.deepEqual([woken, clock.monotonicMs()], [['early'], 1020]);
  });

  it('when messages on /clock change places, then time stands until it is caught up', () => {
    const clock = new SimulatedClock();
    clock.onBack(() => assert.fail('it went back'));
    clock.advance(msToNs(50));
    clock.advance(msToNs(10));
    assert.equal(clock.wallNs(), msToNs(50));
  });

  it('when /clock goes back, then time does, all sleepers wake, and that is told', async () => {
    const clock = new SimulatedClock();
    let told = 0;
    clock.onBack(() => told++);
    clock.advance(msToNs(60_000));
    const sleeping = clock.sleep(1e6);
    clock.advance(msToNs(20));
    await sleeping;
    assert.deepEqual([clock.wallNs(), told], [msToNs(20), 1]);
  });

  it('when nothing has been said on /clock, then the start waits for it, or for the abort', async () => {
    const clock = new SimulatedClock();
    const started = clock.started(new AbortController().signal);
    clock.advance(msToNs(20));
    await started;
    await new SimulatedClock().started(AbortSignal.abort());
  });
});
