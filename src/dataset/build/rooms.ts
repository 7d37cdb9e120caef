// The splits of all rooms before a picture is read: which room a bag shows, without reading more of it than that.
import { openBag, type Bag } from '../../recording/bag.js';
import { BagDecoder } from '../../recording/bag-decoder.js';
import type { SplitName } from '../format.js';
import { parseLabels, roomFactsSchema, type RoomFacts } from '../labels.js';
import type { BuildRules } from './rules.js';
import type { BagSource } from './sources.js';
import { splitOf, splitRooms, wantedSplits } from './splits.js';

/** Ending of the topic's name, whatever robot's namespace is before it. */
export const ROOM_TOPIC = 'ground_truth/room';

/** What `ground_truth/room` names, else the bag. */
export function roomOf({ name, sha256 }: BagSource, facts: RoomFacts | undefined): string {
  return facts?.room ?? `${name}-${sha256.slice(0, 8)}`;
}

/**
 * Bags are opened only until every wanted split has a room: where thousands are split, a few are enough. `sources` are all
 * of the dataset, also those of other shards. Throws dataset/empty-split, dataset/bad-label, and what bags throw.
 */
export async function planSplits(
  sources: readonly BagSource[],
  rules: BuildRules,
): Promise<(room: string) => SplitName> {
  const missing = new Set(wantedSplits(rules));
  const rooms: string[] = [];
  for (const source of sources) {
    const room = await readRoom(source);
    rooms.push(room);
    missing.delete(splitOf(room, rules));
    if (missing.size === 0) return (each) => splitOf(each, rules);
  }
  const splitByRoom = splitRooms(rooms, rules);
  return (room) => splitByRoom.get(room) ?? splitOf(room, rules);
}

async function readRoom(source: BagSource): Promise<string> {
  const bag = await openBag(source.path);
  try {
    return roomOf(source, await readFacts(bag));
  } finally {
    await bag.close();
  }
}

/** As reading the whole bag does: the last message says. */
async function readFacts(bag: Bag): Promise<RoomFacts | undefined> {
  const topics = bag.topics
    .filter(({ name, type }) => name.endsWith(ROOM_TOPIC) && type === 'std_msgs/msg/String')
    .map(({ name }) => name);
  let facts: RoomFacts | undefined;
  if (topics.length === 0) return facts;
  const decoder = new BagDecoder();
  for await (const message of bag.messages({ topics })) {
    const known = decoder.decode(message);
    if (known.kind === 'known' && known.type === 'std_msgs/msg/String')
      facts = parseLabels(roomFactsSchema, known.message.data, `${bag.path} ${message.topic.name}`);
  }
  return facts;
}
