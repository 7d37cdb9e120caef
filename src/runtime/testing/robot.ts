// Small sources, stages and messages from which the runtime's tests build robots.
import type { Imu, Log } from '../../message/messages.js';
import { msToNs, nsToMs, toTime, type TimeNs } from '../../message/time.js';
import type { TopicName } from '../../message/topics.js';
import type { Envelope, Source, Stage } from '../stage.js';

export function imuMessage(stamp: TimeNs): Imu {
  const vector = (): { x: number; y: number; z: number } => ({ x: 0, y: 0, z: 0 });
  return {
    header: { stamp: toTime(stamp), frame_id: 'imu_link' },
    orientation: { x: 0, y: 0, z: 0, w: 1 },
    orientation_covariance: new Float64Array(9),
    angular_velocity: vector(),
    angular_velocity_covariance: new Float64Array(9),
    linear_acceleration: vector(),
    linear_acceleration_covariance: new Float64Array(9),
  };
}

export function logMessage(msg: string, now: TimeNs): Log {
  return { stamp: toTime(now), level: 20, name: 'test', msg, file: '', function: '', line: 0 };
}

/** Emits one imu message at each of the times, milliseconds. */
export function scriptedSource(name: string, timesMs: readonly number[]): Source {
  let index = 0;
  const next = (): TimeNs | undefined => {
    const timeMs = timesMs[index];
    return timeMs === undefined ? undefined : msToNs(timeMs);
  };
  return {
    name,
    reads: [],
    writes: ['imu'],
    next,
    advance: (now, emit) => {
      index += 1;
      emit('imu', imuMessage(now));
    },
  };
}

/** A stage that does nothing: tests override what they need. */
export function idleStage(
  name: string,
  reads: readonly TopicName[],
  writes: readonly TopicName[] = [],
): Stage {
  return { name, reads, writes, take: () => undefined };
}

/** A stage that answers each message with a line in the log. */
export function answer(
  name: string,
  reads: TopicName,
  writes: '/rosout',
  options: Partial<Stage> = {},
): Stage {
  return {
    ...idleStage(name, [reads], [writes]),
    take: ({ topic, sequence }, now, emit) => emit(writes, logMessage(`${topic}#${sequence}`, now)),
    ...options,
  };
}

/** Writes down what is published as `<ms> <topic>#<sequence>`. */
export function trace(): { readonly lines: string[]; readonly record: (envelope: Envelope) => void } {
  const lines: string[] = [];
  return {
    lines,
    record: ({ time, topic, sequence }) => void lines.push(`${nsToMs(time)} ${topic}#${sequence}`),
  };
}
