// Both executors run one small robot alike, and a stage meets inputs that are late, early, twice, stale, future or missing.
import assert from 'node:assert/strict';
import { fromTime, msToNs, nsToMs, toTime, type TimeNs } from '../../message/time.js';
import { ManualClock } from '../clock.js';
import { runLive } from './live.js';
import { runLockstep } from './lockstep.js';
import type { RunOptions, RunReport } from './run.js';
import type { Envelope, Source, Stage } from '../stage.js';
import { imuMessage, logMessage } from '../testing/robot.js';

/** Runs to the end in virtual time, or on a manual clock that is moved for long enough. */
const executors: Record<string, (options: Omit<RunOptions, 'clock'>, runMs: number) => Promise<RunReport>> = {
  lockstep: (options) => runLockstep({ clock: new ManualClock(), ...options }),
  live: async (options, runMs) => {
    const clock = new ManualClock();
    const report = runLive({ clock, ...options });
    await clock.advance(runMs);
    return report;
  },
};

/** One arrival at the stage: when it is published, and the stamp it bears. */
interface Arrival {
  readonly atMs: number;
  readonly stampMs: number;
}

/** A stage as the robot's are: it judges age both ways, order and silence, and says each once on /rosout. */
class Careful implements Stage {
  readonly name = 'careful';
  readonly reads = ['imu'] as const;
  readonly writes = ['/rosout'] as const;
  readonly periodMs = 50;
  #newest: TimeNs | undefined;
  #heardAt: TimeNs | undefined;

  take({ message }: Envelope, now: TimeNs, emit: Parameters<Stage['take']>[2]): void {
    const stamp = fromTime((message as ReturnType<typeof imuMessage>).header.stamp);
    const verdict = this.#judge(stamp, now);
    this.#heardAt = now;
    if (verdict === 'fresh') this.#newest = stamp;
    emit('/rosout', logMessage(verdict, now));
  }

