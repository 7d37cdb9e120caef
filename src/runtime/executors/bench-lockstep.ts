// Times the lockstep executor alone: a robot's worth of messages through stages that do nothing else.
import { msToNs, toTime, type TimeNs } from '../../message/time.js';
import type { MessageOf, TopicName } from '../../message/topics.js';
import type { Clock } from '../clock.js';
import { runLockstep } from './lockstep.js';
import type { Emit, Source, Stage } from '../stage.js';

export interface LockstepTiming {
  readonly msPerSimulatedSecond: number;
  readonly usPerMessage: number;
  readonly messagesPerSimulatedSecond: number;
  readonly takesPerSimulatedSecond: number;
}

const ROUNDS = 5;
const ROUND_SECONDS = 100;
const STEP_MS = 5;

const fast = ['imu', 'odom', 'joint_states', '/tf', '/clock', 'bumper', 'ground_truth/pose'] as const;
const written = [...fast, 'scan', 'camera/image_raw'] as const;

/** The best of some rounds, after the first have warmed up. Takes about a second. */
export async function benchLockstep(clock: Clock): Promise<LockstepTiming> {
  const rounds: LockstepTiming[] = [];
  for (let round = 0; round < ROUNDS; round++) rounds.push(await timeRound(clock));
  return rounds.sort((a, b) => a.msPerSimulatedSecond - b.msPerSimulatedSecond)[0]!;
}

async function timeRound(clock: Clock): Promise<LockstepTiming> {
  const options = {
    stages: createStages(),
    sources: [createWorld()],
    clock,
    until: msToNs(ROUND_SECONDS * 1000),
  };
  const { publishedByTopic, members, wallSeconds } = await runLockstep(options);
  const messages = Object.values(publishedByTopic).reduce((sum, count) => sum + count, 0);
  const takes = members.reduce((sum, { taken }) => sum + taken, 0);
  return {
    msPerSimulatedSecond: (wallSeconds * 1000) / ROUND_SECONDS,
    usPerMessage: (wallSeconds * 1e6) / messages,
    messagesPerSimulatedSecond: messages / ROUND_SECONDS,
    takesPerSimulatedSecond: takes / ROUND_SECONDS,
  };
}

function createWorld(): Source {
  let step = 0;
  return {
    name: 'world',
    reads: ['cmd_vel'],
    writes: written,
    next: () => msToNs(step * STEP_MS),
    advance(now, emit) {
      if (step % 4 === 0) for (const topic of fast) publish(topic, now, emit);
      if (step % 20 === 0) publish('scan', now, emit);
      if (step % 13 === 0) publish('camera/image_raw', now, emit);
      step += 1;
    },
    take: () => undefined,
  };
}

function createStages(): Stage[] {
  return [
    relay('cluster', ['scan', '/tf'], 'lidar/obstacles', 5),
    relay('detect', ['camera/image_raw'], 'detections', 60),
    relay('fuse', ['lidar/obstacles', '/tf', 'odom', 'detections'], 'obstacles', 5),
    relay('arbitrate', ['cmd_vel_wander'], 'cmd_vel_raw', 0),
    relay('guard', ['cmd_vel_raw', 'scan', 'obstacles', 'bumper', 'odom', '/tf'], 'cmd_vel', 0),
    {
      ...relay('wander', ['obstacles', 'scan', 'odom'], 'cmd_vel_wander', 0),
      take: () => undefined,
      periodMs: 50,
      tick: (now, emit) => publish('cmd_vel_wander', now, emit),
    },
    { name: 'record', reads: [...written, 'obstacles', 'cmd_vel'], writes: [], take: () => undefined },
    { name: 'watch', reads: written, writes: [], take: () => undefined },
  ];
}

/** Answers each message of its first topic. */
function relay(name: string, reads: readonly TopicName[], writes: TopicName, latencyMs: number): Stage {
  return {
    name,
    reads,
    writes: [writes],
    latencyMs,
    take({ topic }, now, emit) {
      if (topic === reads[0]) publish(writes, now, emit);
    },
  };
}

/** Only the header is made anew: making messages is not what is timed. */
function publish<T extends TopicName>(topic: T, now: TimeNs, emit: Emit): void {
  const header = { stamp: toTime(now), frame_id: 'odom' };
  emit(topic, { header } as unknown as MessageOf<T>);
}
