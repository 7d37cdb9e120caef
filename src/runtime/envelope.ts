// Envelopes: one message on its way, encoded or decoded at most once and only if somebody asks.
import { decode, encode } from '../message/codec.js';
import type { Header, MessageByType } from '../message/messages.js';
import { fromTime, type TimeNs } from '../message/time.js';
import { topics, type MessageOf, type TopicName } from '../message/topics.js';
import type { EnvelopeOf } from './stage.js';

/** Takes over the message: whoever made it does not touch it again. */
export function createEnvelope<T extends TopicName>(
  topic: T,
  message: MessageOf<T>,
  time: TimeNs,
  sequence: number,
): EnvelopeOf<T> {
  return new MessageEnvelope(topic, message, time, sequence);
}

/**
 * Takes over the bytes (CDR with its 4-byte header): whoever gives them does not touch them again. They are decoded when the message
 * or its stamp is first read; of a picture, the pixels stay where they are.
 */
export function receiveEnvelope<T extends TopicName>(
  topic: T,
  bytes: Uint8Array,
  time: TimeNs,
  sequence: number,
): EnvelopeOf<T> {
  return new BytesEnvelope(topic, bytes, time, sequence);
}

class MessageEnvelope<T extends TopicName> implements EnvelopeOf<T> {
  readonly topic: T;
  readonly stamp: TimeNs;
  readonly time: TimeNs;
  readonly sequence: number;
  readonly message: MessageOf<T>;
  #bytes: Uint8Array | undefined;

  constructor(topic: T, message: MessageOf<T>, time: TimeNs, sequence: number) {
    this.topic = topic;
    this.time = time;
    this.sequence = sequence;
    this.message = message;
    this.stamp = stampOf(message) ?? time;
  }

  bytes(): Uint8Array {
    return (this.#bytes ??= encode(topics[this.topic].type, this.message));
  }
}

class BytesEnvelope<T extends TopicName> implements EnvelopeOf<T> {
  readonly topic: T;
  readonly time: TimeNs;
  readonly sequence: number;
  readonly #bytes: Uint8Array;
  #message: MessageOf<T> | undefined;

  constructor(topic: T, bytes: Uint8Array, time: TimeNs, sequence: number) {
    this.topic = topic;
    this.time = time;
    this.sequence = sequence;
    this.#bytes = bytes;
  }

  get message(): MessageOf<T> {
    return (this.#message ??= decode(topics[this.topic].type, this.#bytes, 'given') as MessageOf<T>);
  }

  get stamp(): TimeNs {
    return stampOf(this.message) ?? this.time;
  }

  bytes(): Uint8Array {
    return this.#bytes;
  }
}

function stampOf(message: MessageByType[keyof MessageByType]): TimeNs | undefined {
  const { header } = message as { readonly header?: Header };
  return header === undefined ? undefined : fromTime(header.stamp);
}
