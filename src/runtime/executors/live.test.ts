// The live executor: pacing, slipping, queues, failures and ends, on a clock that the test moves.
import assert from 'node:assert/strict';
import type { Fault } from '../../fault/fault.js';
import { msToNs, nsToMs } from '../../message/time.js';
import { ManualClock } from '../clock.js';
import { runLive, type LiveOptions } from './live.js';
import type { RunReport } from './run.js';
import type { Stage } from '../stage.js';
import { createTransportFeed } from '../transport/feed.js';
import { Hub } from '../transport/in-process.js';
import { openTransport } from '../transport/transport.js';
import { answer, idleStage, scriptedSource, trace } from '../testing/robot.js';

/** Starts a run on a manual clock; `advance` moves it, `report` is there once it has ended. */
function start(options: Omit<LiveOptions, 'clock'>, clock = new ManualClock()) {
  const live: { clock: ManualClock; report?: RunReport; ended: Promise<void> } = {
    clock,
    ended: Promise.resolve(),
  };
  live.ended = runLive({ clock, ...options }).then((report) => void (live.report = report));
  return live;
}

describe('the live executor', () => {
  it('when wall time reaches the time of a source, then it acts, and not before', async () => {
    const seen = trace();
    const live = start({
      stages: [],
      sources: [scriptedSource('imu', [0, 100, 200])],
      onEnvelope: seen.record,
    });
    await live.clock.advance(150);
    assert.deepEqual(seen.lines, ['0 imu#0', '100 imu#1']);
    await live.clock.advance(100);
    await live.ended;
    assert.deepEqual(seen.lines, ['0 imu#0', '100 imu#1', '200 imu#2']);
    assert.equal(live.report?.runSeconds, 0.2);
  });

  it('when source times start far from zero, then the run clock starts there', async () => {
    const times: number[] = [];
    const stage = {
      ...idleStage('s', ['imu']),
      take: (_: unknown, now: bigint) => void times.push(nsToMs(now)),
    };
    const live = start({ stages: [stage], sources: [scriptedSource('imu', [1e9, 1e9 + 50])] });
    await live.clock.advance(60);
    await live.ended;
    assert.deepEqual(times, [1e9, 1e9 + 50]);
  });

  it('when a stage ticks, then the grid is absolute and missed ticks are not made up for', async () => {
    const ticks: number[] = [];
    const live = start({
      stages: [{ ...idleStage('t', []), periodMs: 50, tick: (now) => void ticks.push(nsToMs(now)) }],
      sources: [],
      until: msToNs(401),
    });
    await live.clock.advance(120);
    live.clock.jump(130);
    await live.clock.advance(160);
    await live.ended;
    assert.deepEqual(ticks, [50, 100, 250, 300, 350, 400]);
  });

  it('when a stage is busy, then its queue keeps the newest and counts what it dropped', async () => {
    const seen: number[] = [];
    const clock = new ManualClock();
    const live = start(
      {
        stages: [
          {
            ...idleStage('slow', ['imu']),
            take: async (envelope) => {
              seen.push(envelope.sequence);
              await clock.sleep(100);
            },
          },
        ],
        sources: [scriptedSource('imu', [0, 20, 40, 60, 80])],
      },
      clock,
    );
    await live.clock.advance(300);
    await live.ended;
    assert.deepEqual(seen, [0, 4]);
    assert.equal(live.report?.members.find(({ name }) => name === 'slow')?.dropped, 3);
  });

  it('when a source falls behind, then the clock stands still until it has caught up, and that is counted', async () => {
    const nows: number[] = [];
    const stage = {
      ...idleStage('s', ['imu']),
      take: (_: unknown, now: bigint) => void nows.push(nsToMs(now)),
    };
    const live = start({ stages: [stage], sources: [scriptedSource('imu', [0, 100, 200, 500, 600])] });
    await live.clock.advance(1);
    live.clock.jump(400);
    await live.clock.advance(250);
    await live.ended;
    assert.deepEqual(nows, [0, 401, 401, 500, 600]);
    assert.equal(live.report?.slips.count, 1);
  });

  it('when a stage fails, then that is a Fault, the others go on, and after five in a row it is left alone', async () => {
    const faults: Fault[] = [];
    const seen = trace();
    const live = start({
      stages: [
        { ...idleStage('bad', ['imu']), take: () => Promise.reject(new Error('broken')) },
        answer('good', 'imu', '/rosout'),
      ],
      sources: [scriptedSource('imu', [0, 1, 2, 3, 4, 5, 6])],
      onFault: (fault) => faults.push(fault),
      onEnvelope: seen.record,
    });
    await live.clock.advance(10);
    await live.ended;
    assert.deepEqual(
      faults.map(({ code }) => code),
      Array(5).fill('runtime/stage-failed'),
    );
    assert.equal(seen.lines.filter((line) => line.includes('/rosout')).length, 7);
    assert.equal(live.report?.members.find(({ name }) => name === 'bad')?.resting, true);
  });

  it('when aborted, then everything is closed within 2 s though a stage hangs', async () => {
    const abort = new AbortController();
    const closed: string[] = [];
    const faults: string[] = [];
    const live = start({
      stages: [
        {
          ...idleStage('hangs', ['imu']),
          take: () => new Promise<void>(() => undefined),
          close: () => new Promise<void>(() => undefined),
        },
        { ...idleStage('neat', ['imu']), close: () => void closed.push('neat') },
      ],
      sources: [scriptedSource('imu', [0, 1e6])],
      signal: abort.signal,
      onFault: (_, member) => faults.push(member),
    });
    await live.clock.advance(100);
    abort.abort();
    await live.clock.advance(2000);
    await live.ended;
    assert.deepEqual([closed, faults], [['neat'], ['hangs']]);
  });

  it('when aborted while a recorder waits for its disk, then it is waited for, as long as it says', async () => {
    const abort = new AbortController();
    const faults: string[] = [];
    const closing = (name: string, takesMs: number): Stage => ({
      ...idleStage(name, ['imu']),
      closeMs: 10_000,
      close: () => live.clock.sleep(takesMs),
    });
    const live = start({
      stages: [closing('slow', 4000), closing('slower', 20_000)],
      sources: [scriptedSource('imu', [0, 1e6])],
      signal: abort.signal,
      onFault: ({ found }, member) => faults.push(`${member}: ${found}`),
    });
    await live.clock.advance(100);
    abort.abort();
    await live.clock.advance(9000);
    assert.deepEqual([live.report, faults], [undefined, []]);
    await live.clock.advance(2000);
    await live.ended;
    assert.deepEqual(faults, ['slower: It did not finish in time.']);
  });

  it('when the sources have ended, then what waits for a slow sink is still taken', async () => {
    let written = 0;
    const clock = new ManualClock();
    const live = start(
      {
        stages: [
          {
            ...idleStage('recorder', ['imu']),
            queue: 'lossless',
            take: async () => {
              await clock.sleep(50);
              written += 1;
            },
          },
        ],
        sources: [scriptedSource('imu', [0, 1, 2, 3])],
      },
      clock,
    );
    await live.clock.advance(1000);
    await live.ended;
    assert.equal(written, 4);
  });

  it('when a source waits for something, then ticks go on meanwhile', async () => {
    let ticks = 0;
    const sleepy = scriptedSource('imu', [0, 100]);
    const clock = new ManualClock();
    const live = start(
      {
        stages: [{ ...idleStage('t', []), periodMs: 10, tick: () => void ticks++ }],
        sources: [
          { ...sleepy, advance: (now, emit) => clock.sleep(80).then(() => sleepy.advance(now, emit)) },
        ],
      },
      clock,
    );
    await live.clock.advance(79);
    assert.equal(ticks, 7);
    await live.clock.advance(200);
    await live.ended;
  });

  it('when two runs are joined by a transport, then one hears the other, and both end cleanly', async () => {
    const hub = new Hub();
    const open = () => openTransport({ kind: 'in-process', hub, namespace: 'robot', onFault: assert.fail });
    const stop = new AbortController();
    const seen = trace();
    const clock = new ManualClock(msToNs(5000));
    const listener = start(
      {
        stages: [answer('listener', 'imu', '/rosout')],
        sources: [],
        feeds: [createTransportFeed({ transport: open(), incoming: ['imu'], outgoing: ['/rosout'] })],
        signal: stop.signal,
        onEnvelope: seen.record,
      },
      clock,
    );
    const talker = start(
      {
        stages: [],
        sources: [scriptedSource('imu', [0, 10])],
        feeds: [createTransportFeed({ transport: open(), incoming: ['/rosout'], outgoing: ['imu'] })],
        until: msToNs(20),
      },
      clock,
    );
    await clock.advance(100);
    await talker.ended;
    stop.abort();
    await clock.advance(2000);
    await listener.ended;
    assert.deepEqual(seen.lines, ['5000 imu#0', '5000 /rosout#0', '5010 imu#1', '5010 /rosout#1']);
    assert.deepEqual(talker.report?.publishedByTopic, { imu: 2, '/rosout': 2 });
  });
});
