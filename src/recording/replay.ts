// Replays a bag through stages and compares what they emit with what was recorded: call by call where the calls are known, else by time.
import type { TopicName } from '../message/topics.js';
import type { Clock } from '../runtime/clock.js';
import { runLockstep } from '../runtime/executors/lockstep.js';
import { repeatCalls, type RepeatedCall } from '../runtime/executors/repeat.js';
import type { RunOptions, RunReport } from '../runtime/executors/run.js';
import type { SettingsDesk } from '../runtime/config/settings-desk.js';
import type { Envelope, Source, Stage } from '../runtime/stage.js';
import type { Bag } from './bag.js';
import { type BagSource, type BagSourceOptions, openBagSource, type RecordedOutput } from './bag-source.js';
import { type CallLogHead, CallReader, findCallLog, readChanges } from './call-reader.js';
import { followChanges } from './follow-changes.js';
import { type CompareOptions, type Output, ReplayComparer, type ReplayComparison } from './compare.js';
import { TakenMessages } from './taken-messages.js';

export interface ReplayOptions
  extends Pick<BagSourceOptions, 'from' | 'until' | 'namespace' | 'remap'>, Pick<CompareOptions, 'told'> {
  readonly bag: Bag;
  readonly stages: readonly Stage[];
  readonly clock: Clock;
  /** So many times real time; absent: as fast as it goes. */
  readonly rate?: number;
  /** For topics that depend on pictures compressed with loss; 0.05 if absent. */
  readonly lossyTolerance?: number;
  readonly toleranceByTopic?: CompareOptions['toleranceByTopic'];
  /** Made from the settings of the stages; it follows the changes that the recorded run made. Without it they are left out. */
  readonly settings?: SettingsDesk;
  /** Further sources, for what the bag does not hold (synthetic commands); then it is replayed by time. */
  readonly sources?: readonly Source[];
  readonly signal?: AbortSignal;
  readonly onFault?: NonNullable<RunOptions['onFault']>;
  /** Every envelope of the replay, fed or emitted: what several stages take, once. */
  readonly onEnvelope?: (envelope: Envelope) => void;
}

export interface ReplayResult {
  /** calls: every stage got the very calls of the recorded run. time: fed when it was recorded, with declared latencies. */
  readonly method: 'calls' | 'time';
  /** Stages that did not run when the bag was recorded: their calls are not known, so all were fed by time. */
  readonly strangers: readonly string[];
  /** Calls of the recorded run that could not be repeated; after the first of them a stage may know less than it did then. */
  readonly lost: { readonly before: number; readonly calls: number; readonly messages: number };
  readonly comparison: ReplayComparison;
  readonly run: RunReport;
  /** Topics of the table that the bag fed. */
  readonly fed: readonly TopicName[];
  /** Topics that the stages read and neither the bag nor another stage gave. */
  readonly unfed: readonly TopicName[];
  /** Messages of the bag that could not be fed, with the first reason. */
  readonly skipped: ReadonlyMap<string, { readonly count: number; readonly why: string }>;
}

/** Outputs made from lossy pictures agree within this, unless told otherwise. */
const LOSSY_TOLERANCE = 0.05;

const NOTHING_LOST = { before: 0, calls: 0, messages: 0 };

/** Throws what reading throws. */
export async function replayBag(options: ReplayOptions): Promise<ReplayResult> {
  const { bag, stages, sources = [], settings } = options;
  const log = await findCallLog(bag);
  if (log?.keeps !== 'all') {
    const changes = log === undefined || settings === undefined ? [] : await readChanges(bag, log);
    const following = stages.map((stage) =>
      settings === undefined ? stage : followChanges(stage, changes, settings),
    );
    return { ...(await replayByTime({ ...options, stages: following })), strangers: [] };
  }
  const strangers = stages.map(({ name }) => name).filter((name) => !log.stages.includes(name));
  const repeats = strangers.length === 0 && sources.length === 0 && options.from === undefined;
  return { ...(repeats ? await replayByCalls(options, log) : await replayByTime(options)), strangers };
}

/** On /diagnostics several say how they are, and nobody can tell afterwards who said what. */
function comparableOutputs(stages: readonly Stage[]): TopicName[] {
  return distinct(stages.flatMap(({ writes }) => writes)).filter((topic) => topic !== '/diagnostics');
}

