// Replays a bag through stages in lockstep and compares what they emit with what was recorded.
import type { TopicName } from '../message/topics.js';
import type { Clock } from '../runtime/clock.js';
import { runLockstep } from '../runtime/lockstep.js';
import type { RunReport } from '../runtime/run.js';
import type { Envelope, Source, Stage } from '../runtime/stage.js';
import type { Bag } from './bag.js';
import { type BagSource, type BagSourceOptions, openBagSource } from './bag-source.js';
import { type CompareOptions, type Output, ReplayComparer, type ReplayComparison } from './compare.js';

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
  /** Further sources, for what the bag does not hold (synthetic commands). */
  readonly sources?: readonly Source[];
  readonly signal?: AbortSignal;
  /** Every envelope of the replay, fed or emitted. */
  readonly onEnvelope?: (envelope: Envelope) => void;
}

export interface ReplayResult {
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

/** The stages' own outputs are never fed from the bag: they are what is compared. Throws what reading throws. */
export async function replayBag(options: ReplayOptions): Promise<ReplayResult> {
  const { bag, stages, sources = [] } = options;
  const outputs = distinct(stages.flatMap(({ writes }) => writes));
  const given = distinct(sources.flatMap(({ writes }) => writes));
  const inputs = distinct(stages.flatMap(({ reads }) => reads)).filter(
    (topic) => !outputs.includes(topic) && !given.includes(topic),
  );
  const take = (recorded: Output): void => comparer.recorded(recorded);
  const feed = await openBagSource(bag, { ...options, topics: inputs, aside: { topics: outputs, take } });
  const comparer = new ReplayComparer({
    topics: outputs,
    toleranceByTopic: { ...lossyTolerances(feed, options), ...options.toleranceByTopic },
    told: options.told ?? 20,
  });
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
  return { comparison: comparer.finish(), run, fed: feed.writes, unfed, skipped: feed.skipped };
}

/** What is made of lossy pictures, directly or through other stages, need not be equal. */
function lossyTolerances(feed: BagSource, { stages, lossyTolerance = LOSSY_TOLERANCE }: ReplayOptions) {
  const tainted = new Set<TopicName>(feed.lossy);
  for (let before = -1; before !== tainted.size;) {
    before = tainted.size;
    for (const { reads, writes } of stages) {
      if (reads.some((topic) => tainted.has(topic))) for (const topic of writes) tainted.add(topic);
    }
  }
  return Object.fromEntries([...tainted].map((topic) => [topic, lossyTolerance]));
}

function plain({ topic, time, stamp, message }: Envelope): Output {
  return { topic, time, stamp, message };
}

function distinct(names: readonly TopicName[]): TopicName[] {
  return [...new Set(names)];
}