  tick(now: TimeNs, emit: Parameters<Stage['take']>[2]): void {
    if (this.#heardAt === undefined || now - this.#heardAt <= msToNs(60)) return;
    this.#heardAt = undefined;
    emit('/rosout', logMessage('missing', now));
  }

  #judge(stamp: TimeNs, now: TimeNs): string {
    if (now - stamp > msToNs(200)) return 'stale';
    if (stamp - now > msToNs(200)) return 'future';
    if (stamp === this.#newest) return 'duplicate';
    return this.#newest !== undefined && stamp < this.#newest ? 'late' : 'fresh';
  }
}

function arrivals(list: readonly Arrival[]): Source {
  let index = 0;
  return {
    name: 'arrivals',
    reads: [],
    writes: ['imu'],
    next: () => (index < list.length ? msToNs(list[index]!.atMs) : undefined),
    advance: (_now, emit) => emit('imu', imuMessage(msToNs(list[index++]!.stampMs))),
  };
}

const onTime = (atMs: number): Arrival => ({ atMs, stampMs: atMs });

const table: { input: string; list: Arrival[]; says: string[] }[] = [
  { input: 'in time', list: [onTime(0), onTime(20), onTime(40)], says: ['0 fresh', '20 fresh', '40 fresh'] },
  {
    input: 'late, after a newer one',
    list: [onTime(0), onTime(40), { atMs: 50, stampMs: 20 }, onTime(60)],
    says: ['0 fresh', '40 fresh', '50 late', '60 fresh'],
  },
  {
    input: 'early, a little ahead of its time',
    list: [onTime(0), { atMs: 15, stampMs: 20 }, onTime(40)],
    says: ['0 fresh', '15 fresh', '40 fresh'],
  },
  {
    input: 'duplicate',
    list: [onTime(0), { atMs: 5, stampMs: 0 }, onTime(20)],
    says: ['0 fresh', '5 duplicate', '20 fresh'],
  },
  {
    input: 'stale',
    list: [onTime(300), { atMs: 320, stampMs: 100 }, onTime(340)],
    says: ['300 fresh', '320 stale', '340 fresh'],
  },
  {
    input: 'from the future, which must not make later ones look late',
    list: [onTime(0), { atMs: 20, stampMs: 5000 }, onTime(40)],
    says: ['0 fresh', '20 future', '40 fresh'],
  },
  {
    input: 'missing for a while',
    list: [onTime(0), onTime(20), onTime(180)],
    says: ['0 fresh', '20 fresh', '100 missing', '180 fresh'],
  },
];

for (const [name, execute] of Object.entries(executors)) {
  describe(`a stage in the ${name} executor`, () => {
    for (const { input, list, says } of table) {
      it(`when its input is ${input}, then it sees exactly that`, async () => {
        const said: string[] = [];
        await execute(
          {
            stages: [new Careful()],
            sources: [arrivals(list)],
            onEnvelope: ({ topic, time, message }) =>
              void (topic === '/rosout' && said.push(`${nsToMs(time)} ${message.msg}`)),
          },
          500,
        );
        assert.deepEqual(said, says);
      });
    }
  });
}

/** A world in which a wheel obeys commands: source → planner (ticks) → guard → source. */
function smallRobot(): Pick<RunOptions, 'stages' | 'sources'> {
  let speed = 0;
  let x = 0;
  let step = 0;
  const twist = (now: TimeNs, linear: number) => ({
    header: { stamp: toTime(now), frame_id: 'base_link' },
    twist: { linear: { x: linear, y: 0, z: 0 }, angular: { x: 0, y: 0, z: 0 } },
  });
  const world: Source = {
    name: 'world',
    reads: ['cmd_vel'],
    writes: ['imu', '/tf'],
    next: () => (step <= 100 ? msToNs(step * 5) : undefined),
    advance: (now, emit) => {
      x += speed * 0.005;
      if (step++ % 4 > 0) return;
      emit('imu', imuMessage(now));
      const header = { stamp: toTime(now), frame_id: 'odom' };
      const transform = { translation: { x, y: 0, z: 0 }, rotation: { x: 0, y: 0, z: 0, w: 1 } };
      emit('/tf', { transforms: [{ header, child_frame_id: 'base_footprint', transform }] });
    },
    take: ({ message }) => void (speed = (message as ReturnType<typeof twist>).twist.linear.x),
  };
  const planner: Stage = {
    name: 'planner',
    reads: [],
    writes: ['cmd_vel_raw'],
    periodMs: 50,
    take: () => undefined,
    tick: (now, emit) => emit('cmd_vel_raw', twist(now, 0.2)),
  };
  let position = 0;
  const guard: Stage = {
    name: 'guard',
    reads: ['cmd_vel_raw', '/tf'],
    writes: ['cmd_vel'],
    take: ({ topic, message }, now, emit) => {
      if (topic === '/tf') position = message.transforms[0]!.transform.translation.x;
      else emit('cmd_vel', twist(now, position < 0.05 ? 0.2 : 0));
    },
  };
  return { stages: [planner, guard], sources: [world] };
}

describe('one robot in both executors', () => {
  it('when nothing is slow, then both publish the same messages at the same times', async () => {
    const published: Record<string, string[]> = {};
    for (const [name, execute] of Object.entries(executors)) {
      const lines: string[] = (published[name] = []);
      const report = await execute(
        {
          ...smallRobot(),
          onEnvelope: ({ topic, time, sequence }) => void lines.push(`${nsToMs(time)} ${topic}#${sequence}`),
        },
        1000,
      );
      assert.equal(report.publishedByTopic.cmd_vel, 10);
      assert.equal(report.runSeconds, 0.5);
    }
    assert.deepEqual(published['live'], published['lockstep']);
    assert.equal(published['lockstep']?.length, 26 * 2 + 10 * 2);
  });
});