/** Each stage is given what it took then, also of what other stages emitted: a difference is its own. */
async function replayByCalls(
  options: ReplayOptions,
  log: CallLogHead,
): Promise<Omit<ReplayResult, 'strangers'>> {
  const { bag, stages, until } = options;
  const outputs = comparableOutputs(stages);
  const inputs = distinct(stages.flatMap(({ reads }) => reads));
  const messages = new TakenMessages();
  const take = (recorded: RecordedOutput): void => {
    if (inputs.includes(recorded.topic)) messages.put(recorded);
    if (outputs.includes(recorded.topic)) comparer.recorded(recorded);
  };
  const aside = { topics: distinct([...inputs, ...outputs]), take };
  const feed = await openBagSource(bag, { ...options, topics: [], aside });
  const comparer = openComparer(options, outputs, takenFrom(feed.lossy, stages));
  messages.from(feed);
  const names = stages.map(({ name }) => name);
  const reader = new CallReader({ bag, log, stages: names, messages, until });
  const run = await repeatCalls({
    ...options,
    calls: shown(reader.calls(), (envelope) => {
      if (!outputs.includes(envelope.topic)) options.onEnvelope?.(envelope);
    }),
    onEnvelope(envelope) {
      if (outputs.includes(envelope.topic)) comparer.replayed({ ...plain(envelope), data: envelope.bytes() });
      options.onEnvelope?.(envelope);
    },
  });
  if (options.signal?.aborted !== true) await messages.readUntil(END_OF_TIME);
  await feed.close?.();
  comparer.known(reader.start, reader.end);
  return {
    method: 'calls',
    lost: { before: log.before, calls: reader.lostCalls, messages: reader.lostMessages },
    comparison: comparer.finish(),
    run,
    fed: inputs.filter((topic) => feed.has.has(topic)),
    unfed: inputs.filter((topic) => !feed.has.has(topic)),
    skipped: feed.skipped,
  };
}

/** Shows what is taken before the first call that takes it. */
async function* shown(
  calls: AsyncIterable<RepeatedCall>,
  show: (envelope: Envelope) => void,
): AsyncGenerator<RepeatedCall> {
  const lastByTopic = new Map<TopicName, number>();
  for await (const call of calls) {
    if (call.what.kind === 'take') {
      const { envelope } = call.what;
      if (envelope.sequence > (lastByTopic.get(envelope.topic) ?? -1)) {
        lastByTopic.set(envelope.topic, envelope.sequence);
        show(envelope);
      }
    }
    yield call;
  }
}

/** The stages' own outputs are never fed from the bag: they are what is compared. */
async function replayByTime(options: ReplayOptions): Promise<Omit<ReplayResult, 'strangers'>> {
  const { bag, stages, sources = [] } = options;
  const outputs = comparableOutputs(stages);
  const given = distinct(sources.flatMap(({ writes }) => writes));
  const inputs = distinct(stages.flatMap(({ reads }) => reads)).filter(
    (topic) => !outputs.includes(topic) && !given.includes(topic),
  );
  const take = (recorded: Output): void => comparer.recorded(recorded);
  const feed = await openBagSource(bag, { ...options, topics: inputs, aside: { topics: outputs, take } });
  const comparer = openComparer(options, outputs, tainted(feed, stages));
  const run = await runLockstep({
    ...options,
    sources: [feed, ...sources],
    onEnvelope(envelope) {
      if (outputs.includes(envelope.topic)) comparer.replayed({ ...plain(envelope), data: envelope.bytes() });
      else comparer.input(envelope.stamp);
      options.onEnvelope?.(envelope);
    },
  });
  const unfed = inputs.filter((topic) => !feed.writes.includes(topic));
  const { writes: fed, skipped } = feed;
  return { method: 'time', lost: NOTHING_LOST, comparison: comparer.finish(), run, fed, unfed, skipped };
}

function openComparer(
  options: ReplayOptions,
  topics: readonly TopicName[],
  lossy: Iterable<TopicName>,
): ReplayComparer {
  const { lossyTolerance = LOSSY_TOLERANCE, toleranceByTopic, told = 20 } = options;
  const tolerances = Object.fromEntries([...lossy].map((topic) => [topic, lossyTolerance]));
  return new ReplayComparer({ topics, toleranceByTopic: { ...tolerances, ...toleranceByTopic }, told });
}

/** What stages make of these topics. */
function takenFrom(from: ReadonlySet<TopicName>, stages: readonly Stage[]): TopicName[] {
  return stages.filter(({ reads }) => reads.some((topic) => from.has(topic))).flatMap(({ writes }) => writes);
}

/** What is made of lossy pictures, directly or through other stages, need not be equal. */
function tainted({ lossy }: BagSource, stages: readonly Stage[]): ReadonlySet<TopicName> {
  const all = new Set<TopicName>(lossy);
  for (let before = -1; before !== all.size;) {
    before = all.size;
    for (const topic of takenFrom(all, stages)) all.add(topic);
  }
  return all;
}

function plain({ topic, time, stamp, message }: Envelope): Output {
  return { topic, time, stamp, message };
}

function distinct(names: readonly TopicName[]): TopicName[] {
  return [...new Set(names)];
}

const END_OF_TIME = 2n ** 62n;
