// Which topic of a bag becomes which topic of the table, and how its messages are made to fit.
import type { CompressedImage, Image, MessageByType, Twist, TwistStamped } from '../message/messages.js';
import { type TimeNs, toTime } from '../message/time.js';
import { isTopicName, type MessageOf, type TopicName, topics } from '../message/topics.js';
import { decodePicture } from '../picture/decode.js';
import type { BagTopic } from './bag.js';
import type { KnownMessage } from './bag-decoder.js';

export interface Route {
  readonly source: BagTopic;
  readonly target: TopicName;
}

export interface RouteOptions {
  /** Goes before relative names in the bag: `/robot1`; '' if absent. */
  readonly namespace?: string;
  /** Names in the bag that stand for topics of the table: `{ '/base_scan': 'scan' }`. */
  readonly remap?: Readonly<Record<string, TopicName>>;
}

/** The frame that a Twist without header moves. */
const TWIST_FRAME = 'base_link';

/** All of the bag's topics that the table knows, or those of them that are wanted. */
export function routesOf(
  bagTopics: readonly BagTopic[],
  {
    namespace = '',
    remap = {},
    wanted,
  }: RouteOptions & { readonly wanted?: readonly TopicName[] | undefined },
): Route[] {
  const routes: Route[] = [];
  for (const source of bagTopics) {
    const target = remap[source.name] ?? tableName(source.name, namespace);
    if (target !== undefined && canBecome(source.type, topics[target].type)) routes.push({ source, target });
  }
  if (wanted === undefined) return routes;
  return withRawPicture(routes, wanted).filter(({ target }) => wanted.includes(target));
}

/** A picture that was compressed with loss and is wanted raw. */
export function isLossy({ source, target }: Route): boolean {
  return source.type === 'sensor_msgs/msg/CompressedImage' && topics[target].type === 'sensor_msgs/msg/Image';
}

/** The message as the wanted type; undefined if it cannot become that. Throws picture/undecodable. */
export async function fit(
  { type, message }: KnownMessage,
  wanted: keyof MessageByType,
  time: TimeNs,
): Promise<MessageOf<TopicName> | undefined> {
  if (type === wanted) return message as MessageOf<TopicName>;
  if (type === 'geometry_msgs/msg/Twist') return stamped(message, time);
  if (type === 'sensor_msgs/msg/CompressedImage') return decompressed(message);
  return undefined;
}

/** Where only the compressed picture was recorded, the raw one is made from it. */
function withRawPicture(routes: readonly Route[], wanted: readonly TopicName[]): Route[] {
  const target = 'camera/image_raw';
  const isThere = routes.some((route) => route.target === target);
  const compressed = routes.find((route) => route.target === 'camera/image_raw/compressed');
  if (isThere || compressed === undefined || !wanted.includes(target)) return [...routes];
  return [...routes, { source: compressed.source, target }];
}

function tableName(name: string, namespace: string): TopicName | undefined {
  if (isTopicName(name)) return name;
  const relative = name.startsWith(`${namespace}/`) ? name.slice(namespace.length + 1) : undefined;
  return relative !== undefined && isTopicName(relative) ? relative : undefined;
}

/** Whether messages of a type can be fed as another, by `fit`. */
export function canBecome(type: string, wanted: string): boolean {
  if (type === wanted) return true;
  if (wanted === 'geometry_msgs/msg/TwistStamped') return type === 'geometry_msgs/msg/Twist';
  return wanted === 'sensor_msgs/msg/Image' && type === 'sensor_msgs/msg/CompressedImage';
}

function stamped(twist: Twist, time: TimeNs): TwistStamped {
  return { header: { stamp: toTime(time), frame_id: TWIST_FRAME }, twist };
}

async function decompressed({ header, data }: CompressedImage): Promise<Image> {
  const { width, height, rgb } = await decodePicture(data);
  return { header, height, width, encoding: 'rgb8', is_bigendian: 0, step: 3 * width, data: rgb };
}
