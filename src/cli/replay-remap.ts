// Topics of other people's bags in a replay: --remap FROM:=TO, and the camera, which is found by itself.
import { Fault } from '../fault/fault.js';
import { topicNames, topics, type TopicName } from '../message/topics.js';
import type { Bag, BagTopic } from '../recording/bag.js';
import { canBecome } from '../recording/bag-routes.js';
import { CALLS_TYPE } from '../recording/call-log.js';
import { chooseImageTopic } from '../recording/image-topic.js';
import { renameTopics } from '../recording/renamed-bag.js';
import type { Stage } from '../runtime/stage.js';

export interface Remap {
  /** As in the bag; the slash before it may be left out. */
  readonly from: string;
  /** Absolute. */
  readonly to: string;
}

export interface Remapped {
  /** Closing it closes the bag. */
  readonly bag: Bag;
  /** What a person should know of it. */
  readonly notes: readonly string[];
}

type Topics = Pick<Stage, 'reads' | 'writes'>;

/** For publishing: any name will do, as for ROS. Throws cli/usage if the bag has no such topic. */
export function remapNames(bag: Bag, remaps: readonly Remap[]): Bag {
  return renameTopics(bag, { names: namesOf(resolve(bag, remaps)) });
}

/** For stages: what is remapped stands in place of what the bag has under that name. Throws cli/usage. */
export function remapForStages(bag: Bag, remaps: readonly Remap[], stages: readonly Topics[]): Remapped {
  const resolved = resolve(bag, remaps);
  for (const remap of resolved) checkRemap(bag, remap, stages);
  const given = replaceTopics(bag, resolved);
  const camera = findCamera(given.bag, stages);
  if (camera === undefined) return given;
  const { bag: withCamera } = replaceTopics(given.bag, [camera.remap]);
  return { bag: withCamera, notes: [...given.notes, camera.note] };
}

/** `--remap` for each topic that stages miss and the bag has exactly one of that type for. */
export function hintsFor(bag: Bag, unfed: readonly TopicName[]): string[] {
  return unfed.flatMap((target) => {
    const [only, ...others] = bag.topics.filter(
      ({ type, name }) => type === topics[target].type && tableName(name) === undefined,
    );
    return only === undefined || others.length > 0 ? [] : [`--remap ${only.name}:=${target}`];
  });
}

/** With the names that the bag has. */
function resolve(bag: Bag, remaps: readonly Remap[]): Remap[] {
  const resolved = remaps.map(({ from, to }) => ({ from: topicOf(bag, from).name, to }));
  refuseTwice(resolved);
  return resolved;
}

function refuseTwice(remaps: readonly Remap[]): void {
  for (const side of ['from', 'to'] as const) {
    const names = remaps.map((remap) => remap[side]);
    const twice = names.find((name, i) => names.indexOf(name) < i);
    if (twice === undefined) continue;
    throw new Fault('cli/usage', { what: `--remap names ${twice} twice.`, next: 'Leave one of them out.' });
  }
}

function topicOf(bag: Bag, from: string): BagTopic {
  const topic = bag.topics.find(({ name }) => name === from || name === `/${from}`);
  if (topic !== undefined) return topic;
  throw new Fault('cli/usage', {
    what: 'The bag has no topic that --remap names.',
    found: from,
    expected: bag.topics.map(({ name }) => name).join(', ') || 'nothing: the bag has no topics',
    where: bag.path,
    next: 'Correct FROM of --remap FROM:=TO.',
  });
}

function checkRemap(bag: Bag, { from, to }: Remap, stages: readonly Topics[]): void {
  const { type } = topicOf(bag, from);
  const read = topicNames.filter((name) => stages.some(({ reads }) => reads.includes(name)));
  const target = tableName(to);
  if (target === undefined || !stages.some(({ reads, writes }) => [...reads, ...writes].includes(target))) {
    throw new Fault('cli/usage', {
      what: 'No stage reads the topic that --remap names.',
      found: to,
      expected: read.join(', '),
      next: 'Correct TO of --remap FROM:=TO, or --stages.',
    });
  }
  if (canBecome(type, topics[target].type)) return;
  const fitting = read.filter((name) => canBecome(type, topics[name].type));
  throw new Fault('cli/usage', {
    what: `${from} cannot stand for ${target}: it is of another type.`,
    found: type,
    expected: topics[target].type,
    next:
      fitting.length === 0
        ? 'Take another topic: `npx jackdaw bag info` shows their types.'
        : `Give ${fitting.map((name) => `--remap ${from}:=${name}`).join(' or ')}`,
  });
}

/** Whatever bore the name is left out, and with it the log of calls: it tells of messages that are no longer there. */
function replaceTopics(bag: Bag, remaps: readonly Remap[]): Remapped {
  const names = namesOf(remaps);
  const replaced = bag.topics.filter(({ name }) => !names.has(name) && remaps.some(({ to }) => to === name));
  const logs = replaced.length === 0 ? [] : bag.topics.filter(({ type }) => type === CALLS_TYPE);
  const without = new Set([...replaced, ...logs].map(({ name }) => name));
  return {
    bag: renameTopics(bag, { names, without }),
    notes: replaced.map(({ name }) => `${name} of the recording is left out: another topic stands for it.`),
  };
}

/** As `dataset build` finds it; undefined where nobody looks for one, or the bag has it under its own name. */
function findCamera(
  bag: Bag,
  stages: readonly Topics[],
): { readonly remap: Remap; readonly note: string } | undefined {
  const cameras = ['camera/image_raw', 'camera/image_raw/compressed'] as const;
  const wanted = cameras.filter(
    (name) =>
      stages.some(({ reads }) => reads.includes(name)) && !stages.some(({ writes }) => writes.includes(name)),
  );
  const isThere = bag.topics.some(({ name }) => cameras.some((camera) => tableName(name) === camera));
  const choice = isThere ? undefined : chooseImageTopic(bag.topics);
  if (choice === undefined) return undefined;
  const { topic, others } = choice;
  const target =
    wanted.find((name) => topics[name].type === topic.type) ??
    wanted.find((name) => canBecome(topic.type, topics[name].type));
  if (target === undefined) return undefined;
  const other = others.length === 0 ? '' : ` The recording also has ${others.join(', ')}.`;
  return {
    remap: { from: topic.name, to: `/${target}` },
    note: `The recording has no camera/image_raw: ${topic.name} is taken for it, as --remap ${topic.name}:=${target} would.${other}`,
  };
}

function namesOf(remaps: readonly Remap[]): Map<string, string> {
  return new Map(remaps.map(({ from, to }) => [from, to]));
}

/** `/scan` → scan, `/tf` → /tf. */
function tableName(absolute: string): TopicName | undefined {
  return topicNames.find((name) => name === absolute || `/${name}` === absolute);
}
