// What a stage, a source and an envelope are: the words in which the rest of the robot is written.
import type { MessageOf, QueuePolicy, TopicName } from '../message/topics.js';
import type { TimeNs } from '../message/time.js';

/** One message on its way. It is shared by all readers: nobody changes it. */
export interface EnvelopeOf<T extends TopicName> {
  readonly topic: T;
  /** When the world was like this: the header stamp where there is one, else the time it was emitted. */
  readonly stamp: TimeNs;
  /** When it was published on the run's clock. */
  readonly time: TimeNs;
  /** Counts up from 0 on each topic. */
  readonly sequence: number;
  readonly message: MessageOf<T>;
  /** Its CDR bytes with the 4-byte header, made at first use and kept. */
  bytes(): Uint8Array;
}

/** Tagged by topic: `switch (envelope.topic)` narrows the message. */
export type Envelope = { [T in TopicName]: EnvelopeOf<T> }[TopicName];

/** Publishes on one of the stage's own topics. The message belongs to the runtime from here on. */
export type Emit = <T extends TopicName>(topic: T, message: MessageOf<T>) => void;

/** A step of the robot. It owns no transport, no timer and no clock: time arrives as `now`. */
export interface Stage {
  readonly name: string;
  readonly reads: readonly TopicName[];
  readonly writes: readonly TopicName[];
  /** Topics without which it does nothing of use; of each group any one will do. None if absent. */
  readonly needs?: readonly (readonly TopicName[])[];
  /** How long its work takes in simulated time; what it emits is released that much later. 0 if absent. */
  readonly latencyMs?: number;
  /** Asks for `tick` at multiples of this period: silence must be noticed too. */
  readonly periodMs?: number;
  /** Overrides the table's queue policy on all topics it reads: a recorder is 'lossless'. */
  readonly queue?: QueuePolicy;
  take(envelope: Envelope, now: TimeNs, emit: Emit): void | Promise<void>;
  tick?(now: TimeNs, emit: Emit): void | Promise<void>;
  /** New settings, all of them and already checked, between two calls: what is live in its schema takes effect. */
  reconfigure?(settings: object): void;
  /** How long its closing is waited for after an abort: a recorder has a disk to wait for. 900 ms if absent. */
  readonly closeMs?: number;
  close?(): void | Promise<void>;
}

/** Where messages come from in lockstep: a simulated world, a recording. It says when it acts next. */
export interface Source {
  readonly name: string;
  readonly reads: readonly TopicName[];
  readonly writes: readonly TopicName[];
  /** Time of its next action, never decreasing; undefined when it has ended. */
  next(): TimeNs | undefined;
  /** Acts for the time that `next` said and emits what happened. */
  advance(now: TimeNs, emit: Emit): void | Promise<void>;
  take?(envelope: Envelope, now: TimeNs): void;
  close?(): void | Promise<void>;
}

/** Where messages come from by themselves: a transport, a device. Live runs only. */
export interface Feed {
  readonly name: string;
  readonly reads: readonly TopicName[];
  readonly writes: readonly TopicName[];
  /** Begins to emit whenever something arrives, until it is closed. */
  open(emit: Emit): void | Promise<void>;
  take?(envelope: Envelope, now: TimeNs): void;
  close?(): void | Promise<void>;
}
