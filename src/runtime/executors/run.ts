// What a run is given and what it reports: the same words for both executors, so that a caller picks one by name.
import type { Fault } from '../../fault/fault.js';
import { topicNames, type TopicName } from '../../message/topics.js';
import { secondsBetween, type TimeNs } from '../../message/time.js';
import type { CallListener } from './call-listener.js';
import type { Clock } from '../clock.js';
import type { SettingsDesk } from '../config/settings-desk.js';
import type { Envelope, Source, Stage } from '../stage.js';
import type { Tally } from '../tally.js';

export interface RunOptions {
  readonly stages: readonly Stage[];
  readonly sources: readonly Source[];
  /** Wall time for pacing, for the report and for giving other work its turn; never for what messages say. */
  readonly clock: Clock;
  /** The run ends before this time on its own clock; absent: when all sources have ended. */
  readonly until?: TimeNs;
  /** An abort ends the run after the moment at hand; everything is closed within 2 s. */
  readonly signal?: AbortSignal;
  /** Failures in a row after which a member is left alone; 5 if absent. */
  readonly failuresToRest?: number;
  /** Hand in one to watch the counts while the run goes on. */
  readonly tally?: Tally;
  /** Hand in one to change settings while the run goes on. */
  readonly settings?: SettingsDesk;
  /** Called for every failure of a stage or source; the run itself goes on. */
  readonly onFault?: (fault: Fault, member: string) => void;
  /** Called with every published envelope, in order, before any stage sees it. */
  readonly onEnvelope?: (envelope: Envelope) => void;
  /** Hears of every call of a stage before it is made. */
  readonly calls?: CallListener | undefined;
}

export interface MemberReport {
  readonly name: string;
  readonly taken: number;
  readonly ticks: number;
  readonly dropped: number;
  readonly droppedByTopic: Readonly<Partial<Record<TopicName, number>>>;
  readonly failures: number;
  readonly busyMs: number;
  readonly resting: boolean;
}

export interface RunReport {
  readonly members: readonly MemberReport[];
  /** Messages published, by topic; silent topics are absent. */
  readonly publishedByTopic: Readonly<Partial<Record<TopicName, number>>>;
  readonly startTime: TimeNs;
  readonly endTime: TimeNs;
  /** Seconds that passed on the run's own clock. */
  readonly runSeconds: number;
  readonly wallSeconds: number;
  /** Live only: how often, and by how much in all, the run's clock was held back because a source fell behind. */
  readonly slips: { readonly count: number; readonly seconds: number };
}

export interface RunTimes {
  readonly startTime: TimeNs;
  readonly endTime: TimeNs;
  readonly wallSeconds: number;
  readonly slips?: { readonly count: number; readonly seconds: number };
}

export function createReport(tally: Tally, times: RunTimes): RunReport {
  const published = topicNames.filter((topic) => tally.published(topic) > 0);
  return {
    members: tally.list().map((member) => {
      const droppedByTopic = Object.fromEntries(member.droppedByTopic);
      const dropped = [...member.droppedByTopic.values()].reduce((sum, count) => sum + count, 0);
      return { ...member, dropped, droppedByTopic };
    }),
    publishedByTopic: Object.fromEntries(published.map((topic) => [topic, tally.published(topic)])),
    startTime: times.startTime,
    endTime: times.endTime,
    runSeconds: secondsBetween(times.endTime, times.startTime),
    wallSeconds: times.wallSeconds,
    slips: times.slips ?? { count: 0, seconds: 0 },
  };
}
