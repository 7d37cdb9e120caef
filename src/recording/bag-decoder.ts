// Turns a bag's bytes into messages: ours where the definition is the same, by the bag's own definition where it is not.
import { Codec, codecOf } from '../message/codec.js';
import { closure, type Definitions, definitions, parseSchema } from '../message/definitions.js';
import { Fault, toFault } from '../fault/fault.js';
import { typeHash } from '../message/schema.js';
import type { MessageByType, TypeName } from '../message/messages.js';
import { topics } from '../message/topics.js';
import type { BagMessage, BagTopic } from './bag.js';

/** A message of one of our types, tagged by it: `switch (known.type)` narrows the message. */
export type KnownMessage = {
  [T in TypeName]: { readonly kind: 'known'; readonly type: T; readonly message: MessageByType[T] };
}[TypeName];

export type DecodedMessage =
  | KnownMessage
  /** Fields as the bag's definition names them. */
  | { readonly kind: 'foreign'; readonly type: string; readonly message: Readonly<Record<string, unknown>> }
  /** Nobody here can read it. */
  | { readonly kind: 'raw'; readonly type: string; readonly why: Fault };

type Reading =
  | { readonly kind: 'known' | 'foreign'; readonly codec: Codec }
  | { readonly kind: 'raw'; readonly why: Fault };

/** More than any real definition text with its blocks. */
const SCHEMA_BYTES_CEILING = 1024 * 1024;

const knownTypes: ReadonlySet<string> = new Set<TypeName>([
  ...Object.values(topics).map(({ type }) => type),
  'std_msgs/msg/Header',
  'geometry_msgs/msg/Twist',
  'vision_msgs/msg/Detection3DArray',
  'visualization_msgs/msg/MarkerArray',
]);

function isKnownType(type: string): type is TypeName {
  return knownTypes.has(type);
}

/** Keeps what it has learned of each topic. */
export class BagDecoder {
  readonly #readingByTopic = new Map<BagTopic, Reading>();

  /** Never throws: a message that cannot be read is `raw` and says why. */
  decode({ topic, data }: BagMessage): DecodedMessage {
    const { type } = topic;
    const reading = this.#reading(topic);
    if (reading.kind === 'raw') return { kind: 'raw', type, why: reading.why };
    try {
      return { kind: reading.kind, type, message: reading.codec.decode(data) } as DecodedMessage;
    } catch (thrown) {
      const why = toFault(thrown, 'message/undecodable', { what: `A ${type} cannot be decoded` });
      return { kind: 'raw', type, why };
    }
  }

  /** How messages of this topic will be read, without reading one. */
  kindOf(topic: BagTopic): Reading['kind'] {
    return this.#reading(topic).kind;
  }

  #reading(topic: BagTopic): Reading {
    let reading = this.#readingByTopic.get(topic);
    if (reading === undefined) {
      reading = readingOf(topic);
      this.#readingByTopic.set(topic, reading);
    }
    return reading;
  }
}

function readingOf(topic: BagTopic): Reading {
  const { type, messageEncoding, schemaEncoding, schema } = topic;
  if (messageEncoding !== 'cdr') return raw(topic, `messages encoded as '${messageEncoding}'`, 'cdr');
  if (isKnownType(type) && topic.typeHash === typeHash(type)) return { kind: 'known', codec: codecOf(type) };
  // sqlite3 bags before Iron carry no definitions: nothing speaks against ours, and bytes that do not fit are a Fault.
  if (isKnownType(type) && schema.byteLength === 0 && topic.typeHash === '') {
    return { kind: 'known', codec: codecOf(type) };
  }
  if (schemaEncoding !== 'ros2msg') return raw(topic, `a definition in '${schemaEncoding}'`, 'ros2msg');
  if (schema.byteLength > SCHEMA_BYTES_CEILING) return raw(topic, `${schema.byteLength} bytes of definition`);
  try {
    const theirs = parseSchema(type, new TextDecoder().decode(schema));
    if (isKnownType(type) && shapeOf(type, theirs) === shapeOf(type, definitions)) {
      return { kind: 'known', codec: codecOf(type) };
    }
    return { kind: 'foreign', codec: new Codec(type, theirs) };
  } catch (thrown) {
    const what = `The definition of ${type} cannot be used`;
    return { kind: 'raw', why: toFault(thrown, 'message/unknown-type', { what, where: topic.name }) };
  }
}

/** What decides the bytes: types, names and order of the fields; comments, constants and defaults do not. */
function shapeOf(type: string, from: Definitions): string {
  const shapes = closure(type, from).map(({ definitions: fields }) =>
    fields
      .filter(({ isConstant }) => isConstant !== true)
      .map(
        (field) =>
          `${field.name}:${field.type}${field.isArray === true ? `[${field.arrayLength ?? ''}]` : ''}`,
      ),
  );
  return JSON.stringify(shapes);
}

function raw(topic: BagTopic, found: string, expected?: string): Reading {
  const what = `Messages of type ${topic.type || 'unknown'} stay raw bytes`;
  return { kind: 'raw', why: new Fault('bag/unsupported', { what, found, expected, where: topic.name }) };
}
