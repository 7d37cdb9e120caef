// The watch stage: what it says of topics that are well, slow, silent, late, early, dropped, and of failing stages.
import assert from 'node:assert/strict';
import type { DiagnosticStatus } from '../../message/messages.js';
import { msToNs } from '../../message/time.js';
import type { TopicName } from '../../message/topics.js';
import { ManualClock } from '../clock.js';
import { runLockstep } from '../executors/lockstep.js';
import type { Source, Stage } from '../stage.js';
import { Tally } from '../tally.js';
import { idleStage, imuMessage, scriptedSource } from '../testing/robot.js';
import { WatchStage } from './watch.js';

interface Watched {
  readonly seconds: number;
  readonly timesMs: readonly number[];
  /** Milliseconds from the stamp to the time it is emitted; negative is the future. */
  readonly lateMs?: number;
  readonly stages?: readonly Stage[];
  readonly expected?: readonly TopicName[];
}

/** Status of one name at each second. */
async function watch(
  name: string,
  { seconds, timesMs, lateMs = 0, stages = [], expected = ['imu'] }: Watched,
) {
  const tally = new Tally();
  const found: (DiagnosticStatus | undefined)[] = [];
  const source: Source = scriptedSource('imu', timesMs);
  let index = 0;
  await runLockstep({
    clock: new ManualClock(),
    stages: [...stages, new WatchStage({ tally, expected })],
    sources: [
      {
        ...source,
        advance: (now, emit) => {
          void source.advance(now, () => undefined);
          index += 1;
          emit('imu', imuMessage(now - msToNs(lateMs)));
        },
      },
      scriptedClock(seconds),
    ],
    until: msToNs(seconds * 1000 + 1),
    tally,
    onEnvelope({ topic, message }) {
      if (topic !== '/diagnostics') return;
      found.push(message.status.find((status) => status.name === `jackdaw: ${name}`));
    },
  });
  assert.equal(index, timesMs.length);
  return found;
}

/** Keeps the run alive. */
function scriptedClock(seconds: number): Source {
  let next: bigint | undefined = 0n;
  const end = msToNs(seconds * 1000);
  return {
    name: 'alive',
    reads: [],
    writes: [],
    next: () => next,
    advance: (now) => {
      next = now < end ? end : undefined;
    },
  };
}

function every(periodMs: number, fromMs: number, toMs: number): number[] {
  return Array.from({ length: Math.floor((toMs - fromMs) / periodMs) }, (_, i) => fromMs + i * periodMs);
}

function levels(found: readonly (DiagnosticStatus | undefined)[]): (number | undefined)[] {
  return found.map((status) => status?.level);
}

function valueOf(status: DiagnosticStatus | undefined, key: string): string | undefined {
  return status?.values.find((pair) => pair.key === key)?.value;
}

describe('the watch stage', () => {
  it('when a topic comes at its rate, then it is OK, with its numbers', async () => {
    const found = await watch('imu', { seconds: 3, timesMs: every(20, 0, 3000), lateMs: 5 });
    assert.deepEqual(levels(found), [0, 0, 0]);
    const last = found.at(-1);
    assert.equal(Number(valueOf(last, 'rate_hz')).toFixed(0), '50');
    assert.deepEqual(
      ['nominal_hz', 'age_ms', 'latency_ms', 'latency_max_ms', 'dropped'].map((key) => valueOf(last, key)),
      ['50.00', '25.0', '5.0', '5.0', '0'],
    );
  });

  it('when a topic comes too seldom, then it is WARN', async () => {
    const found = await watch('imu', { seconds: 2, timesMs: every(40, 0, 2000) });
    assert.deepEqual(levels(found), [1, 1]);
    assert.match(found[1]?.message ?? '', /^25\.\d Hz of 50\.0$/);
  });

  it('when somebody else’s topic comes at a rate of its own, then that is OK, and WARN when it slows down', async () => {
    const timesMs = [...every(50, 0, 7000), ...every(200, 7000, 14_000)];
    const found = await watch('imu', { seconds: 14, timesMs, expected: [] });
    assert.deepEqual(levels(found).slice(0, 7), [0, 0, 0, 0, 0, 0, 0]);
    assert.equal(valueOf(found[6], 'nominal_hz'), '');
    assert.equal(found.at(-1)?.level, 1);
    assert.match(found.at(-1)?.message ?? '', /^[45]\.\d Hz, it was 20\.\d$/);
  });

  it('when a topic falls silent, then it is STALE within a second, and OK only after five good seconds', async () => {
    const timesMs = [...every(20, 0, 1500), ...every(20, 3000, 14_000)];
    const found = await watch('imu', { seconds: 14, timesMs });
    assert.deepEqual(levels(found).slice(0, 3), [0, 3, 3]);
    assert.match(found[1]?.message ?? '', /silent for 520 ms/);
    const recovered = levels(found).indexOf(0, 3);
    assert.ok(recovered >= 7, `recovered after ${recovered} s`);
    assert.deepEqual(new Set(levels(found).slice(recovered)), new Set([0]));
  });

  it('when stamps are too old or from the future, then that is said, never OK, and never called silence', async () => {
    const stamped = async (lateMs: number): Promise<DiagnosticStatus | undefined> =>
      (await watch('imu', { seconds: 1, timesMs: every(20, 0, 1000), lateMs }))[0];
    const old = await stamped(190);
    assert.deepEqual([old?.level, old?.message], [3, "stamped 0.210 s before this node's clock"]);
    const early = await stamped(-500);
    assert.deepEqual([early?.level, early?.message], [2, "stamped 0.480 s after this node's clock"]);
    const foreign = await stamped(1.7e12);
    assert.deepEqual(
      [foreign?.level, foreign?.message],
      [3, "stamped 1700000000.020 s before this node's clock"],
    );
  });

  it('when a topic is expected and never comes, then it is STALE; one that is not expected is not named', async () => {
    const found = await watch('scan', { seconds: 2, timesMs: [], expected: ['scan'] });
    assert.deepEqual(levels(found), [3, 3]);
    assert.deepEqual(await watch('odom', { seconds: 1, timesMs: [], expected: [] }), [undefined]);
  });

  it('when readers drop more than a tenth, then it is WARN', async () => {
    const slow: Stage = {
      ...idleStage('slow', ['imu'], ['/rosout']),
      latencyMs: 100,
      take: () => Promise.resolve(),
    };
    const found = await watch('imu', { seconds: 2, timesMs: every(20, 0, 2000), stages: [slow] });
    assert.deepEqual(levels(found), [1, 1]);
    assert.match(found[1]?.message ?? '', /^readers dropped \d+ in 2 s$/);
  });

  it('when a stage fails and then dies, then its status says so', async () => {
    const bad: Stage = { ...idleStage('bad', ['imu']), take: () => assert.fail('broken') };
    const found = await watch('stage bad', {
      seconds: 3,
      timesMs: [10, 20, 30, 1010, 1020, 2010],
      stages: [bad],
    });
    assert.deepEqual(levels(found), [1, 2, 2]);
    assert.equal(valueOf(found[2], 'failures'), '5');
  });
});
