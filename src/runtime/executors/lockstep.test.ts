// The lockstep executor: order, latency, drops, failures and ends, all in virtual time.
import assert from 'node:assert/strict';
import { setTimeout as wallDelay } from 'node:timers/promises';
import fc from 'fast-check';
import type { Fault } from '../../fault/fault.js';
import { msToNs, nsToMs } from '../../message/time.js';
import { ManualClock, openSystemClock } from '../clock.js';
import { Lockstep, runLockstep, type LockstepOptions } from './lockstep.js';
import type { Source, Stage } from '../stage.js';
import { answer, idleStage, imuMessage, logMessage, scriptedSource, trace } from '../testing/robot.js';

const clock = new ManualClock();

/** Runs to the end and returns the report and all that was published, as `<ms> <topic>#<sequence>`. */
async function run(options: Omit<LockstepOptions, 'clock'>) {
  const { lines, record } = trace();
  const report = await runLockstep({ clock, onEnvelope: record, ...options });
  return { report, lines };
}

function tallyOf({ report }: Awaited<ReturnType<typeof run>>, name: string) {
  const member = report.members.find((one) => one.name === name);
  assert.ok(member);
  return member;
}

describe('the lockstep executor', () => {
  it('when a stage declares a latency, then its output is released that much later', async () => {
    const { lines, report } = await run({
      stages: [answer('slow', 'imu', '/rosout', { latencyMs: 60 })],
      sources: [scriptedSource('imu', [0, 100])],
    });
    assert.deepEqual(lines, ['0 imu#0', '60 /rosout#0', '100 imu#1', '160 /rosout#1']);
    assert.deepEqual([report.runSeconds, report.publishedByTopic], [0.16, { imu: 2, '/rosout': 2 }]);
  });

  it('when messages fall on one moment, then transforms come first and the table orders the rest', async () => {
    const emitAll: Source = {
      ...scriptedSource('all', [5]),
      writes: ['ground_truth/contacts', 'imu', '/tf', '/tf_static', '/clock'],
      advance: (_now, emit) => {
        emit('ground_truth/contacts', { header: imuMessage(0n).header, contacts: [] });
        emit('imu', imuMessage(0n));
        emit('/tf', { transforms: [] });
        emit('/tf_static', { transforms: [] });
        emit('/clock', { clock: { sec: 0, nanosec: 0 } });
      },
    };
    const once = endsAfter(emitAll, 1);
    const { lines } = await run({ stages: [], sources: [once] });
    assert.deepEqual(lines, [
      '5 /clock#0',
      '5 /tf_static#0',
      '5 /tf#0',
      '5 imu#0',
      '5 ground_truth/contacts#0',
    ]);
  });

  it('when a stage is busy, then latest keeps the newest, lossless keeps all, and drops are counted', async () => {
    const stages = [
      answer('latest', 'imu', '/rosout', { latencyMs: 25 }),
      answer('all', 'imu', '/rosout', { latencyMs: 25, queue: 'lossless' }),
    ];
    const seen: string[] = [];
    const outcome = await run({
      stages,
      sources: [scriptedSource('imu', [0, 10, 20, 30])],
      onEnvelope: ({ topic, time, message }) => {
        if (topic === '/rosout') seen.push(`${nsToMs(time)} ${message.msg}`);
      },
    });
    assert.deepEqual(
      seen.filter((_, i) => [0, 2, 4].includes(i)),
      ['25 imu#0', '50 imu#2', '75 imu#3'],
    );
    assert.deepEqual([tallyOf(outcome, 'latest').dropped, tallyOf(outcome, 'all').dropped], [1, 0]);
    assert.equal(seen.at(-1), '100 imu#3');
    assert.equal(tallyOf(outcome, 'all').busyMs, 100);
  });

  it('when a take neither emits nor waits, then it costs no virtual time', async () => {
    const note: Stage = { ...idleStage('note', ['imu']), latencyMs: 1000 };
    const outcome = await run({ stages: [note], sources: [scriptedSource('imu', [0, 1, 2])] });
    assert.deepEqual([tallyOf(outcome, 'note').taken, tallyOf(outcome, 'note').dropped], [3, 0]);
  });

  it('when a stage ticks, then at multiples of its period, after the data of the same moment', async () => {
    const log: string[] = [];
    const ticking: Stage = {
      ...idleStage('ticking', ['imu']),
      periodMs: 50,
      take: (_, now) => void log.push(`take ${nsToMs(now)}`),
      tick: (now) => void log.push(`tick ${nsToMs(now)}`),
    };
    await run({ stages: [ticking], sources: [scriptedSource('imu', [20, 100, 130])] });
    assert.deepEqual(log, ['take 20', 'tick 50', 'take 100', 'tick 100', 'take 130']);
  });

  it('when a tick falls due while a stage is busy, then it is paid once, as soon as the stage is free', async () => {
    const log: string[] = [];
    const ticking: Stage = {
      ...answer('ticking', 'imu', '/rosout'),
      latencyMs: 70,
      periodMs: 20,
      tick: (now) => void log.push(`tick ${nsToMs(now)}`),
    };
    await run({ stages: [ticking], sources: [scriptedSource('imu', [10, 120])] });
    assert.deepEqual(log, ['tick 80', 'tick 100', 'tick 190']);
  });

  it('when a promise is slow on the wall, then nothing that is published changes', async () => {
    const robot = (delays: readonly number[]) => {
      let turn = 0;
      const slow = (name: string, latencyMs: number): Stage => ({
        ...answer(name, 'imu', '/rosout', { latencyMs }),
        take: async ({ sequence }, now, emit) => {
          await wallDelay(delays[turn++ % delays.length]);
          emit('/rosout', logMessage(`${name} ${sequence}`, now));
        },
      });
      return {
        stages: [slow('a', 10), slow('b', 10), slow('c', 0)],
        sources: [scriptedSource('imu', [0, 5, 10, 15])],
      };
    };
    const texts = async (delays: readonly number[]) => {
      const seen: string[] = [];
      await run({
        ...robot(delays),
        onEnvelope: ({ topic, time, sequence, message }) =>
          void seen.push(`${nsToMs(time)} ${topic}#${sequence} ${topic === '/rosout' ? message.msg : ''}`),
      });
      return seen;
    };
    const expected = await texts([0]);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(4), { minLength: 1, maxLength: 7 }), async (delays) =>
        assert.deepEqual(await texts(delays), expected),
      ),
      { numRuns: 10 },
    );
  });

  it('when a stage waits for something, then virtual time goes on until its release', async () => {
    const order: string[] = [];
    let finish: () => void = () => undefined;
    const slow: Stage = {
      ...idleStage('slow', ['imu'], ['/rosout']),
      latencyMs: 30,
      take: ({ sequence }) => {
        if (sequence > 0) return undefined;
        return new Promise<void>((resolve) => (finish = resolve));
      },
    };
    const world = scriptedSource('imu', [0, 10, 20, 40]);
    const stepping: Source = {
      ...world,
      advance: (now, emit) => {
        order.push(`step ${nsToMs(now)}`);
        if (now === msToNs(20)) setTimeout(() => (order.push('finished'), finish()), 5);
        return world.advance(now, emit);
      },
    };
    await run({
      stages: [{ ...slow, reads: ['imu'] }],
      sources: [endsAfter(stepping, 4)],
      until: msToNs(41),
    });
    assert.deepEqual(order, ['step 0', 'step 10', 'step 20', 'finished', 'step 40']);
  });

  it('when a sink writes nothing, then it is waited for only when it is called again and at the end', async () => {
    let writing = 0;
    let most = 0;
    let written = 0;
    const sink: Stage = {
      ...idleStage('sink', ['imu']),
      take: async () => {
        most = Math.max(most, ++writing);
        await wallDelay(2);
        writing -= 1;
        written += 1;
      },
      close: () => assert.equal(written, 3),
    };
    const faults: Fault[] = [];
    await run({
      stages: [sink],
      sources: [scriptedSource('imu', [0, 1, 2])],
      onFault: (fault) => faults.push(fault),
    });
    assert.deepEqual([written, most, faults], [3, 1, []]);
  });

  it('when a stage throws or rejects, then that is a Fault, its output is lost, and the others go on', async () => {
    const faults: Fault[] = [];
    const fails = (name: string, take: Stage['take']): Stage => ({ ...answer(name, 'imu', '/rosout'), take });
    const outcome = await run({
      stages: [
        fails('throws', (_, now, emit) => {
          emit('/rosout', logMessage('never seen', now));
          throw new Error('broken');
        }),
        fails('rejects', () => Promise.reject(new Error('broken too'))),
        answer('good', 'imu', '/rosout'),
      ],
      sources: [scriptedSource('imu', [0, 1])],
      onFault: (fault) => faults.push(fault),
    });
    assert.deepEqual(
      faults.map(({ code, found }) => [code, found]),
      ['broken', 'broken too', 'broken', 'broken too'].map((found) => ['runtime/stage-failed', found]),
    );
    assert.deepEqual(outcome.report.publishedByTopic, { imu: 2, '/rosout': 2 });
  });

  it('when a stage fails too often in a row, then it is left alone; a success in between starts the count again', async () => {
    const takes = (pattern: string) => {
      let call = 0;
      return {
        ...idleStage(pattern, ['imu']),
        take: () => void (pattern[call++] === 'x' && assert.fail('broken')),
      };
    };
    const outcome = await run({
      stages: [takes('xxx...'), takes('xx.xx.')],
      sources: [scriptedSource('imu', [0, 1, 2, 3, 4, 5])],
      failuresToRest: 3,
    });
    const resting = tallyOf(outcome, 'xxx...');
    const well = tallyOf(outcome, 'xx.xx.');
    assert.deepEqual([resting.resting, resting.taken, well.resting, well.taken], [true, 3, false, 6]);
  });

  it('when a stage was left alone for five seconds, then it is tried again: one failure more is another rest, a success the end of it', async () => {
    const calls: number[] = [];
    const stage: Stage = {
      ...idleStage('detect', ['imu']),
      take: (_, now) => {
        calls.push(Number(now / 1_000_000n));
        if (calls.length <= 4) assert.fail('broken');
      },
    };
    const times = [0, 1, 2, 3, 5002, 5003, 5004, 10_003, 10_004, 10_005];
    const outcome = await run({
      stages: [stage],
      sources: [scriptedSource('imu', times)],
      failuresToRest: 3,
    });
    assert.deepEqual(calls, [0, 1, 2, 5003, 10_004, 10_005]);
    assert.equal(tallyOf(outcome, 'detect').resting, false);
  });

  it('when a source fails for good, then the run ends instead of standing still', async () => {
    const faults: Fault[] = [];
    const { report } = await run({
      stages: [],
      sources: [{ ...scriptedSource('world', [0]), advance: () => assert.fail('diverged') }],
      onFault: (fault) => faults.push(fault),
    });
    assert.equal(faults.length, 5);
    assert.equal(report.members[0]?.resting, true);
  });

  it('when a source never moves on, then the run ends with a Fault', async () => {
    const stuck: Source = { ...scriptedSource('stuck', []), next: () => 0n, advance: () => undefined };
    await assert.rejects(run({ stages: [], sources: [stuck] }), { code: 'runtime/bad-graph' });
  });

  it('when stages answer each other at one moment for ever, then the run ends with a Fault', async () => {
    const echo: Stage = {
      ...idleStage('echo', ['/rosout'], ['/rosout']),
      take: (_, now, emit) => emit('/rosout', logMessage('again', now)),
    };
    const first = answer('first', 'imu', '/rosout');
    await assert.rejects(run({ stages: [first, echo], sources: [scriptedSource('imu', [0])] }), {
      code: 'runtime/bad-graph',
      found: '/rosout',
    });
  });

  it('when a stage emits on a topic that is not its own, or after its work, then it fails', async () => {
    const faults: (string | undefined)[] = [];
    let keep: (() => void) | undefined;
    await run({
      stages: [
        { ...idleStage('thief', ['imu']), take: (_, now, emit) => emit('/rosout', logMessage('', now)) },
        {
          ...idleStage('late', ['imu'], ['/rosout']),
          take: (_, now, emit) => void (keep ??= () => emit('/rosout', logMessage('', now))),
        },
      ],
      sources: [scriptedSource('imu', [0])],
      onFault: (fault) => faults.push(fault.found?.split('\n')[0]),
    });
    assert.match(faults[0] ?? '', /thief emitted on \/rosout.*runtime\/bad-graph/);
    assert.throws(() => keep?.(), { code: 'runtime/closed' });
  });

  it('when aborted, then the run ends after the moment at hand and everything is closed', async () => {
    const abort = new AbortController();
    const closed: string[] = [];
    const { lines } = await run({
      stages: [{ ...idleStage('s', ['imu']), take: () => abort.abort(), close: () => void closed.push('s') }],
      sources: [{ ...scriptedSource('imu', [0, 1, 2]), close: () => void closed.push('imu') }],
      signal: abort.signal,
    });
    assert.deepEqual([lines, closed.sort()], [['0 imu#0'], ['imu', 's']]);
  });

  it('when an endless run is aborted from outside, then the event loop had its turn to say so', async () => {
    const abort = new AbortController();
    let step = 0n;
    const endless: Source = {
      ...scriptedSource('w', []),
      next: () => step,
      advance: () => void (step += 1n),
    };
    setTimeout(() => abort.abort(), 5);
    const { report } = await run({ stages: [], sources: [endless], signal: abort.signal });
    assert.ok(report.members[0]!.ticks > 0);
  });

  it('when stages do not fit together, then the run does not begin', () => {
    const twoWriters = { ...idleStage('other', [], ['imu']) };
    const unknown = { ...idleStage('odd', ['no/such' as 'imu']) };
    assert.throws(
      () =>
        new Lockstep({ clock, stages: [twoWriters, unknown, unknown], sources: [scriptedSource('imu', [])] }),
      {
        code: 'runtime/bad-graph',
        found: /two are named odd.*odd names no\/such.*imu is written by imu and other/,
      },
    );
  });

  it('when advanced piece by piece, then it says the same as in one go', async () => {
    const robot = () => ({
      stages: [answer('slow', 'imu', '/rosout', { latencyMs: 35, periodMs: 20, tick: () => undefined })],
      sources: [scriptedSource('imu', [0, 10, 50, 100])],
    });
    const { lines: whole } = await run({ ...robot(), until: msToNs(120) });
    const { lines, record } = trace();
    const pieces = new Lockstep({ clock, ...robot(), onEnvelope: record });
    for (const ms of [1, 35, 36, 80, 120]) {
      await pieces.advanceTo(msToNs(ms));
      assert.equal(pieces.now, msToNs(ms));
    }
    await pieces.close();
    assert.deepEqual(lines, whole);
    await assert.rejects(pieces.advanceTo(), { code: 'runtime/closed' });
  });

  it('when a rate is given, then it does not run ahead of the wall', async () => {
    const wall = openSystemClock();
    const startMs = wall.monotonicMs();
    await run({
      stages: [],
      sources: [scriptedSource('imu', [0, 250, 500])],
      clock: wall,
      rate: 10,
    } as never);
    assert.ok(wall.monotonicMs() - startMs >= 49);
  });
});

/** The same source, but it ends after so many actions. */
function endsAfter(source: Source, actions: number): Source {
  let left = actions;
  const first = source.next();
  return {
    ...source,
    next: () => (left === actions ? first : left > 0 ? source.next() : undefined),
    advance: (now, emit) => {
      left -= 1;
      return source.advance(now, emit);
    },
  };
}
