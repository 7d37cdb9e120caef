// Changing settings of running stages: what is accepted, when it takes effect, and what is said about it.
import assert from 'node:assert/strict';
import { z } from 'zod';
import type { Fault } from '../../fault/fault.js';
import { msToNs, nsToMs } from '../../message/time.js';
import { ManualClock } from '../clock.js';
import { layerConfig } from './config.js';
import { runLive } from '../executors/live.js';
import { runLockstep } from '../executors/lockstep.js';
import { SettingsDesk } from './settings-desk.js';
import type { Envelope, Stage } from '../stage.js';
import { idleStage, logMessage, scriptedSource } from '../testing/robot.js';

const sections = {
  loud: z.strictObject({
    gain: z.number().min(0).max(10).default(1).meta({ live: true, unit: '1' }),
    near: z
      .strictObject({ gapM: z.number().default(0.1) })
      .prefault({})
      .meta({ live: true }),
    frame: z.string().default('base_link').meta({ live: false }),
  }),
  fixed: z.strictObject({ size: z.number().default(3).meta({ live: true }) }),
};
type Loud = z.infer<typeof sections.loud>;

/** Says its gain at every tick, and takes as long for it as it is told. */
class LoudStage implements Stage {
  readonly name = 'loud';
  readonly reads = ['imu'] as const;
  readonly writes = ['/rosout'] as const;
  readonly periodMs = 50;
  #config: Loud;

  constructor(config: Loud) {
    this.#config = config;
  }

  reconfigure(config: Loud): void {
    if (config.gain === 7) throw new Error('seven is too much');
    this.#config = config;
  }

  take(): void {
    return undefined;
  }

  tick(now: bigint, emit: Parameters<Stage['take']>[2]): void {
    emit('/rosout', logMessage(`gain ${this.#config.gain}`, now));
  }
}

function openDesk(): { desk: SettingsDesk; stage: LoudStage } {
  const { values } = layerConfig(sections);
  return { desk: new SettingsDesk(sections, values), stage: new LoudStage(values.loud) };
}

const set = (path: string, value: unknown) => ({ path, value, flag: 'test' });

/** Runs for 200 ms, asks for the change at 110 ms, and tells what was said when. */
async function said(
  executor: 'live' | 'lockstep',
  change: (desk: SettingsDesk) => void,
): Promise<{ lines: string[]; faults: string[] }> {
  const { desk, stage } = openDesk();
  const clock = new ManualClock();
  const lines: string[] = [];
  const faults: string[] = [];
  const options = {
    stages: [stage, idleStage('fixed', ['imu'])],
    sources: [scriptedSource('imu', [0, 110, 200])],
    clock,
    settings: desk,
    until: msToNs(201),
    onFault: ({ found }: Fault) => void faults.push(found ?? ''),
    onEnvelope: (envelope: Envelope) => {
      if (envelope.topic === 'imu' && nsToMs(envelope.time) === 110) change(desk);
      if (envelope.topic === '/rosout') lines.push(`${nsToMs(envelope.time)} ${envelope.message.msg}`);
    },
  };
  const run = executor === 'live' ? runLive(options) : runLockstep(options);
  await clock.advance(300);
  await run;
  return { lines, faults };
}

describe('changing settings', () => {
  /** In lockstep it holds from the next moment on, live from the next call on. */
  for (const [executor, ms] of [
    ['live', 110],
    ['lockstep', 150],
  ] as const) {
    it(`when a live setting is changed in a ${executor} run, then the next call has it and the log tells`, async () => {
      const { lines } = await said(executor, (desk) => {
        const [change] = desk.change([set('loud.gain', 2), set('loud.near.gapM', 0.2)]);
        assert.deepEqual(change?.values, { gain: 2, near: { gapM: 0.2 }, frame: 'base_link' });
        assert.equal(desk.values['loud']?.['gain'], 2);
      });
      assert.deepEqual(lines, [
        '50 gain 1',
        '100 gain 1',
        `${ms} loud.gain: 1 → 2, loud.near.gapM: 0.1 → 0.2`,
        '150 gain 2',
        '200 gain 2',
      ]);
    });

    it(`when the stage refuses what its schema accepts in a ${executor} run, then that is its failure, and it goes on`, async () => {
      const { lines, faults } = await said(executor, (desk) => void desk.change([set('loud.gain', 7)]));
      assert.deepEqual(lines, ['50 gain 1', '100 gain 1', '150 gain 1', '200 gain 1']);
      assert.deepEqual(faults, ['seven is too much']);
    });
  }

  it('when a change is wrong, for the start only or for a stage that cannot change, then all of it is refused', async () => {
    const codes: string[] = [];
    const refused = (desk: SettingsDesk, path: string, value: unknown): void =>
      assert.throws(
        () => desk.change([set('loud.gain', 5), set(path, value)]),
        ({ code }: Fault) => codes.push(code) > 0,
      );
    const { lines } = await said('lockstep', (desk) => {
      refused(desk, 'loud.gian', 2);
      refused(desk, 'loud.gain', 11);
      refused(desk, 'loud.frame', 'laser');
      refused(desk, 'fixed.size', 4);
      refused(desk, 'other.size', 4);
      desk.change([set('loud.frame', 'base_link'), set('loud.gain', 1)]);
    });
    assert.deepEqual(codes, [
      'config/invalid',
      'config/invalid',
      'config/start-only',
      'runtime/closed',
      'config/invalid',
    ]);
    assert.deepEqual(lines, ['50 gain 1', '100 gain 1', '150 gain 1', '200 gain 1']);
  });

  it('when settings for the start are changed, then the refusal names them, and what to do of a managed node too', async () => {
    await said('lockstep', (desk) =>
      assert.throws(() => desk.change([set('loud.frame', 'laser')]), {
        what: 'loud.frame: a setting for the start, not to be changed while the stages run.',
        next: /deactivate and cleanup.*set.*configure again/,
      }),
    );
  });

  it('when nothing runs yet or any more, then nothing can be changed', async () => {
    const { desk, stage } = openDesk();
    const closed = (): void =>
      assert.throws(
        () => desk.change([set('loud.gain', 2)]),
        ({ code }: Fault) => code === 'runtime/closed',
      );
    closed();
    const sources = [scriptedSource('imu', [0])];
    await runLockstep({ stages: [stage], sources, clock: new ManualClock(), settings: desk });
    closed();
  });
});
