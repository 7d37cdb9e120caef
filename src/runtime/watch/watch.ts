// The stage `watch`: rates, ages, latencies and drops of every topic, and failures of every member, as diagnostics.
import type { DiagnosticStatus, KeyValue } from '../../message/messages.js';
import { toTime, type TimeNs } from '../../message/time.js';
import { topicNames, topics, type TopicName } from '../../message/topics.js';
import type { Emit, Envelope, Stage } from '../stage.js';
import type { MemberTally, Tally } from '../tally.js';
import { ERROR, OK, TopicHealth, WARN, type Judgement, type Level } from './topic-health.js';

export interface WatchOptions {
  /** What the executor counts: hand the same one to the run. */
  readonly tally: Tally;
  /** Topics that must be heard of, at the rate of the table; the others are watched from their first message on. */
  readonly expected?: readonly TopicName[];
  /** Before the colon in the names of its statuses; `jackdaw` if absent. */
  readonly robot?: string;
  readonly without?: readonly TopicName[];
}

/** It does not watch what it says itself. */
const watched = topicNames.filter((topic) => topic !== '/diagnostics');

/** Everything → /diagnostics once a second: one status `jackdaw: <topic>` each, one `jackdaw: stage <name>` each. */
export class WatchStage implements Stage {
  readonly name = 'watch';
  readonly reads: readonly TopicName[];
  readonly writes = ['/diagnostics'] as const;
  readonly periodMs = 1000;
  readonly #tally: Tally;
  readonly #robot: string;
  readonly #expected: ReadonlySet<TopicName>;
  readonly #healthByTopic = new Map<TopicName, TopicHealth>();

  constructor({ tally, expected = [], robot = 'jackdaw', without = [] }: WatchOptions) {
    this.reads = watched.filter((topic) => !without.includes(topic));
    this.#tally = tally;
    this.#robot = robot;
    this.#expected = new Set(expected);
  }

  take({ topic, stamp, time }: Envelope, now: TimeNs): void {
    let health = this.#healthByTopic.get(topic);
    if (health === undefined) {
      health = new TopicHealth(topics[topic], now, this.#expected.has(topic));
      this.#healthByTopic.set(topic, health);
    }
    health.observe(stamp, time);
  }

  tick(now: TimeNs, emit: Emit): void {
    const status: DiagnosticStatus[] = [];
    for (const topic of this.reads) {
      const health = this.#healthOf(topic, now);
      if (health === undefined) continue;
      const judgement = health.check(now, this.#tally.dropped(topic));
      status.push(this.#named(describeTopic(topic, judgement, health)));
    }
    for (const member of this.#tally.list()) status.push(this.#named(describeMember(member)));
    emit('/diagnostics', { header: { stamp: toTime(now), frame_id: '' }, status });
  }

  #named(status: DiagnosticStatus): DiagnosticStatus {
    return { ...status, name: `${this.#robot}: ${status.name}` };
  }

  /** What is expected is judged from the first tick on, though nothing came. */
  #healthOf(topic: TopicName, now: TimeNs): TopicHealth | undefined {
    const health = this.#healthByTopic.get(topic);
    if (health !== undefined || !this.#expected.has(topic)) return health;
    const silent = new TopicHealth(topics[topic], now);
    this.#healthByTopic.set(topic, silent);
    return silent;
  }
}

function describeTopic(
  topic: TopicName,
  judgement: Judgement,
  { total, nominalHz }: TopicHealth,
): DiagnosticStatus {
  return createStatus(topic, judgement.level, judgement.message, {
    rate_hz: judgement.rateHz.toFixed(2),
    nominal_hz: nominalHz?.toFixed(2) ?? '',
    age_ms: judgement.ageMs?.toFixed(1) ?? '',
    latency_ms: judgement.latencyMs.toFixed(1),
    latency_max_ms: judgement.latencyMaxMs.toFixed(1),
    published: String(total),
    dropped: String(judgement.dropped),
  });
}

function describeMember({
  name,
  resting,
  failures,
  failuresInARow,
  taken,
  ticks,
}: MemberTally): DiagnosticStatus {
  const level = resting ? ERROR : failuresInARow > 0 ? WARN : OK;
  const message = resting ? 'left alone after failing' : failuresInARow > 0 ? 'failed just now' : 'ok';
  return createStatus(`stage ${name}`, level, message, {
    taken: String(taken),
    ticks: String(ticks),
    failures: String(failures),
  });
}

function createStatus(
  name: string,
  level: Level,
  message: string,
  values: Readonly<Record<string, string>>,
): DiagnosticStatus {
  const pairs: KeyValue[] = Object.entries(values).map(([key, value]) => ({ key, value }));
  return { level, name, message, hardware_id: 'jackdaw', values: pairs };
}
