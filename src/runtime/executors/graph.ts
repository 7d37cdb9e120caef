// How stages and sources fit together: who reads what, and whether they may run side by side at all.
import { Fault } from '../../fault/fault.js';
import { isTopicName, topicNames, type TopicName } from '../../message/topics.js';

/** What the graph needs to know of a stage or a source. */
export interface Member {
  readonly name: string;
  readonly reads: readonly TopicName[];
  readonly writes: readonly TopicName[];
}

/** Time and transforms precede the data of the same moment; everything else is in the order of the table. */
const FIRST: readonly TopicName[] = ['/clock', '/tf_static', '/tf'];

const deliveryRankByTopic = new Map(
  [...FIRST, ...topicNames.filter((topic) => !FIRST.includes(topic))].map((topic, rank) => [topic, rank]),
);

/** Sorts topics into the order in which messages of one moment are delivered. */
export function compareDelivery(a: TopicName, b: TopicName): number {
  return deliveryRankByTopic.get(a)! - deliveryRankByTopic.get(b)!;
}

/** Throws 'runtime/bad-graph' naming every fault: duplicate names, unknown topics, two writers of one topic. */
export function checkGraph(members: readonly Member[]): void {
  const faults = [...duplicateNames(members), ...unknownTopics(members), ...rivalWriters(members)];
  if (faults.length === 0) return;
  throw new Fault('runtime/bad-graph', {
    what: 'These stages cannot run side by side.',
    found: faults.join('; '),
    expected: 'unique names, topics of the table, one writer for each relative topic',
  });
}

/** Members by the topic they read, each list in the order given. */
export function readersByTopic<M extends Pick<Member, 'reads'>>(
  members: readonly M[],
): ReadonlyMap<TopicName, M[]> {
  const readers = new Map<TopicName, M[]>(topicNames.map((topic) => [topic, []]));
  for (const member of members) {
    for (const topic of new Set(member.reads)) readers.get(topic)?.push(member);
  }
  return readers;
}

function duplicateNames(members: readonly Member[]): string[] {
  const names = members.map(({ name }) => name);
  return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))].map(
    (name) => `two are named ${name}`,
  );
}

function unknownTopics(members: readonly Member[]): string[] {
  return members.flatMap(({ name, reads, writes }) => {
    const named: readonly string[] = [...reads, ...writes];
    return named.filter((topic) => !isTopicName(topic)).map((topic) => `${name} names ${topic}`);
  });
}

/** Global topics (/tf, /diagnostics, /rosout) are shared in ROS; a relative one belongs to its writer. */
function rivalWriters(members: readonly Member[]): string[] {
  return topicNames.flatMap((topic) => {
    const writers = members.filter(({ writes }) => writes.includes(topic)).map(({ name }) => name);
    return topic.startsWith('/') || writers.length < 2
      ? []
      : [`${topic} is written by ${writers.join(' and ')}`];
  });
}
